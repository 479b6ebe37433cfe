-- Who may stand in the register twice: what the linkage found, and what people decided about it.

-- distribution: reference
-- One search through the register. The same records and the same spec again are this row again.
CREATE TABLE dedupe_run (
    run_id        BIGINT NOT NULL PRIMARY KEY,
    area_id       BIGINT NOT NULL,               -- within which; 0 = the country
    input_digest  BYTEA NOT NULL,                -- BLAKE2b-256 of the records, the threshold and the spec
    spec_hash     BYTEA NOT NULL,                -- BLAKE2b-256 of the spec's bytes
    review_ppm    BIGINT NOT NULL CHECK (review_ppm BETWEEN 0 AND 1000000), -- least probability that is queued
    record_count  BIGINT NOT NULL,
    pair_count    BIGINT NOT NULL,               -- looked at
    found_count   BIGINT NOT NULL,               -- at least as likely as that
    new_count     BIGINT NOT NULL,               -- of them not known before
    implied_count BIGINT NOT NULL,               -- of them decided already by verdicts about others
    gone_count    BIGINT NOT NULL,               -- waited before and are not found any more
    recorded_seq  BIGINT NOT NULL
) /*table*/;

-- distribution: person_id
-- Two persons who may be one, or of whom somebody has said something. Never deleted.
CREATE TABLE dedupe_pair (
    person_id       BIGINT NOT NULL REFERENCES person,
    other_person_id BIGINT NOT NULL,
    pair_id         BIGINT NOT NULL,             -- its short name for people; the likeliest of a run come first
    run_id          BIGINT,                      -- that found it last; NULL = entered by a person
    probability_ppm BIGINT CHECK (probability_ppm BETWEEN 0 AND 1000000), -- that they are one, in millionths
    reasons         TEXT NOT NULL,               -- a line a comparison: name, level, bits; no values
    state           BIGINT NOT NULL CHECK (state BETWEEN 0 AND 4), -- 0 waiting; 1 same, 2 different, 3 undecided:
                                                 -- the last verdict; 4 not found any more
    held_person_id  BIGINT,                      -- whose payments the verdict "same" holds
    recorded_seq    BIGINT NOT NULL,
    PRIMARY KEY (person_id, other_person_id),
    CHECK (person_id < other_person_id),
    CHECK (held_person_id IS NULL OR held_person_id IN (person_id, other_person_id)),
    CHECK ((state = 1) = (held_person_id IS NOT NULL))
) /*clustered*/;
CREATE INDEX dedupe_pair_by_id ON dedupe_pair (pair_id);
CREATE INDEX dedupe_pair_of_held ON dedupe_pair (held_person_id) WHERE held_person_id IS NOT NULL;

-- distribution: person_id
-- What a person decided, in order; the last one counts, all stay.
CREATE TABLE dedupe_verdict (
    person_id       BIGINT NOT NULL,
    other_person_id BIGINT NOT NULL,
    verdict_no      BIGINT NOT NULL CHECK (verdict_no > 0),
    verdict         BIGINT NOT NULL CHECK (verdict BETWEEN 1 AND 3), -- 1 same 2 different 3 undecided
    held_person_id  BIGINT,                      -- whose payments it holds
    reason          TEXT NOT NULL,               -- what it rests on, in the officer's words
    recorded_seq    BIGINT NOT NULL,             -- the change says who and when
    PRIMARY KEY (person_id, other_person_id, verdict_no),
    FOREIGN KEY (person_id, other_person_id) REFERENCES dedupe_pair (person_id, other_person_id),
    CHECK ((verdict = 1) = (held_person_id IS NOT NULL))
) /*clustered*/;

-- A database that was in use before has its reasons already; a new one gets them all at init.
INSERT INTO reason (reason_code, sentence_vi, sentence_en, who_acts, what_happens)
SELECT 'DUPLICATE_CONFIRMED', 'Đã kết luận trùng với hồ sơ khác', 'Found to be the same person as another record', 'province',
       'the later record waits; a verdict that they are different lets it go on'
 WHERE EXISTS (SELECT 1 FROM reason);
