-- The list of a month: ordered streams that payroll_compute reads side by side, and what it writes.

-- name: payroll_list_enrolled :many
-- in:   programme_id int64, tree_from int64, tree_to int64, period int64
-- out:  person_id int64, birth_date int64, death_date int64?, area_id int64, enrolment_id int64, category text, degree int64, child_count int64, from_date int64, to_date int64?
-- Every right that has begun, also those that have ended: looking back needs them.
SELECT p.person_id, p.birth_date, p.death_date, p.area_id, e.enrolment_id, e.category, e.degree, e.child_count,
       e.from_date, e.to_date
  FROM enrolment AS e
  JOIN person AS p ON p.person_id = e.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE e.closed_seq IS NULL AND e.programme_id = $1 AND a.tree_from BETWEEN $2 AND $3
   AND e.from_date < ($4 + 1) * 100
 ORDER BY e.person_id, e.enrolment_id;

-- name: payroll_list_pauses :many
-- in:
-- out:  person_id int64, enrolment_id int64, from_period int64, to_period int64?
SELECT person_id, enrolment_id, from_period, to_period FROM enrolment_pause
 WHERE closed_seq IS NULL ORDER BY person_id, enrolment_id, from_period;

-- name: payroll_list_places :many
-- in:
-- out:  person_id int64, account_id int64, mandate_id int64?, mandate_from int64?, mandate_to int64?, revoked_on int64?, cap_dong int64?
-- Where each person's money goes, and the mandate behind it.
SELECT a.person_id, a.account_id, a.mandate_id, m.valid_from, m.valid_to, m.revoked_on, m.cap_dong
  FROM account AS a
  LEFT JOIN mandate AS m ON m.person_id = a.person_id AND m.mandate_id = a.mandate_id
 WHERE a.closed_seq IS NULL
 ORDER BY a.person_id;

-- name: payroll_list_holds :many
-- in:
-- out:  person_id int64, reason_code text
SELECT person_id, reason_code FROM hold WHERE lifted_seq IS NULL ORDER BY person_id, hold_id;

-- name: payroll_list_movements :many
-- in:   since_seq int64
-- out:  person_id int64, kind int64
-- Whoever something happened to since a payroll was made: their earlier months are looked at again.
SELECT person_id, kind FROM movement WHERE recorded_seq > $1 ORDER BY person_id, kind;

-- name: payroll_list_lines :many
-- in:   payroll_id int64
-- out:  person_id int64, obligation_id int64, period int64, component int64, revision int64, enrolment_id int64, area_id int64, clause_id int64, standard_dong int64, coefficient_hundredths int64, amount_dong int64, withheld_dong int64
SELECT person_id, obligation_id, period, component, revision, enrolment_id, area_id, clause_id, standard_dong,
       coefficient_hundredths, amount_dong, withheld_dong
  FROM obligation WHERE payroll_id = $1 ORDER BY person_id, obligation_id;

-- name: payroll_list_held_before :many
-- in:   payroll_id int64
-- out:  person_id int64, reason_code text
SELECT person_id, reason_code FROM payroll_held WHERE payroll_id = $1 ORDER BY person_id;

-- name: obligation_list_of_person :many
-- in:   person_id int64, programme_id int64, from_period int64, to_period int64
-- out:  person_id int64, period int64, component int64, revision int64, amount_dong int64, ended int64, open int64,
--       clause_id int64
-- Amounts are the law's: an instalment withheld was paid, to a claim.
-- What was written back by decision (ended_as 2) still stands here: looking back does not owe it again.
-- open: released, and no attempt holds it: nothing of it was paid.
SELECT o.person_id, o.period, o.component, o.revision, o.amount_dong + o.withheld_dong,
       CASE WHEN e.obligation_id IS NULL THEN 0 ELSE 1 END,
       CASE WHEN p.released_seq IS NULL THEN 0
            WHEN EXISTS (SELECT 1 FROM allocation AS al
                          WHERE al.obligation_id = o.obligation_id AND al.person_id = o.person_id
                            AND NOT EXISTS (SELECT 1 FROM allocation_freed AS f
                                             WHERE f.obligation_id = al.obligation_id
                                               AND f.person_id = al.person_id
                                               AND f.attempt_no = al.attempt_no)) THEN 0
            ELSE 1 END,
       o.clause_id
  FROM obligation AS o
  JOIN payroll AS p ON p.payroll_id = o.payroll_id
  LEFT JOIN obligation_ended AS e ON e.obligation_id = o.obligation_id AND e.person_id = o.person_id
       AND e.ended_as = 1
 WHERE o.person_id = $1 AND o.programme_id = $2 AND o.period BETWEEN $3 AND $4
 ORDER BY o.period, o.component, o.revision;

