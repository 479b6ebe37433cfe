-- Signing in, sessions, and how far a right reaches.

-- name: grant_list_of_user :many
-- in:   user_id int64, day int64
-- out:  role int64, area_id int64, area_code text?, area_name text?, level int64?, tree_from int64?, tree_to int64?
-- What an active user may be, and where, on a day. Area 0 is the whole country.
SELECT g.role, g.area_id, a.area_code, a.name, a.level, a.tree_from, a.tree_to
  FROM user_grant AS g
  JOIN app_user AS u ON u.user_id = g.user_id
  LEFT JOIN area AS a ON a.area_id = g.area_id
 WHERE g.user_id = $1 AND u.active = 1
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2)
 ORDER BY a.level, g.area_id, g.role;

-- name: secret_by_login :one
-- in:   login text
-- out:  user_id int64, password_hash text, totp_cipher bytes?, totp_confirmed int64, totp_step int64, failed_count int64, locked_until_us int64
SELECT s.user_id, s.password_hash, s.totp_cipher, s.totp_confirmed, s.totp_step, s.failed_count, s.locked_until_us
  FROM app_user AS u JOIN user_secret AS s ON s.user_id = u.user_id
 WHERE u.login = $1 AND u.active = 1;

-- name: secret_put :exec
-- in:   user_id int64, password_hash text, recorded_seq int64
INSERT INTO user_secret (user_id, password_hash, totp_cipher, totp_confirmed, totp_step, failed_count, locked_until_us, recorded_seq)
VALUES ($1, $2, NULL, 0, 0, 0, 0, $3)
ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, failed_count = 0, locked_until_us = 0,
    recorded_seq = excluded.recorded_seq;

-- name: secret_set_failed :exec
-- in:   user_id int64, failed_count int64, locked_until_us int64
UPDATE user_secret SET failed_count = $2, locked_until_us = $3 WHERE user_id = $1;

-- name: secret_set_totp :exec
-- in:   user_id int64, totp_cipher bytes, totp_confirmed int64, recorded_seq int64
UPDATE user_secret SET totp_cipher = $2, totp_confirmed = $3, totp_step = 0, recorded_seq = $4 WHERE user_id = $1;

-- name: secret_take_totp_step :exec
-- in:   user_id int64, totp_step int64
-- A code is good once: the step only goes forward.
UPDATE user_secret SET totp_step = $2 WHERE user_id = $1 AND totp_step < $2;

-- name: session_insert :exec
-- in:   session_hash bytes, user_id int64, begun_us int64, recorded_seq int64
INSERT INTO user_session (session_hash, user_id, begun_us, seen_us, proven_us, recorded_seq)
VALUES ($1, $2, $3, $3, $3, $4);

-- name: session_by_hash :one :plan indexed
-- in:   session_hash bytes
-- out:  user_id int64, login text, full_name text, begun_us int64, seen_us int64, proven_us int64, totp_confirmed int64
SELECT s.user_id, u.login, u.full_name, s.begun_us, s.seen_us, s.proven_us, k.totp_confirmed
  FROM user_session AS s
  JOIN app_user AS u ON u.user_id = s.user_id
  JOIN user_secret AS k ON k.user_id = s.user_id
 WHERE s.session_hash = $1 AND s.ended_us IS NULL AND u.active = 1;

-- name: session_set_seen :exec
-- in:   session_hash bytes, seen_us int64
UPDATE user_session SET seen_us = $2 WHERE session_hash = $1 AND seen_us < $2;

-- name: session_set_proven :exec
-- in:   session_hash bytes, proven_us int64
UPDATE user_session SET proven_us = $2 WHERE session_hash = $1 AND ended_us IS NULL;

-- name: session_end :exec
-- in:   session_hash bytes, ended_us int64
UPDATE user_session SET ended_us = $2 WHERE session_hash = $1 AND ended_us IS NULL;

-- name: session_end_of_user :exec
-- in:   user_id int64, ended_us int64
-- One session per officer; also when the password changes or the user is switched off.
UPDATE user_session SET ended_us = $2 WHERE user_id = $1 AND ended_us IS NULL;

-- name: user_by_id :one
-- in:   user_id int64
-- out:  login text, full_name text, active int64
SELECT login, full_name, active FROM app_user WHERE user_id = $1;

-- name: user_set_active :exec
-- in:   user_id int64, active int64
UPDATE app_user SET active = $2 WHERE user_id = $1;

-- name: user_provider_insert :exec
-- in:   user_id int64, provider_id int64, recorded_seq int64
INSERT INTO user_provider (user_id, provider_id, recorded_seq) VALUES ($1, $2, $3)
ON CONFLICT (user_id, provider_id) DO NOTHING;

-- name: user_provider_has :one
-- in:   user_id int64, provider_id int64
-- out:  row_count int64
SELECT COUNT(*) FROM user_provider WHERE user_id = $1 AND provider_id = $2;

-- name: grant_end :exec
-- in:   user_id int64, role int64, area_id int64, valid_to int64
UPDATE user_grant SET valid_to = $4 WHERE user_id = $1 AND role = $2 AND area_id = $3 AND (valid_to IS NULL OR valid_to > $4);

-- name: user_list_rights :many
-- in:   day int64
-- out:  user_id int64, login text, full_name text, active int64, role int64?, area_id int64?, area_code text?, area_name text?, valid_from int64?, valid_to int64?, has_password int64, has_totp int64
-- Every user with every grant that has not ended.
SELECT u.user_id, u.login, u.full_name, u.active, g.role, g.area_id, a.area_code, a.name, g.valid_from, g.valid_to,
       CASE WHEN s.user_id IS NULL THEN 0 ELSE 1 END, COALESCE(s.totp_confirmed, 0)
  FROM app_user AS u
  LEFT JOIN user_grant AS g ON g.user_id = u.user_id AND (g.valid_to IS NULL OR g.valid_to >= $1)
  LEFT JOIN area AS a ON a.area_id = g.area_id
  LEFT JOIN user_secret AS s ON s.user_id = u.user_id
 ORDER BY u.user_id, g.role, g.area_id, g.valid_from;

-- name: person_number :one
-- in:   person_id int64
-- out:  citizen_id_cipher bytes?, phone_cipher bytes?, account_id int64?, number_cipher bytes?
SELECT p.citizen_id_cipher, p.phone_cipher, a.account_id, a.number_cipher
  FROM person AS p LEFT JOIN account AS a ON a.person_id = p.person_id AND a.closed_seq IS NULL
 WHERE p.person_id = $1;

-- name: person_reveal_insert :exec
-- in:   person_id int64, change_seq int64, field text, purpose text
INSERT INTO person_reveal (person_id, change_seq, field, purpose) VALUES ($1, $2, $3, $4);

-- name: person_reveal_list :many
-- in:   person_id int64
-- out:  at_us int64, login text, full_name text, field text, purpose text
-- Who saw a number of this person in clear.
SELECT c.at_us, u.login, u.full_name, r.field, r.purpose
  FROM person_reveal AS r
  JOIN change AS c ON c.change_seq = r.change_seq
  JOIN app_user AS u ON u.user_id = c.user_id
 WHERE r.person_id = $1
 ORDER BY r.change_seq DESC;
