-- Statements of the tests of db/.

-- name: parent_insert :exec
-- in:   parent_id int64, name text
INSERT INTO parent (parent_id, name) VALUES ($1, $2);

-- name: parent_rename :exec
-- in:   parent_id int64, name text
UPDATE parent SET name = $2 WHERE parent_id >= $1;

-- name: parent_find :one
-- in:   parent_id int64, name text
-- out:  parent_id int64
-- $2 stands before $1: by order of appearance the two would be exchanged.
SELECT parent_id FROM parent WHERE name = $2 AND parent_id = $1;

-- name: parent_name :one
-- in:   parent_id int64
-- out:  name text
SELECT name FROM parent WHERE parent_id = $1;

-- name: parent_list :many
-- in:
-- out:  name text
SELECT name FROM parent ORDER BY name;

-- name: child_insert :exec
-- in:   child_id int64, parent_id int64, amount_dong int64,
--       note text?, data bytes?
INSERT INTO child (child_id, parent_id, amount_dong, note, data) VALUES ($1, $2, $3, $4, $5);

-- name: child_bulk :bulk
-- in:   child_id int64, parent_id int64, amount_dong int64, note text?, data bytes?
INSERT INTO child (child_id, parent_id, amount_dong, note, data) VALUES ($1, $2, $3, $4, $5);

-- name: copy_bulk :bulk
-- in:   child_id int64, amount_dong int64
INSERT INTO copy_of_child (child_id, amount_dong) VALUES ($1, $2);

-- name: child_by_id :one
-- in:   child_id int64
-- out:  parent_id int64, amount_dong int64, note text?, data bytes?
SELECT parent_id, amount_dong, note, data FROM child WHERE child_id = $1;

-- name: child_list :many
-- in:   first int64, last int64
-- out:  child_id int64, amount_dong int64
SELECT child_id, amount_dong FROM child WHERE child_id BETWEEN $1 AND $2 ORDER BY child_id;

-- name: child_count :one
-- in:
-- out:  child_count int64
SELECT COUNT(*) FROM child;

-- name: copy_count :one
-- in:
-- out:  child_count int64
SELECT COUNT(*) FROM copy_of_child;

-- name: child_sum :one
-- in:   first int64
-- out:  sum_dong int64?
SELECT CAST(SUM(amount_dong) AS BIGINT) FROM child WHERE child_id >= $1;

-- name: child_optional :one
-- in:   parent_id int64?
-- out:  child_count int64
SELECT COUNT(*) FROM child WHERE $1 IS NULL OR parent_id = $1;

-- name: child_raise :many
-- in:   more_dong int64
-- out:  child_id int64, amount_dong int64
UPDATE child SET amount_dong = amount_dong + $1 RETURNING child_id, amount_dong;

-- name: child_move :exec
-- in:   more_dong int64
UPDATE child SET amount_dong = amount_dong + $1;

-- name: wrong_null :many
-- in:
-- out:  note text
-- note may be NULL, and the header denies it: db_next() must find out.
SELECT note FROM child ORDER BY child_id;

-- name: wrong_type :many
-- in:
-- out:  note int64
SELECT name FROM parent;

-- name: backend :one
-- in:
-- out:  pid int64
-- engine: sqlite
SELECT 0;

-- name: backend :one
-- in:
-- out:  pid int64
-- engine: postgres
SELECT pg_backend_pid();

-- name: backend_end :one
-- in:   pid int64
-- out:  done int64
-- engine: sqlite
SELECT $1;

-- name: backend_end :one
-- in:   pid int64
-- out:  done int64
-- engine: postgres
SELECT CAST(pg_terminate_backend(CAST($1 AS INTEGER)) AS INTEGER);
