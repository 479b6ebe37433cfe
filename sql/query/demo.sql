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