-- name: obligation_list_earlier :many
-- in:   programme_id int64, from_period int64, to_period int64
-- out:  person_id int64, period int64, component int64, revision int64, amount_dong int64, ended int64, open int64,
--       clause_id int64
-- The same of everybody, by person: when the law has changed, everybody is looked back at.
SELECT o.person_id, o.period, o.component, o.revision, o.amount_dong + o.withheld_dong,
       CASE WHEN e.obligation_id IS NULL THEN 0 ELSE 1 END,
       CASE WHEN p.released_seq IS NULL THEN 0
            WHEN EXISTS (SELECT 1 FROM allocation AS al
                          WHERE al.obligation_id = o.obligation_id AND al.person_id = o.person_id
                            AND NOT EXISTS (SELECT 1 FROM allocation_freed AS f
                                             WHERE f.obligation_id = al.obligation_id
                                               AND f.person_id = al.person_id
                                               AND f.attempt_no = al.attempt_no)) THEN 0
            ELSE 1 END,
       o.clause_id
  FROM obligation AS o
  JOIN payroll AS p ON p.payroll_id = o.payroll_id
  LEFT JOIN obligation_ended AS e ON e.obligation_id = o.obligation_id AND e.person_id = o.person_id
       AND e.ended_as = 1
 WHERE o.programme_id = $1 AND o.period BETWEEN $2 AND $3
 ORDER BY o.person_id, o.period, o.component, o.revision;

-- name: overpaid_of_person :one
-- in:   person_id int64
-- out:  amount_dong int64
SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT) FROM payment_case WHERE person_id = $1 AND kind IN (4, 5);

-- name: paid_after_period :one
-- in:   person_id int64, period int64
-- out:  amount_dong int64
-- What a person was paid, or is on its way, for months after one.
SELECT CAST(COALESCE(SUM(o.amount_dong + o.withheld_dong), 0) AS BIGINT)
  FROM obligation AS o
  JOIN allocation AS al ON al.obligation_id = o.obligation_id AND al.person_id = o.person_id
 WHERE o.person_id = $1 AND o.period > $2
   AND NOT EXISTS (SELECT 1 FROM allocation_freed AS f
                    WHERE f.obligation_id = al.obligation_id AND f.person_id = al.person_id
                      AND f.attempt_no = al.attempt_no);

-- name: payroll_first_period :one
-- in:   programme_id int64, area_id int64
-- out:  period int64
-- Since when this area, or the country, is paid from here: what was owed before then was paid elsewhere.
SELECT CAST(COALESCE(MIN(period), 0) AS BIGINT) FROM payroll
 WHERE programme_id = $1 AND area_id IN (0, $2) AND state <> 4;

-- name: payroll_previous :one
-- in:   programme_id int64, area_id int64, period int64
-- out:  payroll_id int64, made_seq int64, law_hash bytes, total_dong int64
-- The monthly run of the same area before this period.
SELECT payroll_id, made_seq, law_hash, total_dong FROM payroll
 WHERE programme_id = $1 AND area_id = $2 AND kind = 1 AND period < $3 AND state <> 4
 ORDER BY period DESC LIMIT 1;

-- name: payroll_by_key :one
-- in:   programme_id int64, area_id int64, period int64, kind int64
-- out:  payroll_id int64
SELECT payroll_id FROM payroll WHERE programme_id = $1 AND area_id = $2 AND period = $3 AND kind = $4;

