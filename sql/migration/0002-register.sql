-- The register: who is a beneficiary, of what, who collects for them and where the money goes.

-- distribution: household_id
CREATE TABLE household (
    household_id  BIGINT NOT NULL PRIMARY KEY,
    area_id       BIGINT NOT NULL REFERENCES area,
    head_name     TEXT,
    recorded_seq  BIGINT NOT NULL
) /*table*/;

-- distribution: household_id
-- Poverty class by year: 1 poor, 2 near-poor, 3 neither.
CREATE TABLE household_poverty (
    household_id  BIGINT NOT NULL,
    year          BIGINT NOT NULL,
    poverty_class BIGINT NOT NULL CHECK (poverty_class BETWEEN 1 AND 3),
    recorded_seq  BIGINT NOT NULL,
    closed_seq    BIGINT,
    PRIMARY KEY (household_id, year, recorded_seq)
) /*clustered*/;

-- distribution: person_id
CREATE TABLE person (
    person_id       BIGINT NOT NULL PRIMARY KEY,
    household_id    BIGINT,
    area_id         BIGINT NOT NULL REFERENCES area, -- where the person lives now
    full_name       TEXT NOT NULL,                   -- NFC
    name_fold       TEXT NOT NULL,                   -- without tones, lower case: search
    name_sort       TEXT NOT NULL,                   -- given name first: order of lists
    sex             BIGINT NOT NULL CHECK (sex IN (0, 1, 2)), -- 0 unknown 1 male 2 female
    birth_date      BIGINT NOT NULL,                 -- yyyymmdd; mm, dd = 00 where unknown
    birth_precision BIGINT NOT NULL CHECK (birth_precision IN (1, 2, 3)), -- 1 year 2 month 3 day
    ethnicity       TEXT,
    hamlet          TEXT,
    citizen_id_kind BIGINT NOT NULL CHECK (citizen_id_kind IN (0, 9, 12)), -- digits; 0 = none
    citizen_id_hash BYTEA,
    citizen_id_cipher BYTEA,
    citizen_id_mask TEXT,
    phone_hash      BYTEA,
    phone_cipher    BYTEA,
    phone_mask      TEXT,
    death_date      BIGINT,                          -- yyyymmdd, when confirmed
    recorded_seq    BIGINT NOT NULL
) /*table*/;
CREATE INDEX person_by_area ON person (area_id, name_sort, person_id);
CREATE INDEX person_by_name ON person (name_fold, person_id);

-- distribution: identity_hash
-- National uniqueness of an identity number, apart from the person rows (Citus rule).
CREATE TABLE identity (
    identity_hash BYTEA NOT NULL PRIMARY KEY,
    person_id     BIGINT NOT NULL,
    recorded_seq  BIGINT NOT NULL
) /*clustered*/;

-- distribution: person_id
-- A decision starts an enrolment. Valid time: from_date..to_date; recorded time: the two seqs.
CREATE TABLE enrolment (
    person_id     BIGINT NOT NULL REFERENCES person,
    enrolment_id  BIGINT NOT NULL,
    programme_id  BIGINT NOT NULL REFERENCES programme,
    category      TEXT NOT NULL,    -- the law's clause, e.g. nd20/5.1.a
    degree        BIGINT NOT NULL,  -- 0 none 1 severe 2 exceptionally severe (disability)
    child_count   BIGINT NOT NULL,  -- nd20/5.4: children raised
    decision_no   TEXT NOT NULL,
    decision_date BIGINT NOT NULL,
    from_date     BIGINT NOT NULL,  -- the day on which the right begins
    to_date       BIGINT,           -- the last day of the right, when ended
    end_reason    TEXT,
    recorded_seq  BIGINT NOT NULL,
    closed_seq    BIGINT,
    PRIMARY KEY (person_id, enrolment_id),
    CHECK (to_date IS NULL OR to_date >= from_date)
) /*clustered*/;
CREATE UNIQUE INDEX enrolment_once ON enrolment (person_id, programme_id, category, decision_no)
    WHERE closed_seq IS NULL;

-- distribution: person_id
-- Suspension (tạm dừng) by months; open while to_period is NULL.
CREATE TABLE enrolment_pause (
    person_id    BIGINT NOT NULL,
    enrolment_id BIGINT NOT NULL,
    from_period  BIGINT NOT NULL,
    to_period    BIGINT,
    reason_code  TEXT NOT NULL,
    recorded_seq BIGINT NOT NULL,
    closed_seq   BIGINT,
    PRIMARY KEY (person_id, enrolment_id, from_period, recorded_seq),
    FOREIGN KEY (person_id, enrolment_id) REFERENCES enrolment (person_id, enrolment_id)
) /*clustered*/;

-- distribution: person_id
-- Who may lawfully collect for the person.
CREATE TABLE mandate (
    person_id        BIGINT NOT NULL REFERENCES person,
    mandate_id       BIGINT NOT NULL,
    kind             BIGINT NOT NULL, -- 1 authorised recipient 2 guardian 3 legal representative
    recipient_name   TEXT NOT NULL,
    relation         TEXT,
    recipient_id_hash BYTEA,
    recipient_id_cipher BYTEA,
    recipient_id_mask TEXT,
    certifier        TEXT NOT NULL,   -- who certified it
    certified_on     BIGINT NOT NULL,
    valid_from       BIGINT NOT NULL,
    valid_to         BIGINT,          -- open for a guardian
    cap_dong         BIGINT,          -- at most this much a month, when limited
    revoked_on       BIGINT,
    recorded_seq     BIGINT NOT NULL,
    closed_seq       BIGINT,
    PRIMARY KEY (person_id, mandate_id),
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
) /*clustered*/;

