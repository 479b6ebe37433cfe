-- Payroll, obligations, attempts, evidence, books. All of it insert-only but for the few state words
-- of payroll, batch and period, which are copies of the last event written in the same transaction.

-- distribution: reference
-- One run per programme, area, period and kind (lesson 1 of the field: 75,000 payments made twice).
CREATE TABLE payroll (
    payroll_id    BIGINT NOT NULL PRIMARY KEY,
    programme_id  BIGINT NOT NULL REFERENCES programme,
    area_id       BIGINT NOT NULL REFERENCES area,
    period        BIGINT NOT NULL,
    kind          BIGINT NOT NULL,   -- 1 monthly 2.. supplementary number
    state         BIGINT NOT NULL CHECK (state BETWEEN 1 AND 4), -- 1 sealed 2 approved 3 released 4 cancelled
    law_hash      BYTEA NOT NULL,    -- P4: the rules
    input_hash    BYTEA NOT NULL,    -- P4: the facts read
    digest        BYTEA NOT NULL,    -- A1: BLAKE2b-256 over the canonical rows
    eligible_count BIGINT NOT NULL,  -- P3: = obligated_count + held_count
    obligated_count BIGINT NOT NULL, -- persons with an obligation and no hold at listing
    held_count    BIGINT NOT NULL,
    line_count    BIGINT NOT NULL,   -- obligations
    total_dong    BIGINT NOT NULL,
    previous_dong BIGINT NOT NULL,   -- total of the payroll compared with; 0 when there is none
    previous_payroll_id BIGINT,
    made_by       BIGINT NOT NULL,
    made_seq      BIGINT NOT NULL,
    approved_by   BIGINT,
    approved_seq  BIGINT,
    released_seq  BIGINT,
    UNIQUE (programme_id, area_id, period, kind),
    CHECK (approved_by IS NULL OR approved_by <> made_by),
    CHECK (eligible_count = obligated_count + held_count)
) /*table*/;

-- distribution: person_id
-- An obligation that is no longer owed: cancelled or written back, with the reason.
CREATE TABLE obligation_ended (
    period        BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    programme_id  BIGINT NOT NULL,
    component     BIGINT NOT NULL,
    revision      BIGINT NOT NULL,
    obligation_id BIGINT NOT NULL,
    ended_as      BIGINT NOT NULL CHECK (ended_as IN (1, 2)), -- 1 cancelled 2 written back
    reason_code   TEXT NOT NULL REFERENCES reason,
    txn_id        BIGINT,
    ended_seq     BIGINT NOT NULL,
    PRIMARY KEY (period, person_id, programme_id, component, revision),
    UNIQUE (obligation_id, person_id)
) /*clustered*/;

-- distribution: person_id
-- What is owed to one person for one month. P1: one live row per person, programme, period, component;
-- the n-th revision of an allowance needs the one before it to be cancelled (obligation_ended).
CREATE TABLE obligation (
    obligation_id BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    payroll_id    BIGINT NOT NULL REFERENCES payroll,
    programme_id  BIGINT NOT NULL REFERENCES programme,
    period        BIGINT NOT NULL,   -- the month owed for
    component     BIGINT NOT NULL,   -- 1 allowance 2 arrears (difference for an earlier month)
    revision      BIGINT NOT NULL CHECK (revision > 0),
    follows_revision BIGINT,
    enrolment_id  BIGINT NOT NULL,
    area_id       BIGINT NOT NULL REFERENCES area, -- the commune that owes
    clause_id     BIGINT NOT NULL REFERENCES clause,
    standard_dong BIGINT NOT NULL,
    coefficient_hundredths BIGINT NOT NULL,
    amount_dong   BIGINT NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (obligation_id, person_id),
    UNIQUE (period, person_id, programme_id, component, revision),
    CHECK ((component = 1 AND revision > 1) = (follows_revision IS NOT NULL)),
    CHECK (follows_revision IS NULL OR follows_revision = revision - 1),
    FOREIGN KEY (period, person_id, programme_id, component, follows_revision)
        REFERENCES obligation_ended (period, person_id, programme_id, component, revision)
) /*clustered*/;
CREATE INDEX obligation_by_payroll ON obligation (payroll_id, person_id, obligation_id);
CREATE INDEX obligation_by_person ON obligation (person_id, period);