-- name: payroll_insert :exec
-- in:   payroll_id int64, programme_id int64, area_id int64, period int64, kind int64, law_hash bytes, previous_dong int64, previous_payroll_id int64?, made_by int64, made_seq int64
-- An empty head; payroll_seal fills it in the same transaction.
INSERT INTO payroll (payroll_id, programme_id, area_id, period, kind, state, law_hash, input_hash, digest, eligible_count,
                     obligated_count, held_count, line_count, total_dong, previous_dong, previous_payroll_id, made_by, made_seq)
VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $6, 0, 0, 0, 0, 0, $7, $8, $9, $10);

-- name: payroll_seal :exec
-- in:   payroll_id int64, input_hash bytes, digest bytes, eligible_count int64, obligated_count int64, held_count int64, line_count int64, total_dong int64
UPDATE payroll SET input_hash = $2, digest = $3, eligible_count = $4, obligated_count = $5, held_count = $6,
                   line_count = $7, total_dong = $8
 WHERE payroll_id = $1;

-- name: obligation_insert :bulk
-- in:   obligation_id int64, person_id int64, payroll_id int64, programme_id int64, period int64, component int64, revision int64, follows_revision int64?, enrolment_id int64, area_id int64, clause_id int64, standard_dong int64, coefficient_hundredths int64, amount_dong int64, withheld_dong int64
INSERT INTO obligation (obligation_id, person_id, payroll_id, programme_id, period, component, revision, follows_revision, enrolment_id, area_id, clause_id, standard_dong, coefficient_hundredths, amount_dong, withheld_dong)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: payroll_difference_insert :bulk
-- in:   payroll_id int64, person_id int64, reason_code text, previous_dong int64, amount_dong int64
INSERT INTO payroll_difference (payroll_id, person_id, reason_code, previous_dong, amount_dong) VALUES ($1, $2, $3, $4, $5);

-- name: payroll_held_insert :bulk
-- in:   payroll_id int64, person_id int64, reason_code text, amount_dong int64, area_id int64
INSERT INTO payroll_held (payroll_id, person_id, reason_code, amount_dong, area_id) VALUES ($1, $2, $3, $4, $5);

-- name: payroll_head :one
-- in:   payroll_id int64
-- out:  programme_id int64, area_id int64, period int64, kind int64, state int64, digest bytes, eligible_count int64, obligated_count int64, held_count int64, line_count int64, total_dong int64, previous_dong int64, made_by int64, approved_by int64?
SELECT programme_id, area_id, period, kind, state, digest, eligible_count, obligated_count, held_count, line_count,
       total_dong, previous_dong, made_by, approved_by
  FROM payroll WHERE payroll_id = $1;

-- name: payroll_mark_approved :exec
-- in:   payroll_id int64, approved_by int64, approved_seq int64
UPDATE payroll SET state = 2, approved_by = $2, approved_seq = $3 WHERE payroll_id = $1 AND state = 1;

-- name: payroll_sum_by_area :many
-- in:   payroll_id int64
-- out:  area_id int64, area_code text, area_name text, person_count int64, line_count int64, amount_dong int64
SELECT o.area_id, a.area_code, a.name, COUNT(DISTINCT o.person_id), COUNT(*), CAST(SUM(o.amount_dong) AS BIGINT)
  FROM obligation AS o JOIN area AS a ON a.area_id = o.area_id
 WHERE o.payroll_id = $1
 GROUP BY o.area_id, a.area_code, a.name
 ORDER BY a.area_code;

-- name: payroll_list_needs :many
-- in:   payroll_id int64
-- out:  area_id int64, amount_dong int64
-- Line by line, to be summed by commune where it is read: SQLite would sort all lines first, in memory.
SELECT area_id, amount_dong FROM obligation WHERE payroll_id = $1;