-- distribution: reference
CREATE TABLE pay_point (
    pay_point_id BIGINT NOT NULL PRIMARY KEY,
    provider_id  BIGINT NOT NULL REFERENCES provider,
    area_id      BIGINT NOT NULL REFERENCES area,
    kind         BIGINT NOT NULL,    -- 1 ATM 2 counter 3 agent 4 commune point 5 home round
    name         TEXT NOT NULL,
    recorded_seq BIGINT NOT NULL
) /*table*/;

-- distribution: person_id
-- Where a person's money goes. A change is a new row; attempts pin the row they used.
CREATE TABLE account (
    person_id     BIGINT NOT NULL REFERENCES person,
    account_id    BIGINT NOT NULL,
    provider_id   BIGINT NOT NULL REFERENCES provider,
    channel       BIGINT NOT NULL CHECK (channel BETWEEN 1 AND 4), -- 1 bank 2 wallet 3 cash at a point 4 cash at home
    holder_name   TEXT NOT NULL,     -- may lawfully be the recipient
    number_hash   BYTEA,             -- NULL for cash
    number_cipher BYTEA,
    number_mask   TEXT,
    mandate_id    BIGINT,            -- under which the holder collects; NULL = the person's own
    pay_point_id  BIGINT,
    valid_from    BIGINT NOT NULL,
    recorded_seq  BIGINT NOT NULL,
    closed_seq    BIGINT,
    PRIMARY KEY (person_id, account_id),
    CHECK ((channel <= 2) = (number_hash IS NOT NULL)),
    FOREIGN KEY (person_id, mandate_id) REFERENCES mandate (person_id, mandate_id)
) /*clustered*/;
CREATE UNIQUE INDEX account_one_live ON account (person_id) WHERE closed_seq IS NULL;
CREATE INDEX account_by_number ON account (number_hash, person_id);

-- distribution: person_id
-- What happened to a person: added, stopped, suspended, resumed, moved, died, changed.
CREATE TABLE movement (
    person_id     BIGINT NOT NULL REFERENCES person,
    movement_id   BIGINT NOT NULL,
    kind          BIGINT NOT NULL,   -- enum MovementKind of registry/movement.h
    reason_code   TEXT NOT NULL,
    effective_on  BIGINT NOT NULL,
    enrolment_id  BIGINT,
    from_area_id  BIGINT,
    to_area_id    BIGINT,
    file_id       BIGINT,            -- R1: the evidence
    row_no        BIGINT,
    recorded_seq  BIGINT NOT NULL,
    PRIMARY KEY (person_id, movement_id)
) /*clustered*/;

-- What was learned since a payroll was sealed.
CREATE INDEX movement_by_change ON movement (recorded_seq, person_id);

-- distribution: person_id
-- A hold stops money at listing, at release and at sending, until it is lifted.
CREATE TABLE hold (
    person_id    BIGINT NOT NULL REFERENCES person,
    hold_id      BIGINT NOT NULL,
    reason_code  TEXT NOT NULL REFERENCES reason,
    placed_seq   BIGINT NOT NULL,
    lifted_seq   BIGINT,
    PRIMARY KEY (person_id, hold_id)
) /*clustered*/;
CREATE UNIQUE INDEX hold_once ON hold (person_id, reason_code) WHERE lifted_seq IS NULL;

-- distribution: reference
-- Small, one row per file: so that a file is unique in the whole country.
CREATE TABLE intake (
    intake_id     BIGINT NOT NULL PRIMARY KEY,
    file_id       BIGINT NOT NULL UNIQUE REFERENCES source_file, -- the same file twice is a no-op
    area_id       BIGINT,
    encoding      TEXT NOT NULL,     -- what was found per column, as JSON
    row_count     BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    warned_count  BIGINT NOT NULL,
    recorded_seq  BIGINT NOT NULL
) /*table*/;

-- distribution: intake_id
-- Every row of every file: what became of it. Nothing is lost: accepted + refused = all rows.
CREATE TABLE intake_row (
    intake_id  BIGINT NOT NULL,
    sheet_no   BIGINT NOT NULL,
    row_no     BIGINT NOT NULL,      -- as the spreadsheet numbers it
    outcome    BIGINT NOT NULL,      -- 1 new person 2 known person, updated 3 unchanged 4 refused
    person_id  BIGINT,
    PRIMARY KEY (intake_id, sheet_no, row_no)
) /*clustered*/;

-- distribution: intake_id
CREATE TABLE intake_issue (
    intake_id  BIGINT NOT NULL,
    sheet_no   BIGINT NOT NULL,
    row_no     BIGINT NOT NULL,
    issue_no   BIGINT NOT NULL,
    column_no  BIGINT NOT NULL,      -- from 1; 0 = the whole row
    severity   BIGINT NOT NULL CHECK (severity IN (1, 2)), -- 1 warning (row went in) 2 refusal
    issue_code TEXT NOT NULL,        -- e.g. CITIZEN_ID_SYNTAX
    found_mask TEXT NOT NULL,        -- what was found, masked where personal
    PRIMARY KEY (intake_id, sheet_no, row_no, issue_no)
) /*clustered*/;