-- distribution: person_id
-- P4: why a person's sum differs from last month. No row = no difference.
CREATE TABLE payroll_difference (
    payroll_id    BIGINT NOT NULL REFERENCES payroll,
    person_id     BIGINT NOT NULL,
    reason_code   TEXT NOT NULL REFERENCES reason,
    previous_dong BIGINT NOT NULL,
    amount_dong   BIGINT NOT NULL,
    PRIMARY KEY (payroll_id, person_id)
) /*clustered*/;

-- distribution: person_id
-- P3: eligible, but held with a reason at listing. Also those whose amount could not be computed.
CREATE TABLE payroll_held (
    payroll_id  BIGINT NOT NULL REFERENCES payroll,
    person_id   BIGINT NOT NULL,
    reason_code TEXT NOT NULL REFERENCES reason,
    amount_dong BIGINT NOT NULL,     -- what is owed and held; 0 when it could not be computed
    area_id     BIGINT NOT NULL,
    PRIMARY KEY (payroll_id, person_id)
) /*clustered*/;

-- distribution: person_id
-- Approved, but not sent at the release: hold, no live account, death or stop learned since. The
-- obligation stays owed and is looked at again by the next release.
CREATE TABLE release_held (
    payroll_id  BIGINT NOT NULL REFERENCES payroll,
    person_id   BIGINT NOT NULL,
    reason_code TEXT NOT NULL REFERENCES reason,
    amount_dong BIGINT NOT NULL,
    PRIMARY KEY (payroll_id, person_id)
) /*clustered*/;

-- distribution: reference
-- Legal steps of an attempt; filled from payment/state.def at init. An event row references it, so an
-- illegal step cannot be stored.
CREATE TABLE attempt_transition (
    from_state BIGINT NOT NULL,
    event      BIGINT NOT NULL,
    to_state   BIGINT NOT NULL,
    PRIMARY KEY (from_state, event, to_state)
) /*clustered*/;

-- distribution: reference
-- One file to one provider: at most its chunk_rows lines. Numbers are gapless.
CREATE TABLE batch (
    batch_id      BIGINT NOT NULL PRIMARY KEY,
    payroll_id    BIGINT NOT NULL REFERENCES payroll,
    provider_id   BIGINT NOT NULL REFERENCES provider,
    channel       BIGINT NOT NULL,
    period        BIGINT NOT NULL,
    line_count    BIGINT NOT NULL CHECK (line_count > 0),
    total_dong    BIGINT NOT NULL CHECK (total_dong > 0),
    digest        BYTEA NOT NULL,    -- BLAKE2b-256 over (end-to-end id, amount, account) of each line
    not_after     BIGINT NOT NULL,   -- the provider refuses it after that day
    state         BIGINT NOT NULL,   -- enum AttemptState: RELEASED, SENDING, SENT, UNKNOWN (of all lines without an event)
    file_id       BIGINT REFERENCES source_file, -- the sealed file
    txn_id        BIGINT NOT NULL,   -- the release posting
    recorded_seq  BIGINT NOT NULL
) /*table*/;
CREATE INDEX batch_by_payroll ON batch (payroll_id, batch_id);

-- distribution: reference
-- Steps that all lines of a batch take together: released, sending, sent, unknown.
CREATE TABLE batch_event (
    batch_id   BIGINT NOT NULL REFERENCES batch,
    event_no   BIGINT NOT NULL,
    event      BIGINT NOT NULL,
    from_state BIGINT NOT NULL,
    to_state   BIGINT NOT NULL,
    file_id    BIGINT,
    recorded_seq BIGINT NOT NULL,
    PRIMARY KEY (batch_id, event_no),
    FOREIGN KEY (from_state, event, to_state) REFERENCES attempt_transition (from_state, event, to_state)
) /*clustered*/;

-- distribution: person_id
-- One instruction: one person, one account. attempt_id = batch_id * 2^20 + line number (from 1); the
-- end-to-end id is computed from attempt_id and person_id (payment/end_to_end.h).
CREATE TABLE attempt (
    attempt_id  BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    account_id  BIGINT NOT NULL,     -- the version used
    amount_dong BIGINT NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (attempt_id, person_id)
) /*clustered*/;

