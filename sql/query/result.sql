-- Answers of providers: matching, events, suspense, cases.

-- name: result_list_attempts :many
-- in:   first_attempt_id int64, last_attempt_id int64
-- out:  attempt_id int64, person_id int64, account_id int64, amount_dong int64
SELECT attempt_id, person_id, account_id, amount_dong
  FROM attempt WHERE attempt_id BETWEEN $1 AND $2 ORDER BY attempt_id;

-- name: result_list_events :many
-- in:   first_attempt_id int64, last_attempt_id int64
-- out:  attempt_id int64, event_no int64, event int64, to_state int64, from_state int64
SELECT attempt_id, event_no, event, to_state, from_state
  FROM attempt_event WHERE attempt_id BETWEEN $1 AND $2 ORDER BY attempt_id, event_no;

-- name: result_list_allocations :many
-- in:   first_attempt_id int64, last_attempt_id int64
-- out:  attempt_id int64, obligation_id int64, attempt_no int64, amount_dong int64, area_id int64, programme_id int64
SELECT al.attempt_id, al.obligation_id, al.attempt_no, al.amount_dong, o.area_id, o.programme_id
  FROM allocation AS al
  JOIN obligation AS o ON o.obligation_id = al.obligation_id AND o.person_id = al.person_id
 WHERE al.attempt_id BETWEEN $1 AND $2
 ORDER BY al.attempt_id, al.obligation_id;

-- name: attempt_event_insert :bulk
-- in:   attempt_id int64, person_id int64, event_no int64, event int64, from_state int64, to_state int64, amount_dong int64, reason_code text?, result_id int64?, row_no int64?, txn_id int64?, recorded_seq int64
INSERT INTO attempt_event (attempt_id, person_id, event_no, event, from_state, to_state, amount_dong, reason_code, result_id, row_no, txn_id, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: allocation_freed_insert :bulk
-- in:   obligation_id int64, person_id int64, attempt_no int64, attempt_id int64, event_no int64
INSERT INTO allocation_freed (obligation_id, person_id, attempt_no, attempt_id, event_no) VALUES ($1, $2, $3, $4, $5);

-- name: result_file_by_ref :one
-- in:   provider_id int64, file_ref text
-- out:  file_count int64
SELECT COUNT(*) FROM result_file WHERE provider_id = $1 AND file_ref = $2;

-- name: result_file_insert :exec
-- in:   result_id int64, provider_id int64, file_ref text, quarantine_no int64, file_id int64, format text, statement_day int64?, row_count int64, applied_count int64, repeated_count int64, suspended_count int64, applied_dong int64, recorded_seq int64
INSERT INTO result_file (result_id, provider_id, file_ref, quarantine_no, file_id, format, statement_day, row_count, applied_count, repeated_count, suspended_count, applied_dong, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: suspense_insert :bulk
-- in:   result_id int64, row_no int64, end_to_end_id text, amount_dong int64, outcome int64, reason_code text, provider_text text, txn_id int64?, owner text
INSERT INTO suspense (result_id, row_no, end_to_end_id, amount_dong, outcome, reason_code, provider_text, txn_id, owner)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: payment_case_insert :bulk
-- in:   case_id int64, person_id int64, kind int64, attempt_id int64?, obligation_id int64?, amount_dong int64, reason_code text, owner text, due_on int64, opened_seq int64
INSERT INTO payment_case (case_id, person_id, kind, attempt_id, obligation_id, amount_dong, reason_code, owner, due_on, opened_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: reason_by_provider_code :one
-- in:   scheme text, provider_code text
-- out:  reason_code text
SELECT reason_code FROM provider_reason WHERE provider_code = $2 AND scheme IN ('iso20022', $1)
 ORDER BY CASE WHEN scheme = $1 THEN 0 ELSE 1 END LIMIT 1;

-- name: hold_place_by_result :exec
-- in:   person_id int64, hold_id int64, reason_code text, placed_seq int64
INSERT INTO hold (person_id, hold_id, reason_code, placed_seq) VALUES ($1, $2, $3, $4)
ON CONFLICT (person_id, reason_code) WHERE lifted_seq IS NULL DO NOTHING;

-- name: result_file_list :many
-- in:   after_result_id int64, row_count int64
-- out:  result_id int64, provider_code text, file_ref text, quarantine_no int64, format text, row_count int64, applied_count int64, repeated_count int64, suspended_count int64, applied_dong int64
SELECT r.result_id, p.provider_code, r.file_ref, r.quarantine_no, r.format, r.row_count, r.applied_count, r.repeated_count, r.suspended_count, r.applied_dong
  FROM result_file AS r JOIN provider AS p ON p.provider_id = r.provider_id
 WHERE r.result_id > $1
 ORDER BY r.result_id
 LIMIT $2;

-- name: suspense_list_open :many
-- in:   after_result_id int64, after_row_no int64, row_count int64
-- out:  result_id int64, row_no int64, provider_code text, end_to_end_id text, amount_dong int64, outcome int64, reason_code text, owner text
SELECT s.result_id, s.row_no, p.provider_code, s.end_to_end_id, s.amount_dong, s.outcome, s.reason_code, s.owner
  FROM suspense AS s
  JOIN result_file AS r ON r.result_id = s.result_id
  JOIN provider AS p ON p.provider_id = r.provider_id
 WHERE s.resolved_seq IS NULL AND (s.result_id, s.row_no) > ($1, $2)
 ORDER BY s.result_id, s.row_no
 LIMIT $3;

-- name: payment_case_list_open :many
-- in:   after_case_id int64, row_count int64
-- out:  case_id int64, person_id int64, kind int64, attempt_id int64?, amount_dong int64, reason_code text, owner text, due_on int64
SELECT case_id, person_id, kind, attempt_id, amount_dong, reason_code, owner, due_on
  FROM payment_case WHERE closed_seq IS NULL AND case_id > $1
 ORDER BY case_id
 LIMIT $2;

-- name: payment_case_by_id :one
-- in:   case_id int64
-- out:  person_id int64, kind int64, attempt_id int64?, obligation_id int64?, amount_dong int64, closed_seq int64?
SELECT person_id, kind, attempt_id, obligation_id, amount_dong, closed_seq FROM payment_case WHERE case_id = $1;

-- name: payment_case_close :exec
-- in:   case_id int64, person_id int64, closed_as int64, closed_seq int64
UPDATE payment_case SET closed_as = $3, closed_seq = $4
 WHERE case_id = $1 AND person_id = $2 AND closed_seq IS NULL;

-- name: case_place :one
-- in:   obligation_id int64, person_id int64
-- out:  area_id int64, programme_id int64
SELECT area_id, programme_id FROM obligation WHERE obligation_id = $1 AND person_id = $2;
