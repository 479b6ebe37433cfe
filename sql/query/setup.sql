-- Preparing a database: reference rows, areas, users, providers.

-- name: transition_insert :exec
-- in:   from_state int64, event int64, to_state int64
INSERT INTO attempt_transition (from_state, event, to_state) VALUES ($1, $2, $3)
ON CONFLICT (from_state, event, to_state) DO NOTHING;

-- name: ledger_account_insert :exec
-- in:   ledger_account int64, code text, name_vi text, name_en text
INSERT INTO ledger_account (ledger_account, code, name_vi, name_en) VALUES ($1, $2, $3, $4)
ON CONFLICT (ledger_account) DO UPDATE SET name_vi = excluded.name_vi, name_en = excluded.name_en;

-- name: reason_insert :exec
-- in:   reason_code text, sentence_vi text, sentence_en text, who_acts text, what_happens text
INSERT INTO reason (reason_code, sentence_vi, sentence_en, who_acts, what_happens) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (reason_code) DO UPDATE SET sentence_vi = excluded.sentence_vi,
    sentence_en = excluded.sentence_en, who_acts = excluded.who_acts, what_happens = excluded.what_happens;

-- name: provider_reason_insert :exec
-- in:   scheme text, provider_code text, reason_code text
INSERT INTO provider_reason (scheme, provider_code, reason_code) VALUES ($1, $2, $3)
ON CONFLICT (scheme, provider_code) DO UPDATE SET reason_code = excluded.reason_code;

-- name: clause_insert :exec
-- in:   clause_id int64, clause_code text, citation text
INSERT INTO clause (clause_id, clause_code, citation) VALUES ($1, $2, $3)
ON CONFLICT (clause_id) DO UPDATE SET clause_code = excluded.clause_code, citation = excluded.citation;

-- name: programme_insert :exec
-- in:   programme_id int64, programme_code text, name text
INSERT INTO programme (programme_id, programme_code, name) VALUES ($1, $2, $3)
ON CONFLICT (programme_id) DO NOTHING;

-- name: programme_by_code :one
-- in:   programme_code text
-- out:  programme_id int64
SELECT programme_id FROM programme WHERE programme_code = $1;

-- name: area_count :one
-- in:
-- out:  unit_count int64
SELECT COUNT(*) FROM area;