-- distribution: person_id
-- CANCELLED, REJECTED, NEVER_RECEIVED, RETURNED; never PAID, never UNKNOWN. With its evidence.
CREATE TABLE allocation_freed (
    obligation_id BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    attempt_no    BIGINT NOT NULL,
    attempt_id    BIGINT NOT NULL,
    event_no      BIGINT NOT NULL,
    PRIMARY KEY (obligation_id, person_id, attempt_no)
) /*clustered*/;

-- distribution: person_id
-- Which obligations an attempt pays. P1: the n-th try needs the one before to be freed.
CREATE TABLE allocation (
    obligation_id BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,
    attempt_no    BIGINT NOT NULL CHECK (attempt_no > 0),
    follows_no    BIGINT,
    attempt_id    BIGINT NOT NULL,
    amount_dong   BIGINT NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (obligation_id, person_id, attempt_no),
    CHECK ((attempt_no = 1 AND follows_no IS NULL)
        OR (attempt_no > 1 AND follows_no IS NOT NULL AND follows_no = attempt_no - 1)),
    FOREIGN KEY (obligation_id, person_id, follows_no)
        REFERENCES allocation_freed (obligation_id, person_id, attempt_no)
) /*clustered*/;
CREATE INDEX allocation_by_attempt ON allocation (attempt_id, person_id);

-- distribution: person_id
-- Immutable evidence about one attempt. The state of an attempt is to_state of its last event, or the
-- state of its batch when it has none. txn_id names the postings in which the event is summed.
CREATE TABLE attempt_event (
    attempt_id   BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    event_no     BIGINT NOT NULL CHECK (event_no > 0),
    event        BIGINT NOT NULL,
    from_state   BIGINT NOT NULL,
    to_state     BIGINT NOT NULL,
    amount_dong  BIGINT NOT NULL,    -- as the evidence says
    reason_code  TEXT,
    result_id    BIGINT,             -- R1: the result file ...
    row_no       BIGINT,             -- ... and its row; both NULL for a person's act (the change says who)
    txn_id       BIGINT,             -- NULL when nothing is booked
    recorded_seq BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, person_id, event_no),
    FOREIGN KEY (attempt_id, person_id) REFERENCES attempt (attempt_id, person_id),
    FOREIGN KEY (from_state, event, to_state) REFERENCES attempt_transition (from_state, event, to_state)
) /*clustered*/;

-- distribution: reference
-- R2: a provider's file is applied once. Same bytes: nothing changes (source_file.sha256 is unique).
-- Same reference, other bytes: quarantined.
CREATE TABLE result_file (
    result_id       BIGINT NOT NULL PRIMARY KEY,
    provider_id     BIGINT NOT NULL REFERENCES provider,
    file_ref        TEXT NOT NULL,
    quarantine_no   BIGINT NOT NULL, -- 0 = applied; 1.. = the n-th other file of that reference
    file_id         BIGINT NOT NULL UNIQUE REFERENCES source_file,
    format          TEXT NOT NULL,   -- pain.002, camt.053, camt.054, csv, xlsx
    statement_day   BIGINT,
    row_count       BIGINT NOT NULL, -- = applied + repeated + suspended
    applied_count   BIGINT NOT NULL,
    repeated_count  BIGINT NOT NULL, -- the same event again: no change, counted
    suspended_count BIGINT NOT NULL,
    applied_dong    BIGINT NOT NULL,
    recorded_seq    BIGINT NOT NULL,
    UNIQUE (provider_id, file_ref, quarantine_no)
) /*table*/;

-- distribution: reference
-- A row that matches nothing, or not fully: never away. Has an owner until it is resolved.
CREATE TABLE suspense (
    -- The file's own row comes last, with the counts of all its rows.
    result_id     BIGINT NOT NULL REFERENCES result_file DEFERRABLE INITIALLY DEFERRED,
    row_no        BIGINT NOT NULL,
    end_to_end_id TEXT NOT NULL,
    amount_dong   BIGINT NOT NULL,
    outcome       BIGINT NOT NULL,   -- enum ResultOutcome as the row says
    reason_code   TEXT NOT NULL REFERENCES reason,
    provider_text TEXT NOT NULL,
    txn_id        BIGINT,            -- NULL when no money moved
    owner         TEXT NOT NULL,
    resolved_seq  BIGINT,
    PRIMARY KEY (result_id, row_no)
) /*clustered*/;