-- name: payroll_need_by_provider :many
-- in:   payroll_id int64, programme_id int64
-- out:  provider_id int64, area_id int64, amount_dong int64
-- What each provider will be asked to pay, by commune: this payroll, and what is owed from before and
-- free (as release_list_reopened has it), but for persons on hold.
SELECT provider_id, area_id, CAST(SUM(amount_dong) AS BIGINT)
  FROM (SELECT a.provider_id, o.area_id, o.amount_dong, o.person_id
          FROM obligation AS o
          JOIN account AS a ON a.person_id = o.person_id AND a.closed_seq IS NULL
         WHERE o.payroll_id = $1
        UNION ALL
        SELECT a.provider_id, o.area_id, o.amount_dong, o.person_id
          FROM allocation_freed AS f
          JOIN obligation AS o ON o.obligation_id = f.obligation_id AND o.person_id = f.person_id
          JOIN account AS a ON a.person_id = f.person_id AND a.closed_seq IS NULL
         WHERE o.programme_id = $2 AND o.payroll_id <> $1
           AND NOT EXISTS (SELECT 1 FROM allocation AS al
                            WHERE al.obligation_id = f.obligation_id AND al.person_id = f.person_id
                              AND al.attempt_no = f.attempt_no + 1)
           AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                            WHERE e.obligation_id = f.obligation_id AND e.person_id = f.person_id)
           AND NOT EXISTS (SELECT 1 FROM payment_case AS c
                            WHERE c.person_id = f.person_id AND c.obligation_id = f.obligation_id
                              AND (c.closed_seq IS NULL OR (c.kind = 1 AND c.closed_as <> 1)))
        UNION ALL
        SELECT a.provider_id, o.area_id, o.amount_dong, o.person_id
          FROM (SELECT payroll_id, person_id FROM payroll_held
                UNION
                SELECT payroll_id, person_id FROM release_held) AS h
          JOIN obligation AS o ON o.payroll_id = h.payroll_id AND o.person_id = h.person_id
          JOIN account AS a ON a.person_id = h.person_id AND a.closed_seq IS NULL
         WHERE o.programme_id = $2 AND h.payroll_id <> $1
           AND NOT EXISTS (SELECT 1 FROM allocation AS al
                            WHERE al.obligation_id = o.obligation_id AND al.person_id = o.person_id)
           AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                            WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)) AS need
 WHERE NOT EXISTS (SELECT 1 FROM hold AS x WHERE x.person_id = need.person_id AND x.lifted_seq IS NULL)
 GROUP BY provider_id, area_id
 ORDER BY provider_id, area_id;

-- name: payroll_sum_difference :many
-- in:   payroll_id int64
-- out:  reason_code text, sentence_vi text, sentence_en text, person_count int64, previous_dong int64, amount_dong int64
SELECT d.reason_code, r.sentence_vi, r.sentence_en, COUNT(*), CAST(SUM(d.previous_dong) AS BIGINT), CAST(SUM(d.amount_dong) AS BIGINT)
  FROM payroll_difference AS d JOIN reason AS r ON r.reason_code = d.reason_code
 WHERE d.payroll_id = $1
 GROUP BY d.reason_code, r.sentence_vi, r.sentence_en
 ORDER BY d.reason_code;

-- name: payroll_list_difference :many
-- in:   payroll_id int64
-- out:  person_id int64, full_name text, reason_code text, previous_dong int64, amount_dong int64
SELECT d.person_id, p.full_name, d.reason_code, d.previous_dong, d.amount_dong
  FROM payroll_difference AS d JOIN person AS p ON p.person_id = d.person_id
 WHERE d.payroll_id = $1 ORDER BY d.person_id;

-- name: payroll_list_held :many
-- in:   payroll_id int64
-- out:  person_id int64, full_name text, area_code text, reason_code text, amount_dong int64
SELECT h.person_id, p.full_name, a.area_code, h.reason_code, h.amount_dong
  FROM payroll_held AS h
  JOIN person AS p ON p.person_id = h.person_id
  JOIN area AS a ON a.area_id = h.area_id
 WHERE h.payroll_id = $1 ORDER BY a.area_code, h.person_id;
