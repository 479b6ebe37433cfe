-- What everything else stands on: settings, ids, the change log, people who act, areas, reference.

-- distribution: reference
CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY, -- e.g. database_id, fence_epoch, key_check
    value TEXT NOT NULL
) /*clustered*/;

-- distribution: reference
-- Ids come in blocks, so that nobody waits for one counter per row.
CREATE TABLE id_block (
    kind    TEXT NOT NULL PRIMARY KEY,
    next_id BIGINT NOT NULL CHECK (next_id > 0)
) /*clustered*/;

-- distribution: reference
-- A3: one row per use case that wrote, hash-chained. Its number is the recorded time of every fact.
CREATE TABLE change (
    change_seq    BIGINT NOT NULL PRIMARY KEY,
    at_us         BIGINT NOT NULL,
    user_id       BIGINT NOT NULL,
    use_case      TEXT NOT NULL,   -- e.g. payroll_approve
    area_id       BIGINT,
    summary       TEXT NOT NULL,   -- canonical JSON of what was done; nothing personal
    previous_hash BYTEA NOT NULL,
    hash          BYTEA NOT NULL   -- BLAKE2b-256 over all columns above
) /*clustered*/;

-- distribution: reference
-- The same key with the same input gets the stored reply; with other input it is an error. Forever.
CREATE TABLE request (
    request_key TEXT NOT NULL PRIMARY KEY,
    use_case    TEXT NOT NULL,
    input_hash  BYTEA NOT NULL,
    reply       TEXT NOT NULL,     -- JSON
    change_seq  BIGINT NOT NULL REFERENCES change
) /*clustered*/;

-- distribution: reference
CREATE TABLE app_user (
    user_id      BIGINT NOT NULL PRIMARY KEY,
    login        TEXT NOT NULL UNIQUE,
    full_name    TEXT NOT NULL,
    active       BIGINT NOT NULL CHECK (active IN (0, 1)),
    recorded_seq BIGINT NOT NULL
) /*table*/;

-- distribution: reference
-- A2: a right is role x area x dates.
CREATE TABLE user_grant (
    user_id      BIGINT NOT NULL REFERENCES app_user,
    role         BIGINT NOT NULL,  -- enum Role of app/right.h
    area_id      BIGINT NOT NULL,  -- 0 = the whole country
    valid_from   BIGINT NOT NULL,
    valid_to     BIGINT,
    recorded_seq BIGINT NOT NULL,
    PRIMARY KEY (user_id, role, area_id, valid_from)
) /*clustered*/;

-- distribution: reference
-- Both maps of Vietnam. Codes were used again in the 2025 mergers: a unit is (level, code, valid_from).
CREATE TABLE area (
    area_id        BIGINT NOT NULL PRIMARY KEY,
    level          BIGINT NOT NULL CHECK (level BETWEEN 0 AND 3), -- 0 country 1 province 2 district 3 commune
    area_code      TEXT NOT NULL,
    kind           TEXT NOT NULL,       -- city, province, ward, ...
    name           TEXT NOT NULL,
    name_fold      TEXT NOT NULL,
    parent_area_id BIGINT,
    valid_from     BIGINT NOT NULL,     -- 0 = open on that side
    valid_to       BIGINT NOT NULL,     -- 99991231 = open
    tree_from      BIGINT NOT NULL,     -- the subtree is tree_from <= area.tree_from <= tree_to
    tree_to        BIGINT NOT NULL,
    UNIQUE (level, area_code, valid_from)
) /*table*/;
CREATE INDEX area_by_name ON area (name_fold);
CREATE INDEX area_by_tree ON area (tree_from);

-- distribution: reference
-- Which old commune went where on 2025-07-01; many to many.
CREATE TABLE area_successor (
    old_area_id BIGINT NOT NULL REFERENCES area,
    new_area_id BIGINT NOT NULL REFERENCES area,
    note        TEXT NOT NULL,
    PRIMARY KEY (old_area_id, new_area_id)
) /*clustered*/;

-- distribution: reference
CREATE TABLE programme (
    programme_id   BIGINT NOT NULL PRIMARY KEY,
    programme_code TEXT NOT NULL UNIQUE,  -- btxh
    name           TEXT NOT NULL
) /*table*/;

-- distribution: reference
-- A clause of the law under which money is paid, e.g. nd20/6.1.a; pinned by the hash of the law files.
CREATE TABLE clause (
    clause_id   BIGINT NOT NULL PRIMARY KEY,
    clause_code TEXT NOT NULL UNIQUE,
    citation    TEXT NOT NULL
) /*table*/;

-- distribution: reference
CREATE TABLE provider (
    provider_id   BIGINT NOT NULL PRIMARY KEY,
    provider_code TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    kind          BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 bank 2 wallet 3 post
    bin           TEXT,                                  -- NAPAS BIN
    bic           TEXT,
    out_template  TEXT NOT NULL,   -- name of a template, e.g. pain001, bank_csv, post_xlsx
    in_template   TEXT NOT NULL,
    chunk_rows    BIGINT NOT NULL CHECK (chunk_rows > 0),
    answer_days   BIGINT NOT NULL, -- silence beyond this many days makes UNKNOWN
    debtor_name   TEXT NOT NULL,
    debtor_account TEXT NOT NULL,  -- ours, at that provider
    recorded_seq  BIGINT NOT NULL
) /*table*/;

-- distribution: reference
-- Our own reasons: why an amount changed, why a row is held, why a payment failed.
CREATE TABLE reason (
    reason_code TEXT NOT NULL PRIMARY KEY,
    sentence_vi TEXT NOT NULL,
    sentence_en TEXT NOT NULL,
    who_acts    TEXT NOT NULL,     -- commune, province, provider, finance, system
    what_happens TEXT NOT NULL
) /*clustered*/;

-- distribution: reference
CREATE TABLE provider_reason (
    scheme        TEXT NOT NULL,   -- iso20022, or a provider_code
    provider_code TEXT NOT NULL,   -- AC01 ...
    reason_code   TEXT NOT NULL REFERENCES reason,
    PRIMARY KEY (scheme, provider_code)
) /*clustered*/;

-- distribution: reference
-- R1: the original of every file that came in or went out, known by its SHA-256.
CREATE TABLE source_file (
    file_id      BIGINT NOT NULL PRIMARY KEY,
    sha256       BYTEA NOT NULL UNIQUE,
    file_name    TEXT NOT NULL,
    byte_count   BIGINT NOT NULL,
    kind         BIGINT NOT NULL,  -- 1 intake 2 payment out 3 result in 4 report
    stored_path  TEXT NOT NULL,    -- under the files folder, named by its hash
    recorded_seq BIGINT NOT NULL
) /*table*/;