-- distribution: person_id
-- A question about money that people must answer (double found, wrong amount, late death, ...).
CREATE TABLE payment_case (
    case_id      BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    kind         BIGINT NOT NULL,    -- enum CaseKind of payment/case.h
    attempt_id   BIGINT,
    obligation_id BIGINT,
    amount_dong  BIGINT NOT NULL,
    reason_code  TEXT NOT NULL REFERENCES reason,
    owner        TEXT NOT NULL,
    due_on       BIGINT NOT NULL,
    opened_seq   BIGINT NOT NULL,
    closed_seq   BIGINT,
    closed_as    BIGINT,             -- 1 recovered 2 waived 3 settled as paid 4 nothing owed
    PRIMARY KEY (case_id, person_id)
) /*clustered*/;
CREATE INDEX payment_case_open ON payment_case (person_id, case_id) WHERE closed_seq IS NULL;

-- distribution: reference
-- The chart of accounts (money.md of the books: ledger/chart.def), filled at init.
CREATE TABLE ledger_account (
    ledger_account BIGINT NOT NULL PRIMARY KEY,
    code           TEXT NOT NULL UNIQUE,
    name_vi        TEXT NOT NULL,
    name_en        TEXT NOT NULL
) /*table*/;

-- distribution: reference
-- One balanced entry of the books (L1). Its lines are the events or obligations that carry its txn_id.
CREATE TABLE ledger_txn (
    txn_id       BIGINT NOT NULL PRIMARY KEY,
    kind         BIGINT NOT NULL,    -- enum TxnKind of ledger/txn.h
    fiscal_period BIGINT NOT NULL,   -- the open period into which it is posted
    payroll_id   BIGINT,
    batch_id     BIGINT,
    result_id    BIGINT,
    reverses_txn_id BIGINT,
    reason_code  TEXT,
    recorded_seq BIGINT NOT NULL
) /*table*/;

-- distribution: area_id
-- Debit positive, credit negative, never zero, sum zero per txn_id. A posting is the sum of its lines
-- of one programme, area, period owed for, provider and batch.
CREATE TABLE posting (
    txn_id         BIGINT NOT NULL,
    line_no        BIGINT NOT NULL,
    area_id        BIGINT NOT NULL REFERENCES area,
    ledger_account BIGINT NOT NULL REFERENCES ledger_account,
    programme_id   BIGINT NOT NULL REFERENCES programme,
    fiscal_period  BIGINT NOT NULL,
    provider_id    BIGINT NOT NULL,  -- 0 where none is concerned
    batch_id       BIGINT NOT NULL,  -- 0 where none is concerned
    amount_dong    BIGINT NOT NULL CHECK (amount_dong <> 0),
    PRIMARY KEY (txn_id, line_no, area_id)
) /*clustered*/;
CREATE INDEX posting_by_account ON posting (ledger_account, fiscal_period, area_id);

-- distribution: reference
-- 1 open, 2 soft closed (no new runs), 3 hard closed (locked, checkpoint).
CREATE TABLE fiscal_period (
    programme_id BIGINT NOT NULL REFERENCES programme,
    period       BIGINT NOT NULL,
    state        BIGINT NOT NULL CHECK (state BETWEEN 1 AND 3),
    checkpoint   BYTEA,              -- digest of all postings of the period, at hard close
    posting_count BIGINT,
    closed_seq   BIGINT,
    PRIMARY KEY (programme_id, period)
) /*clustered*/;

-- distribution: area_id
-- L2 at hard close: opening + allotted - paid + returned - written_back = closing.
CREATE TABLE settlement (
    programme_id BIGINT NOT NULL REFERENCES programme,
    period       BIGINT NOT NULL,
    area_id      BIGINT NOT NULL REFERENCES area,
    provider_id  BIGINT NOT NULL REFERENCES provider,
    opening_dong  BIGINT NOT NULL,
    allotted_dong BIGINT NOT NULL,
    paid_dong     BIGINT NOT NULL,
    returned_dong BIGINT NOT NULL,
    written_back_dong BIGINT NOT NULL,
    closing_dong  BIGINT NOT NULL,
    PRIMARY KEY (programme_id, period, area_id, provider_id),
    CHECK (opening_dong + allotted_dong - paid_dong + returned_dong - written_back_dong = closing_dong)
) /*clustered*/;
