-- Duplicates in the register: records for the linkage, pairs in the queue, verdicts.

-- name: linkage_record_count :one
-- in:   tree_from int64, tree_to int64
-- out:  record_count int64
SELECT COUNT(*) FROM person AS p JOIN area AS a ON a.area_id = p.area_id WHERE a.tree_from BETWEEN $1 AND $2;

-- name: linkage_list_records :many
-- in:   tree_from int64, tree_to int64
-- out:  person_id int64, full_name text, birth_date int64, sex int64, area_id int64, citizen_id_kind int64, citizen_id_cipher bytes?
-- Everybody, also the dead: somebody may still be paid under a dead person's other record.
SELECT p.person_id, p.full_name, p.birth_date, p.sex, p.area_id, p.citizen_id_kind, p.citizen_id_cipher
  FROM person AS p JOIN area AS a ON a.area_id = p.area_id
 WHERE a.tree_from BETWEEN $1 AND $2
 ORDER BY p.person_id;

-- name: dedupe_run_last :many
-- in:   area_id int64
-- out:  run_id int64, input_digest bytes, record_count int64, pair_count int64, found_count int64
SELECT run_id, input_digest, record_count, pair_count, found_count FROM dedupe_run
 WHERE area_id = $1 ORDER BY run_id DESC LIMIT 1;

