#!/bin/sh
# A throw-away PostgreSQL 15 for tests: its own folder, a unix socket, no network, gone afterwards.
#
#   postgres.sh run [--fsync] -- command ...   starts it, runs the command with
#                                              ANSINH_TEST_POSTGRES=postgres://..., stops it,
#                                              and ends with the command's exit code
#   postgres.sh start [--fsync]                starts it and prints FOLDER and URL, one a line
#   postgres.sh stop FOLDER                    stops it and removes the folder
#
# --fsync: writes are really made durable (crash tests); without it they are not, which is quicker.
# As root, the server runs as the system user `postgres` (initdb refuses root).
set -eu

fail() {
    echo "postgres.sh: $*" >&2
    exit 1
}

find_bin() {
    for bin in /usr/lib/postgresql/15/bin "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -n "$bin" ] && [ -x "$bin/initdb" ]; then
            echo "$bin"
            return
        fi
    done
    fail "no PostgreSQL server found (Debian: postgresql-15)"
}

as_server() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$folder" "$@"
    else
        "$@"
    fi
}

start() {
    fsync=off
    [ "${1:-}" != --fsync ] || fsync=on
    bin=$(find_bin)
    folder=$(mktemp -d /tmp/ansinh-pg.XXXXXX) # short: a socket's path has 107 bytes at most
    [ "$(id -u)" != 0 ] || chown postgres: "$folder"
    cd "$folder"
    as_server "$bin/initdb" -D "$folder/data" -U ansinh -A trust -E UTF8 --locale=C --no-sync \
        --no-instructions >"$folder.log" 2>&1 || { cat "$folder.log" >&2; remove; fail "initdb"; }
    cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0777
fsync = $fsync
full_page_writes = $fsync
max_connections = 60
shared_buffers = 128MB
max_wal_size = 4GB
checkpoint_timeout = 30min
max_pred_locks_per_transaction = 256
autovacuum_naptime = 10s
log_min_messages = warning
CONF
    as_server "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start \
        >"$folder.log" 2>&1 || { cat "$folder.log" "$folder/server.log" >&2; remove; fail "start"; }
    rm -f "$folder.log"
    url="postgres://ansinh@/postgres?host=$folder"
}

remove() {
    case $folder in
    /tmp/ansinh-pg.??????) rm -rf "$folder" "$folder.log" ;;
    *) fail "$folder was not made here" ;;
    esac
}

stop() {
    cd /
    if [ -f "$folder/data/postmaster.pid" ]; then
        as_server "$(find_bin)/pg_ctl" -D "$folder/data" -m immediate -w -t 60 stop >/dev/null 2>&1 \
            || true
    fi
    remove
}

run() {
    option=
    if [ "${1:-}" = --fsync ]; then
        option=--fsync
        shift
    fi
    [ "${1:-}" = -- ] || fail "usage: postgres.sh run [--fsync] -- command ..."
    shift
    here=$(pwd)
    trap 'stop' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    start $option
    cd "$here"
    export ANSINH_TEST_POSTGRES="$url"
    code=0
    "$@" || code=$?
    exit "$code"
}

folder=
case ${1:-} in
run) shift; run "$@" ;;
start) shift; start "$@"; printf '%s\n%s\n' "$folder" "$url" ;;
stop) folder=${2:-}; stop ;;
*) fail "usage: postgres.sh run|start|stop" ;;
esac
