-- The small tables, and what the engine says of itself.

-- name: session_begin
-- One snapshot, read only. On SQLite BEGIN alone takes none: reading the schema does. On PostgreSQL
-- cursors are read to their end, so plans are made for all rows and not for the first.
-- engine: sqlite
PRAGMA query_only = 1;
PRAGMA trusted_schema = 0;
PRAGMA cache_size = -393216;
PRAGMA temp_store = 2;
BEGIN;
SELECT COUNT(*) FROM sqlite_master;
-- engine: postgres
SET client_min_messages = warning;
SET cursor_tuple_fraction = 1;
SET work_mem = '128MB';
SET jit = off;
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;

-- name: payrolls
-- The commitment of an approved payroll is the transaction recorded with the approval.
SELECT p.payroll_id, p.programme_id, p.area_id, p.period, p.kind, p.state, p.digest,
       p.eligible_count, p.obligated_count, p.held_count, p.line_count, p.total_dong,
       p.previous_dong, p.previous_payroll_id, p.made_by, p.made_seq, p.approved_by,
       p.approved_seq, p.released_seq,
       (SELECT MIN(t.txn_id) FROM ledger_txn AS t
         WHERE t.payroll_id = p.payroll_id AND t.batch_id IS NULL
           AND t.recorded_seq = p.approved_seq),
       (SELECT COUNT(*) FROM payroll_difference AS d WHERE d.payroll_id = p.payroll_id)
  FROM payroll AS p
 ORDER BY p.period, p.programme_id, p.payroll_id;

-- name: batches
SELECT batch_id, payroll_id, provider_id, channel, period, line_count, total_dong, digest, state,
       file_id, txn_id, recorded_seq
  FROM batch ORDER BY batch_id;

-- name: batch_steps
SELECT batch_id, event_no, event, from_state, to_state, recorded_seq
  FROM batch_event ORDER BY batch_id, event_no;

-- name: changes
SELECT change_seq, user_id, at_us FROM change ORDER BY change_seq;

-- name: change_log
SELECT change_seq, at_us, user_id, use_case, area_id, summary, previous_hash, hash
  FROM change ORDER BY change_seq;

-- name: areas
SELECT area_id, level, parent_area_id, tree_from, tree_to FROM area ORDER BY area_id;

-- name: clauses
SELECT clause_id, clause_code FROM clause ORDER BY clause_id;

-- name: grants
SELECT user_id, area_id, valid_from, valid_to, recorded_seq, role FROM user_grant ORDER BY user_id;

-- name: results
SELECT result_id, provider_id, quarantine_no, row_count, applied_count, repeated_count,
       suspended_count, applied_dong
  FROM result_file ORDER BY result_id;

-- name: result_suspended
SELECT result_id, COUNT(*) FROM suspense GROUP BY result_id ORDER BY result_id;

-- name: result_twice
SELECT provider_id, MIN(result_id), COUNT(*)
  FROM result_file WHERE quarantine_no = 0
 GROUP BY provider_id, file_ref HAVING COUNT(*) > 1
 ORDER BY 1, 2;

-- name: fiscal_periods
SELECT programme_id, period, state, checkpoint, posting_count, closed_seq
  FROM fiscal_period ORDER BY programme_id, period;

-- name: transitions
SELECT from_state, event, to_state FROM attempt_transition ORDER BY from_state, event, to_state;

-- name: files
SELECT f.file_id, f.sha256, f.byte_count, f.kind, f.stored_path, b.batch_id, p.out_template
  FROM source_file AS f
  LEFT JOIN batch AS b ON b.file_id = f.file_id
  LEFT JOIN provider AS p ON p.provider_id = b.provider_id
 ORDER BY f.file_id, b.batch_id;

-- name: batch_attempts
SELECT attempt_id, person_id, amount_dong FROM attempt
 WHERE attempt_id >= $1 AND attempt_id < $2 ORDER BY attempt_id, person_id;

-- name: table_names
-- engine: sqlite
SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name;
-- engine: postgres
SELECT CAST(table_name AS TEXT) FROM information_schema.tables
 WHERE table_schema = current_schema() ORDER BY 1;

-- name: index_names
-- engine: sqlite
SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name;
-- engine: postgres
SELECT CAST(indexname AS TEXT) FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1;

-- name: migration_count
SELECT COUNT(*) FROM schema_migration;

-- name: engine_integrity
-- engine: sqlite
PRAGMA integrity_check(20);
-- engine: postgres
SELECT 'constraint not validated: ' || conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1;

-- name: engine_foreign_keys
-- engine: sqlite
PRAGMA foreign_key_check;
-- engine: postgres
SELECT 'index not valid: ' || c.relname FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
 WHERE NOT i.indisvalid ORDER BY 1;