-- name: area_insert :bulk
-- in:   area_id int64, level int64, area_code text, kind text, name text, name_fold text, parent_area_id int64?, valid_from int64, valid_to int64, tree_from int64, tree_to int64
INSERT INTO area (area_id, level, area_code, kind, name, name_fold, parent_area_id, valid_from, valid_to, tree_from, tree_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: area_successor_insert :bulk
-- in:   old_area_id int64, new_area_id int64, note text
INSERT INTO area_successor (old_area_id, new_area_id, note) VALUES ($1, $2, $3);

-- name: area_by_code :one
-- in:   level int64, area_code text, day int64
-- out:  area_id int64
SELECT area_id FROM area WHERE level = $1 AND area_code = $2 AND valid_from <= $3 AND valid_to >= $3;

-- name: area_by_id :one
-- in:   area_id int64
-- out:  level int64, area_code text, name text, tree_from int64, tree_to int64
SELECT level, area_code, name, tree_from, tree_to FROM area WHERE area_id = $1;

-- name: area_list_below :many
-- in:   area_id int64
-- out:  area_id int64, level int64, area_code text, name text
-- The unit and all units under it, in tree order.
SELECT a.area_id, a.level, a.area_code, a.name
  FROM area AS top
  JOIN area AS a ON a.tree_from BETWEEN top.tree_from AND top.tree_to
 WHERE top.area_id = $1
 ORDER BY a.tree_from;

-- name: user_count :one
-- in:
-- out:  user_count int64
SELECT COUNT(*) FROM app_user;

-- name: user_by_login :one
-- in:   login text
-- out:  user_id int64
SELECT user_id FROM app_user WHERE login = $1 AND active = 1;

-- name: user_insert :exec
-- in:   user_id int64, login text, full_name text, recorded_seq int64
INSERT INTO app_user (user_id, login, full_name, active, recorded_seq) VALUES ($1, $2, $3, 1, $4);

-- name: grant_insert :exec
-- in:   user_id int64, role int64, area_id int64, valid_from int64, valid_to int64?, recorded_seq int64
INSERT INTO user_grant (user_id, role, area_id, valid_from, valid_to, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: provider_insert :exec
-- in:   provider_id int64, provider_code text, name text, kind int64, bin text?, out_template text, in_template text, chunk_rows int64, answer_days int64, debtor_name text, debtor_account text, recorded_seq int64
INSERT INTO provider (provider_id, provider_code, name, kind, bin, out_template, in_template, chunk_rows,
                      answer_days, debtor_name, debtor_account, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: provider_by_code :one
-- in:   provider_code text
-- out:  provider_id int64, kind int64, in_template text
SELECT provider_id, kind, in_template FROM provider WHERE provider_code = $1;

-- name: provider_list :many
-- in:
-- out:  provider_id int64, provider_code text, name text, kind int64, bin text?, out_template text, chunk_rows int64, answer_days int64, debtor_name text, debtor_account text
SELECT provider_id, provider_code, name, kind, bin, out_template, chunk_rows, answer_days, debtor_name, debtor_account
  FROM provider ORDER BY provider_id;

-- name: provider_chunk_rows :one
-- in:   provider_id int64
-- out:  chunk_rows int64
SELECT chunk_rows FROM provider WHERE provider_id = $1;

-- name: provider_name :one
-- in:   provider_id int64
-- out:  provider_code text
SELECT provider_code FROM provider WHERE provider_id = $1;

-- name: area_list_communes_today :many
-- in:   day int64
-- out:  area_id int64
SELECT area_id FROM area WHERE level = 3 AND valid_from <= $1 AND valid_to >= $1 ORDER BY area_id;

-- name: area_list_today :many
-- in:   level int64, day int64, area_id int64
-- out:  area_code text, kind text, name text
-- Units of one level that exist on a day; all of them (area_id 0), or those of one province.
SELECT a.area_code, a.kind, a.name FROM area AS a
 WHERE a.level = $1 AND a.valid_from <= $2 AND a.valid_to >= $2
   AND ($3 = 0 OR (a.tree_from >= (SELECT tree_from FROM area WHERE area_id = $3)
               AND a.tree_from <= (SELECT tree_to FROM area WHERE area_id = $3)))
 ORDER BY a.area_code;

-- name: user_list :many
-- in:
-- out:  login text, full_name text, role int64, area_code text?, area_name text?, valid_from int64, valid_to int64?, active int64
SELECT u.login, u.full_name, g.role, a.area_code, a.name, g.valid_from, g.valid_to, u.active
  FROM app_user AS u
  JOIN user_grant AS g ON g.user_id = u.user_id
  LEFT JOIN area AS a ON a.area_id = g.area_id AND a.area_id <> 0
 ORDER BY u.user_id, g.role, g.area_id, g.valid_from;

-- name: provider_list_public :many
-- in:
-- out:  provider_code text, name text, kind int64, bin text?, out_template text, chunk_rows int64, answer_days int64
SELECT provider_code, name, kind, bin, out_template, chunk_rows, answer_days FROM provider ORDER BY provider_id;

-- name: reason_is_known :one
-- in:   reason_code text
-- out:  reason_count int64
SELECT COUNT(*) FROM reason WHERE reason_code = $1;

-- name: reason_list :many
-- in:
-- out:  reason_code text, sentence_vi text, sentence_en text, who_acts text
SELECT reason_code, sentence_vi, sentence_en, who_acts FROM reason ORDER BY reason_code;
