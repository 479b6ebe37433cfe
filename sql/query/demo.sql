-- What the demo looks up to choose whom something happens to, and for its summary.

-- name: demo_person_count :one
-- in:
-- out:  person_count int64
SELECT CAST(COALESCE(MAX(person_id), 0) AS BIGINT) FROM person;

-- name: demo_list_refused_accounts :many
-- in:   row_count int64
-- out:  person_id int64, full_name text
-- Persons held because of their account: they bring another one.
SELECT h.person_id, p.full_name
  FROM hold AS h JOIN person AS p ON p.person_id = h.person_id
 WHERE h.lifted_seq IS NULL AND h.reason_code LIKE 'ACCOUNT%'
 ORDER BY h.person_id LIMIT $1;

-- name: demo_sum_held :many
-- in:   payroll_id int64
-- out:  reason_code text, sentence_vi text, sentence_en text, person_count int64, amount_dong int64
SELECT h.reason_code, r.sentence_vi, r.sentence_en, COUNT(*), CAST(SUM(h.amount_dong) AS BIGINT)
  FROM payroll_held AS h JOIN reason AS r ON r.reason_code = h.reason_code
 WHERE h.payroll_id = $1 GROUP BY h.reason_code, r.sentence_vi, r.sentence_en ORDER BY h.reason_code;

-- name: demo_area_of_code :one
-- in:   area_code text, day int64
-- out:  area_id int64
SELECT area_id FROM area WHERE level = 3 AND area_code = $1 AND valid_from <= $2 AND valid_to >= $2;

-- name: demo_mandate_of_person :one
-- in:   person_id int64
-- out:  mandate_id int64
SELECT CAST(COALESCE(MAX(mandate_id), 0) AS BIGINT) FROM mandate
 WHERE person_id = $1 AND closed_seq IS NULL AND revoked_on IS NULL;
