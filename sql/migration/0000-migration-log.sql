-- What has been applied to this database. The runner (db/migrate.c) makes this table itself, before
-- anything else and on every run; all later migrations run once, in order, each in one transaction.

-- distribution: reference
CREATE TABLE IF NOT EXISTS schema_migration (
    number     BIGINT NOT NULL PRIMARY KEY, -- that of the file's name
    name       TEXT NOT NULL,
    checksum   BYTEA NOT NULL,              -- SHA-256 of the compiled texts: what was applied stays as it was
    applied_us BIGINT NOT NULL
) /*clustered*/;
