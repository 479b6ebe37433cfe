-- Long work that a server does while nobody waits: what was asked, who holds it, how far it is.

-- distribution: reference
-- A request that was put aside, to be run once by whichever server takes it. It runs under its own request key:
-- taken again after a death it either finds the stored reply or does the work.
CREATE TABLE job (
    job_id         BIGINT NOT NULL PRIMARY KEY,
    user_id        BIGINT NOT NULL REFERENCES app_user, -- in whose name it runs; rights are asked for again then
    request_key    TEXT NOT NULL UNIQUE,
    operation      TEXT NOT NULL,                       -- the route's name
    address        TEXT NOT NULL,                       -- the route's path with its numbers
    query          TEXT NOT NULL,
    body           TEXT NOT NULL,                       -- JSON, as it was sent
    upload_path    TEXT,                                -- below the folder of files; removed at the end
    input_hash     BYTEA NOT NULL,                      -- BLAKE2b-256 of all of these: a key has one input
    language       BIGINT NOT NULL CHECK (language IN (0, 1)),
    state          BIGINT NOT NULL CHECK (state BETWEEN 1 AND 5), -- enum JobState of app/job.h
    cancel_asked   BIGINT NOT NULL CHECK (cancel_asked IN (0, 1)),
    stage          TEXT NOT NULL,                       -- what it is at, as last heard of
    done_count     BIGINT NOT NULL,
    total_count    BIGINT NOT NULL,                     -- 0 = not known
    owner          TEXT,                                -- the server that runs it
    lease_until_us BIGINT NOT NULL,                     -- a heartbeat moves it on; past it anybody may take the job
    try_count      BIGINT NOT NULL,
    http_status    BIGINT,                              -- of its reply
    reply          TEXT,                                -- JSON: what the request would have got
    made_us        BIGINT NOT NULL,
    begun_us       BIGINT,
    ended_us       BIGINT,
    CHECK ((state IN (3, 4, 5)) = (ended_us IS NOT NULL)),
    CHECK ((state IN (3, 4)) = (reply IS NOT NULL AND http_status IS NOT NULL))
) /*table*/;
CREATE INDEX job_open ON job (state, job_id) WHERE ended_us IS NULL;
CREATE INDEX job_of_user ON job (user_id, job_id);

-- distribution: reference
-- What the independent auditor said, each time it was asked. Its report is kept as it came.
CREATE TABLE audit_run (
    audit_id       BIGINT NOT NULL PRIMARY KEY,
    exit_code      BIGINT NOT NULL CHECK (exit_code BETWEEN 0 AND 2), -- 0 clean, 1 something is broken, 2 could not run
    period         BIGINT,                              -- NULL = all months
    begun_us       BIGINT NOT NULL,
    ended_us       BIGINT NOT NULL,
    finding_count  BIGINT NOT NULL,
    report         TEXT NOT NULL,                       -- JSON of `ansinh-audit --json`
    recorded_seq   BIGINT NOT NULL
) /*table*/;

-- distribution: reference
-- The same, check by check.
CREATE TABLE audit_check (
    audit_id       BIGINT NOT NULL REFERENCES audit_run,
    line_no        BIGINT NOT NULL,                     -- in the order of the report
    name           TEXT NOT NULL,                       -- 'L1-balance'
    verdict        TEXT NOT NULL,                       -- 'ok', 'broken', 'not_run', as the auditor names it
    row_count      BIGINT NOT NULL,                     -- rows that it looked at
    finding_count  BIGINT NOT NULL,
    PRIMARY KEY (audit_id, line_no)
) /*clustered*/;
