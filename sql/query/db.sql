-- What the database layer itself needs: which migrations ran, ids in blocks.

-- name: schema_migration_list :many
-- in:
-- out:  number int64, name text, checksum bytes
SELECT number, name, checksum FROM schema_migration ORDER BY number;

-- name: schema_migration_newest :one
-- in:
-- out:  number int64?
SELECT MAX(number) FROM schema_migration;

-- name: schema_migration_insert :exec
-- in:   number int64, name text, checksum bytes, applied_us int64
INSERT INTO schema_migration (number, name, checksum, applied_us) VALUES ($1, $2, $3, $4);

-- name: schema_migration_present :one
-- in:
-- out:  present int64
-- engine: sqlite
-- Whether this database was ever migrated.
SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration';

-- name: schema_migration_present :one
-- in:
-- out:  present int64
-- engine: postgres
SELECT COUNT(*) FROM pg_catalog.pg_class
 WHERE oid = pg_catalog.to_regclass('schema_migration') AND relkind = 'r';

-- name: id_block_take :one
-- in:   kind text, id_count int64
-- out:  next_id int64
-- Takes the next ids of a kind: the answer is the first id behind them.
INSERT INTO id_block (kind, next_id) VALUES ($1, $2 + 1)
ON CONFLICT (kind) DO UPDATE SET next_id = id_block.next_id + $2
RETURNING next_id;
