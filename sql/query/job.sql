-- Long work put aside: who holds it, how far it is, what came of it. And what the auditor said.

-- name: job_by_key :many :plan indexed
-- in:   request_key text
-- out:  job_id int64, input_hash bytes
SELECT job_id, input_hash FROM job WHERE request_key = $1;

-- name: job_insert :exec
-- in:   job_id int64, user_id int64, request_key text, operation text, address text, query text, body text,
--       upload_path text?, input_hash bytes, language int64, made_us int64
INSERT INTO job (job_id, user_id, request_key, operation, address, query, body, upload_path, input_hash, language,
                 state, cancel_asked, stage, done_count, total_count, lease_until_us, try_count, made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, '', 0, 0, 0, 0, $11);

-- name: job_waiting :one :plan indexed
-- in:   now_us int64
-- out:  job_id int64?
-- The first that nobody holds: queued, or left by a server whose lease ran out.
SELECT MIN(job_id) FROM job
 WHERE ended_us IS NULL AND (state = 1 OR (state = 2 AND lease_until_us < $1));

-- name: job_by_id :many :plan indexed
-- in:   job_id int64
-- out:  user_id int64, request_key text, operation text, address text, query text, body text, upload_path text?, language int64, state int64, cancel_asked int64, stage text, done_count int64, total_count int64, owner text?, try_count int64, http_status int64?, reply text?
SELECT user_id, request_key, operation, address, query, body, upload_path, language, state, cancel_asked, stage,
       done_count, total_count, owner, try_count, http_status, reply
  FROM job WHERE job_id = $1;

-- name: job_page :many
-- in:   user_id int64, after_job_id int64, job_id int64, row_count int64
-- out:  job_id int64, login text, operation text, state int64, cancel_asked int64, stage text, done_count int64, total_count int64, try_count int64, http_status int64?, made_us int64, begun_us int64?, ended_us int64?
-- Newest first; after goes down. User 0 = everybody's; job_id 0 = all.
SELECT j.job_id, u.login, j.operation, j.state, j.cancel_asked, j.stage, j.done_count, j.total_count, j.try_count,
       j.http_status, j.made_us, j.begun_us, j.ended_us
  FROM job AS j JOIN app_user AS u ON u.user_id = j.user_id
 WHERE ($1 = 0 OR j.user_id = $1) AND ($2 = 0 OR j.job_id < $2) AND ($3 = 0 OR j.job_id = $3)
 ORDER BY j.job_id DESC
 LIMIT $4;

-- name: job_take :exec
-- in:   job_id int64, owner text, lease_until_us int64, now_us int64
UPDATE job SET state = 2, owner = $2, lease_until_us = $3, try_count = try_count + 1, begun_us = $4
 WHERE job_id = $1 AND ended_us IS NULL AND (state = 1 OR lease_until_us < $4);

-- name: job_beat :exec
-- in:   job_id int64, owner text, lease_until_us int64, stage text, done_count int64, total_count int64
-- Nothing changes when the job has another owner by now.
UPDATE job SET lease_until_us = $3, stage = $4, done_count = $5, total_count = $6
 WHERE job_id = $1 AND owner = $2 AND state = 2;

-- name: job_end :exec
-- in:   job_id int64, owner text, state int64, http_status int64?, reply text?, stage text, done_count int64, total_count int64, now_us int64
UPDATE job SET state = $3, http_status = $4, reply = $5, stage = $6, done_count = $7, total_count = $8, ended_us = $9,
       lease_until_us = 0
 WHERE job_id = $1 AND owner = $2 AND state = 2;

-- name: job_give_back :exec
-- in:   job_id int64, owner text
-- Not begun after all: whoever comes next may take it.
UPDATE job SET state = 1, owner = NULL, lease_until_us = 0, try_count = try_count - 1
 WHERE job_id = $1 AND owner = $2 AND state = 2;

-- name: job_forget_owners :exec
-- in:   owner text
-- One process alone holds this database: whatever another one held, it holds no more.
UPDATE job SET lease_until_us = 0 WHERE ended_us IS NULL AND state = 2 AND owner <> $1;

-- name: job_cancel_queued :exec
-- in:   job_id int64, now_us int64
UPDATE job SET state = 5, ended_us = $2 WHERE job_id = $1 AND state = 1;

-- name: job_ask_cancel :exec
-- in:   job_id int64
UPDATE job SET cancel_asked = 1 WHERE job_id = $1 AND state = 2;

-- name: audit_run_insert :exec
-- in:   audit_id int64, exit_code int64, period int64?, begun_us int64, ended_us int64, finding_count int64, report text, recorded_seq int64
INSERT INTO audit_run (audit_id, exit_code, period, begun_us, ended_us, finding_count, report, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: audit_check_insert :bulk
-- in:   audit_id int64, line_no int64, name text, verdict text, row_count int64, finding_count int64
INSERT INTO audit_check (audit_id, line_no, name, verdict, row_count, finding_count) VALUES ($1, $2, $3, $4, $5, $6);

-- name: audit_page :many
-- in:   after_audit_id int64, row_count int64
-- out:  audit_id int64, begun_us int64, ended_us int64, login text?, period int64?, exit_code int64, check_count int64, finding_count int64
-- Newest first; after goes down.
SELECT r.audit_id, r.begun_us, r.ended_us, u.login, r.period, r.exit_code,
       (SELECT COUNT(*) FROM audit_check AS k WHERE k.audit_id = r.audit_id), r.finding_count
  FROM audit_run AS r
  JOIN change AS c ON c.change_seq = r.recorded_seq
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE $1 = 0 OR r.audit_id < $1
 ORDER BY r.audit_id DESC
 LIMIT $2;

-- name: audit_check_list_last :many
-- in:   audit_id int64
-- out:  name text, verdict text, row_count int64, finding_count int64
-- Of one audit; 0 = the last.
SELECT name, verdict, row_count, finding_count
  FROM audit_check
 WHERE audit_id = CASE WHEN $1 = 0 THEN (SELECT MAX(audit_id) FROM audit_run) ELSE $1 END
 ORDER BY line_no;

-- name: audit_report :many :plan indexed
-- in:   audit_id int64
-- out:  report text
SELECT report FROM audit_run WHERE audit_id = $1;
