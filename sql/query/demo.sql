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
