#!/bin/sh
# The catalogue builder names file and line of what it refuses, and compiles what is right.
# usage: embed_sql_test.sh EMBED_SQL
set -u
builder=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/migration" "$folder/query"
count=0

cat >"$folder/migration/0000-log.sql" <<'SQL'
-- distribution: reference
CREATE TABLE log (
    n BIGINT, -- a comment; with a semicolon
    b BYTEA, t TEXT NOT NULL DEFAULT 'BIGINT; -- stays'
) /*clustered*/;
SQL

build() {
    "$builder" "$folder/id.h" "$folder/out.c" "$folder"/migration/*.sql "$folder/query/q.sql" \
        >"$folder/said" 2>&1
}

result() {
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        sed 's/^/# /' "$folder/said"
    fi
}

# refused "sentence of the test" "what it must say"   (the statements come on stdin)
refused() {
    cat >"$folder/query/q.sql"
    if build; then
        echo "built, but should not" >>"$folder/said"
        result 1 "$1"
    else
        grep -qF "$2" "$folder/said"
        result $? "$1"
    fi
}

# contains "sentence of the test" file text
contains() {
    grep -qF -- "$3" "$folder/$2"
    result $? "$1"
}

cat >"$folder/query/q.sql" <<'SQL'
-- name: b_list :many :plan indexed
-- in:   key int64, name text?,
--       data bytes
-- out:  n int64
SELECT CAST(n AS BIGINT) -- comment
  FROM log WHERE t = 'a  ; b' AND b = $3
   AND t = $2   AND n = $1;

-- name: a_insert :bulk
-- in: n int64, t text
INSERT INTO log (n, t)
VALUES ($1, $2);
SQL
build
result $? "good statements are compiled"
contains "statements are ordered by name" id.h "    SQL_A_INSERT,"
contains "comments and white space fall away, literals stay" out.c \
    "b_list_postgres[] = \"SELECT CAST(n AS BIGINT) FROM log WHERE t = 'a  ; b' AND b = \$3 AND t = \$2 AND n = \$1\""
contains "types are those of SQLite" out.c "b_list_sqlite[] = \"SELECT CAST(n AS INTEGER) FROM log"
contains "a table is STRICT and clustered on SQLite" out.c \
    "CREATE TABLE log ( n INTEGER, b BLOB, t TEXT NOT NULL DEFAULT 'BIGINT; -- stays' ) WITHOUT ROWID, STRICT;"
contains "texts are ordered by bytes on PostgreSQL" out.c \
    "CREATE TABLE log ( n BIGINT, b BYTEA, t TEXT COLLATE \\\"C\\\" NOT NULL DEFAULT 'BIGINT; -- stays' );"
contains "a bulk knows its columns" out.c '.bulk_columns = "n, t"'
contains "the distribution is kept" out.c '{"log", "reference"}'

refused "a name given twice" "q.sql:4: a exists already at" <<'SQL'
-- name: a :exec
-- in:
DELETE FROM log;
-- name: a :exec
DELETE FROM log;
SQL
refused "a parameter beyond the list" "q.sql:1: a: \$2, but" <<'SQL'
-- name: a :exec
-- in: n int64
DELETE FROM log WHERE n = $1 AND n = $2;
SQL
refused "a parameter that is not used" "q.sql:1: a: \`-- in:\` names m, but \$2" <<'SQL'
-- name: a :exec
-- in: n int64, m int64
DELETE FROM log WHERE n = $1 AND t = '$2';
SQL
refused "an unknown type" 'q.sql:2: type "int32"' <<'SQL'
-- name: a :exec
-- in: n int32
DELETE FROM log WHERE n = $1;
SQL
refused "a statement without a name" "q.sql:1: a statement without" <<'SQL'
DELETE FROM log;
SQL
refused "a list before any name" 'q.sql:1: "in:" stands before' <<'SQL'
-- in: n int64
DELETE FROM log;
SQL
refused "a name without text" "q.sql:1: a has no text" <<'SQL'
-- name: a :exec
-- name: b :exec
DELETE FROM log;
SQL
refused "a statement without end" "q.sql:1: a does not end" <<'SQL'
-- name: a :exec
DELETE FROM log
SQL
refused "an unknown kind" "q.sql:1: a: :all is not known" <<'SQL'
-- name: a :all
DELETE FROM log;
SQL
refused "no kind" "q.sql:1: a has no kind" <<'SQL'
-- name: a
DELETE FROM log;
SQL
refused "rows without their types" "q.sql:1: a: \`-- out:\` belongs to" <<'SQL'
-- name: a :many
SELECT n FROM log;
SQL
refused "one engine forgotten" "q.sql:1: a has no text for postgres" <<'SQL'
-- name: a :exec
-- engine: sqlite
DELETE FROM log;
SQL
refused "engines that take different parameters" "q.sql:4: a: kind, in and out differ" <<'SQL'
-- name: a :exec
-- engine: sqlite
DELETE FROM log;
-- name: a :exec
-- engine: postgres
-- in: n int64
DELETE FROM log WHERE n = $1;
SQL
refused "a bulk whose columns are in another order" "q.sql:1: a: a :bulk statement is" <<'SQL'
-- name: a :bulk
-- in: t text, n int64
INSERT INTO log (n, t) VALUES ($1, $2);
SQL
refused "a bulk that does more than insert" "q.sql:1: a: a :bulk statement is" <<'SQL'
-- name: a :bulk
-- in: n int64
INSERT INTO log (n) VALUES ($1) ON CONFLICT DO NOTHING;
SQL
refused "two statements in one" "q.sql:1: a: more than one statement" <<'SQL'
-- name: a :exec
DELETE FROM log; DELETE FROM log;
SQL
refused "a missing comma" "q.sql:2: a comma is missing after n" <<'SQL'
-- name: a :exec
-- in: n int64 m int64
DELETE FROM log WHERE n = $1 AND n = $2;
SQL

printf -- '-- name: a :exec\nDELETE FROM log;\n' >"$folder/query/q.sql"
printf 'CREATE TABLE free (n BIGINT) /*table*/;\n' >"$folder/migration/0001-free.sql"
build
contains "a table without its distribution" said "0001-free.sql:1: no \`-- distribution:\`"
mv "$folder/migration/0001-free.sql" "$folder/migration/0002-free.sql"
printf -- '-- distribution: reference\nCREATE TABLE f (n BIGINT) /*table*/;\n' \
    >"$folder/migration/0002-free.sql"
build
contains "a gap in the migrations" said "migration 0001 is missing"

echo "1..$count"
