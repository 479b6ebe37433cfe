-- Use cases: rights, request keys, the change log.

-- name: grant_list_reaching :many :plan indexed
-- in:   user_id int64, area_id int64, day int64
-- out:  role int64
-- Roles of an active user whose area contains another area (0 = only a grant for the country). Begins at the few
-- grants of the user: each use case asks this.
SELECT g.role
  FROM user_grant AS g
  JOIN app_user AS u ON u.user_id = g.user_id
  LEFT JOIN area AS big ON big.area_id = g.area_id
  LEFT JOIN area AS small ON small.area_id = $2
 WHERE g.user_id = $1 AND u.active = 1
   AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to >= $3)
   AND (g.area_id = 0 OR small.tree_from BETWEEN big.tree_from AND big.tree_to);

-- name: request_by_key :one
-- in:   request_key text
-- out:  use_case text, input_hash bytes, reply text
SELECT use_case, input_hash, reply FROM request WHERE request_key = $1;

-- name: request_insert :exec
-- in:   request_key text, use_case text, input_hash bytes, reply text, change_seq int64
INSERT INTO request (request_key, use_case, input_hash, reply, change_seq) VALUES ($1, $2, $3, $4, $5);

-- name: change_last :one
-- in:
-- out:  change_seq int64, hash bytes
SELECT change_seq, hash FROM change ORDER BY change_seq DESC LIMIT 1;

-- name: change_insert :exec
-- in:   change_seq int64, at_us int64, user_id int64, use_case text, area_id int64?, summary text, previous_hash bytes, hash bytes
INSERT INTO change (change_seq, at_us, user_id, use_case, area_id, summary, previous_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: setting_get :one
-- in:   name text
-- out:  value text
SELECT value FROM setting WHERE name = $1;

-- name: setting_put :exec
-- in:   name text, value text
INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
