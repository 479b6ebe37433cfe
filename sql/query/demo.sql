-- What the demo looks up to choose whom something happens to, and for its summary.

-- name: demo_person_count :one
-- in:
-- out:  person_count int64
SELECT CAST(COALESCE(MAX(person_id), 0) AS BIGINT) FROM person;

-- name: demo_list_refused_accounts :many
-- in:   row_count int64
-- out:  person_id int64, full_name text, reason_code text
-- Persons held because of a provider's answer: they bring another account, or turn out to be alive.
SELECT h.person_id, p.full_name, h.reason_code
  FROM hold AS h JOIN person AS p ON p.person_id = h.person_id
 WHERE h.lifted_seq IS NULL
 ORDER BY h.person_id, h.hold_id LIMIT $1;

-- name: demo_month_figures :one
-- in:   from_us int64, until_us int64
-- out:  answer_count int64, paid_dong int64, case_count int64
-- What came in between two instants: asked of the database, so that a run that is begun again says the
-- same. 9 is PAY, and PAID.
SELECT (SELECT COUNT(*) FROM result_file AS r JOIN change AS c ON c.change_seq = r.recorded_seq
         WHERE c.at_us >= $1 AND c.at_us < $2),
       (SELECT CAST(COALESCE(SUM(e.amount_dong), 0) AS BIGINT)
          FROM attempt_event AS e JOIN change AS c ON c.change_seq = e.recorded_seq
         WHERE e.event = 9 AND e.to_state = 9 AND c.at_us >= $1 AND c.at_us < $2),
       (SELECT COUNT(*) FROM payment_case AS p JOIN change AS c ON c.change_seq = p.opened_seq
         WHERE c.at_us >= $1 AND c.at_us < $2);

-- name: demo_list_regraded :many
-- in:   divisor int64, remainder int64, from_date int64
-- out:  person_id int64
-- Persons of exceptionally severe disability, chosen by their number alone: a month that is begun again
-- chooses the same.
SELECT DISTINCT person_id FROM enrolment
 WHERE category = 'nd20/5.6' AND degree = 2 AND from_date < $3 AND person_id % $1 = $2
 ORDER BY person_id;

-- name: demo_list_undecided :many
-- in:   period int64
-- out:  case_id int64
-- Claims that nobody decided before this month.
SELECT c.case_id FROM payment_case AS c
 WHERE c.kind = 4
   AND EXISTS (SELECT 1 FROM claim_month AS m WHERE m.case_id = c.case_id AND m.period < $1)
   AND NOT EXISTS (SELECT 1 FROM recovery_decision AS d WHERE d.case_id = c.case_id AND d.first_period < $1)
 ORDER BY c.case_id;
