-- Money paid too much: what is claimed, month by month; what was decided; what was withheld.

-- distribution: person_id
-- The months behind a claim. A claim is a payment_case of kind 4 (more than the law gives) or 5 (after a
-- death); its months sum to its amount, but where obligations of a month were known to a case before.
CREATE TABLE claim_month (
    case_id      BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    programme_id BIGINT NOT NULL REFERENCES programme,
    period       BIGINT NOT NULL,   -- the month that was paid too much
    amount_dong  BIGINT NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (case_id, person_id, programme_id, period)
) /*clustered*/;
CREATE INDEX claim_month_by_person ON claim_month (person_id, period);

-- distribution: person_id
-- What was decided about a claim, step by step; the last step counts. Nothing is withheld without one.
CREATE TABLE recovery_decision (
    case_id       BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,  -- who was paid too much
    decision_no   BIGINT NOT NULL CHECK (decision_no > 0), -- two at once: the key lets one in
    kind          BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 recover 2 suspend 3 close what is left
    payer_id      BIGINT NOT NULL,  -- from whose months it is withheld: the same person, or an heir who agreed
    programme_id  BIGINT NOT NULL REFERENCES programme,
    area_id       BIGINT NOT NULL REFERENCES area, -- where the claim stands in the books
    cap_dong      BIGINT NOT NULL CHECK (cap_dong >= 0), -- of one month; 0 = the share alone limits
    share_percent BIGINT NOT NULL CHECK (share_percent BETWEEN 1 AND 50), -- of what the month pays
    first_period  BIGINT NOT NULL,
    amount_dong   BIGINT NOT NULL CHECK (amount_dong >= 0), -- booked by this step: 1 the claim, 3 what was left
    decision_text TEXT NOT NULL,    -- number and date of the paper
    txn_id        BIGINT,           -- NULL when this step books nothing
    recorded_seq  BIGINT NOT NULL,
    PRIMARY KEY (case_id, person_id, decision_no)
) /*clustered*/;

-- distribution: person_id
-- One instalment: what an obligation pays less, and for which claim. Their sum is obligation.withheld_dong.
CREATE TABLE recovery_deduction (
    obligation_id BIGINT NOT NULL,
    person_id     BIGINT NOT NULL,  -- the payer, whose obligation it is
    case_id       BIGINT NOT NULL,
    decision_no   BIGINT NOT NULL,
    payroll_id    BIGINT NOT NULL REFERENCES payroll,
    period        BIGINT NOT NULL,
    amount_dong   BIGINT NOT NULL CHECK (amount_dong > 0),
    PRIMARY KEY (obligation_id, person_id, case_id)
) /*clustered*/;
CREATE INDEX recovery_deduction_by_case ON recovery_deduction (case_id, person_id);
CREATE INDEX recovery_deduction_by_payroll ON recovery_deduction (payroll_id, person_id);

-- amount_dong is what is to be paid; with what is withheld it is the law's amount (P4).
ALTER TABLE obligation ADD COLUMN withheld_dong BIGINT NOT NULL DEFAULT 0 CHECK (withheld_dong >= 0); -- instalments