-- name: dedupe_run_insert :exec
-- in:   run_id int64, area_id int64, input_digest bytes, spec_hash bytes, review_ppm int64, record_count int64,
--       pair_count int64, found_count int64, new_count int64, implied_count int64, gone_count int64, recorded_seq int64
INSERT INTO dedupe_run (run_id, area_id, input_digest, spec_hash, review_ppm, record_count, pair_count, found_count,
                        new_count, implied_count, gone_count, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: dedupe_run_list :many
-- in:   tree_from int64, tree_to int64, row_count int64
-- out:  run_id int64, at_us int64, area_name text?, review_ppm int64, record_count int64, pair_count int64, found_count int64, new_count int64, implied_count int64, gone_count int64, login text?
SELECT r.run_id, c.at_us, a.name, r.review_ppm, r.record_count, r.pair_count, r.found_count, r.new_count,
       r.implied_count, r.gone_count, u.login
  FROM dedupe_run AS r
  JOIN change AS c ON c.change_seq = r.recorded_seq
  LEFT JOIN area AS a ON a.area_id = r.area_id
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE r.area_id = 0 OR a.tree_from BETWEEN $1 AND $2
 ORDER BY r.run_id DESC LIMIT $3;

-- name: dedupe_pair_list_known :many
-- in:   tree_from int64, tree_to int64
-- out:  person_id int64, other_person_id int64, state int64, probability_ppm int64?
-- All pairs of which both lie in the area, in key order: what a search is merged with.
SELECT d.person_id, d.other_person_id, d.state, d.probability_ppm
  FROM dedupe_pair AS d
  JOIN person AS p ON p.person_id = d.person_id JOIN area AS a ON a.area_id = p.area_id
  JOIN person AS q ON q.person_id = d.other_person_id JOIN area AS b ON b.area_id = q.area_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND b.tree_from BETWEEN $1 AND $2
 ORDER BY d.person_id, d.other_person_id;

-- name: dedupe_pair_list_decided :many
-- out:  person_id int64, other_person_id int64, state int64
SELECT person_id, other_person_id, state FROM dedupe_pair WHERE state IN (1, 2) ORDER BY person_id, other_person_id;

-- name: dedupe_pair_insert :bulk
-- in:   person_id int64, other_person_id int64, pair_id int64, run_id int64?, probability_ppm int64?, reasons text, state int64, held_person_id int64?, recorded_seq int64
INSERT INTO dedupe_pair (person_id, other_person_id, pair_id, run_id, probability_ppm, reasons, state, held_person_id, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: dedupe_pair_set_found :exec
-- in:   person_id int64, other_person_id int64, run_id int64, probability_ppm int64, reasons text
-- Found again: what was gone waits again, what was decided stays so.
UPDATE dedupe_pair SET run_id = $3, probability_ppm = $4, reasons = $5, state = CASE state WHEN 4 THEN 0 ELSE state END
 WHERE person_id = $1 AND other_person_id = $2;

-- name: dedupe_pair_set_gone :exec
-- in:   person_id int64, other_person_id int64
UPDATE dedupe_pair SET state = 4 WHERE person_id = $1 AND other_person_id = $2 AND state = 0;

-- name: dedupe_pair_by_key :many
-- in:   person_id int64, other_person_id int64
-- out:  pair_id int64, state int64, held_person_id int64?
SELECT pair_id, state, held_person_id FROM dedupe_pair WHERE person_id = $1 AND other_person_id = $2;

-- name: dedupe_pair_by_id :many
-- in:   pair_id int64
-- out:  person_id int64, other_person_id int64, reasons text
SELECT person_id, other_person_id, reasons FROM dedupe_pair WHERE pair_id = $1;

-- name: dedupe_pair_set_state :exec
-- in:   person_id int64, other_person_id int64, state int64, held_person_id int64?
UPDATE dedupe_pair SET state = $3, held_person_id = $4 WHERE person_id = $1 AND other_person_id = $2;

-- name: dedupe_held_count :one
-- in:   held_person_id int64
-- out:  pair_count int64
-- By how many verdicts this person is held.
SELECT COUNT(*) FROM dedupe_pair WHERE held_person_id = $1;

-- name: dedupe_verdict_count :one
-- in:   person_id int64, other_person_id int64
-- out:  verdict_count int64
SELECT COUNT(*) FROM dedupe_verdict WHERE person_id = $1 AND other_person_id = $2;

-- name: dedupe_verdict_insert :exec
-- in:   person_id int64, other_person_id int64, verdict_no int64, verdict int64, held_person_id int64?, reason text, recorded_seq int64
INSERT INTO dedupe_verdict (person_id, other_person_id, verdict_no, verdict, held_person_id, reason, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: enrolment_first :many
-- in:   person_id int64
-- out:  from_date int64, decision_date int64
-- The right that a person has had longest of those that live: of two records the later one waits.
SELECT from_date, decision_date FROM enrolment
 WHERE person_id = $1 AND closed_seq IS NULL AND end_reason IS NULL
 ORDER BY from_date, decision_date LIMIT 1;

-- name: dedupe_queue :many
-- in:   tree_from int64, tree_to int64, state int64, after_pair_id int64, row_count int64
-- out:  pair_id int64, probability_ppm int64?, state int64, person_id int64, full_name text, birth_date int64, area_name text, citizen_id_mask text?, other_person_id int64, other_name text, other_birth_date int64, other_area_name text, other_id_mask text?, held_person_id int64?
-- Pairs in one state (9 = all) of which both lie in the area: nobody is shown who lives outside of it.
SELECT d.pair_id, d.probability_ppm, d.state, d.person_id, p.full_name, p.birth_date, a.name, p.citizen_id_mask,
       d.other_person_id, q.full_name, q.birth_date, b.name, q.citizen_id_mask, d.held_person_id
  FROM dedupe_pair AS d
  JOIN person AS p ON p.person_id = d.person_id JOIN area AS a ON a.area_id = p.area_id
  JOIN person AS q ON q.person_id = d.other_person_id JOIN area AS b ON b.area_id = q.area_id
 WHERE d.pair_id > $4 AND ($3 = 9 OR d.state = $3)
   AND a.tree_from BETWEEN $1 AND $2 AND b.tree_from BETWEEN $1 AND $2
 ORDER BY d.pair_id LIMIT $5;

-- name: dedupe_pair_show :many
-- in:   pair_id int64
-- out:  person_id int64, full_name text, sex int64, birth_date int64, area_name text, hamlet text?, citizen_id_mask text?, category text?, decision_no text?, from_date int64?, account_mask text?, is_held int64
-- The two records side by side.
SELECT p.person_id, p.full_name, p.sex, p.birth_date, a.name, p.hamlet, p.citizen_id_mask, e.category, e.decision_no,
       e.from_date, ac.number_mask, CASE WHEN d.held_person_id = p.person_id THEN 1 ELSE 0 END
  FROM dedupe_pair AS d
  JOIN person AS p ON p.person_id IN (d.person_id, d.other_person_id)
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN enrolment AS e ON e.person_id = p.person_id AND e.closed_seq IS NULL
  LEFT JOIN account AS ac ON ac.person_id = p.person_id AND ac.closed_seq IS NULL
 WHERE d.pair_id = $1
 ORDER BY p.person_id, e.enrolment_id;

-- name: dedupe_verdict_list :many
-- in:   pair_id int64
-- out:  verdict_no int64, at_us int64, verdict int64, held_person_id int64?, reason text, login text?
SELECT v.verdict_no, c.at_us, v.verdict, v.held_person_id, v.reason, u.login
  FROM dedupe_pair AS d
  JOIN dedupe_verdict AS v ON v.person_id = d.person_id AND v.other_person_id = d.other_person_id
  JOIN change AS c ON c.change_seq = v.recorded_seq
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE d.pair_id = $1
 ORDER BY v.verdict_no;
