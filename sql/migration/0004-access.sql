-- Who comes in through the browser: secrets, sessions, and which provider a provider's user speaks for.

-- distribution: reference
-- What proves that a user is who they say. No row: this user cannot sign in.
CREATE TABLE user_secret (
    user_id         BIGINT NOT NULL PRIMARY KEY REFERENCES app_user,
    password_hash   TEXT NOT NULL,   -- Argon2id, with its own salt and cost
    totp_cipher     BYTEA,           -- RFC 6238 secret, sealed for this row
    totp_confirmed  BIGINT NOT NULL CHECK (totp_confirmed IN (0, 1)), -- 1: asked for at each sign-in
    totp_step       BIGINT NOT NULL, -- the last time step accepted: a code is good once
    failed_count    BIGINT NOT NULL, -- wrong passwords since the last right one
    locked_until_us BIGINT NOT NULL,
    recorded_seq    BIGINT NOT NULL
) /*table*/;

-- distribution: reference
-- A session is known by the hash of its token: who reads this table cannot take one over.
CREATE TABLE user_session (
    session_hash BYTEA NOT NULL PRIMARY KEY,  -- BLAKE2b-256
    user_id      BIGINT NOT NULL REFERENCES app_user,
    begun_us     BIGINT NOT NULL,
    seen_us      BIGINT NOT NULL,
    proven_us    BIGINT NOT NULL,             -- when the password was given last (step-up)
    ended_us     BIGINT,
    recorded_seq BIGINT NOT NULL
) /*clustered*/;
CREATE INDEX user_session_open ON user_session (user_id) WHERE ended_us IS NULL;

-- distribution: reference
-- A user with the role of a provider sees the files of these, and nothing else.
CREATE TABLE user_provider (
    user_id      BIGINT NOT NULL REFERENCES app_user,
    provider_id  BIGINT NOT NULL REFERENCES provider,
    recorded_seq BIGINT NOT NULL,
    PRIMARY KEY (user_id, provider_id)
) /*clustered*/;

-- distribution: person_id
-- A3: a personal number shown in clear, and what for. Its change stands in the hash chain.
CREATE TABLE person_reveal (
    person_id  BIGINT NOT NULL REFERENCES person,
    change_seq BIGINT NOT NULL,
    field      TEXT NOT NULL,    -- citizen_id, phone, account_number
    purpose    TEXT NOT NULL,
    PRIMARY KEY (person_id, change_seq)
) /*clustered*/;

-- Search by telephone.
CREATE INDEX person_by_phone ON person (phone_hash, person_id) WHERE phone_hash IS NOT NULL;
