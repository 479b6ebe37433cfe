#!/bin/bash
# kill_test.sh -- kills the program at random moments of two whole months, on both engines.
#
# A life is the two months of a small synthetic province: intake, payroll, approval, release, sealing,
# sending, answers, movements, closing, audit. It is started, killed with SIGKILL after a random time,
# started again, until it ends by itself. Then its books must be those of a life that was never killed,
# to the digest, and the auditor must be clean: nothing paid twice, nothing lost.
#
# kill_test.sh BUILD
# ANSINH_PROGRAMS  the folder with the three programs, instead of BUILD
# ANSINH_KILLS     kills that hit a running program, over both engines (300)
# ANSINH_KILL_SEED the seed of the moments (1)
# ANSINH_KILL_KEEP a folder to which a life that went wrong is moved, beside the reference, to be looked at
# ANSINH_TEST_POSTGRES  a server; without it only SQLite is killed
set -u
programs=${ANSINH_PROGRAMS:-$1}
kills=${ANSINH_KILLS:-300}
RANDOM=${ANSINH_KILL_SEED:-1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-kill.XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0
number=0

report() { # outcome, name
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        failed=1
    fi
}

# Two months in folder $1 on database $2 ("" = SQLite in the folder); output in $1.out
live() {
    local address=()
    [ -n "$2" ] && address=(--db "$2")
    exec "$programs/ansinh" demo --dir "$1" --scale 40 --months 2 --seed 7 --lang en "${address[@]}" >"$1.out" 2>&1
}

digest_of() {
    grep -oE '[0-9a-f]{64}' "$1.out" | tail -n 1
}

clean() { # folder, address
    ! grep -q BROKEN "$1.out" && "$programs/ansinh-audit" --db "${2:-$1/ansinh.db}" --files "$1/files" --quiet >"$1.audit"
}

fresh_database() { # engine, number -> address
    [ "$1" = sqlite ] && return
    psql -qX "$ANSINH_TEST_POSTGRES" -c "CREATE DATABASE kill_$2" >&2 || return 1
    # postgres://user@host/name?options: put another name in
    echo "$ANSINH_TEST_POSTGRES" | sed -E "s#^(postgres(ql)?://[^/]*)/[^?]*#\1/kill_$2#"
}

drop_database() {
    [ "$1" = sqlite ] || psql -qX "$ANSINH_TEST_POSTGRES" -c "DROP DATABASE kill_$2 WITH (FORCE)" >&2
}

# Copies a life to where it can be looked at.
keep() { # engine, life
    [ -z "${ANSINH_KILL_KEEP:-}" ] && return
    mkdir -p "$ANSINH_KILL_KEEP"
    cp -a "$work/$1-$2" "$work/$1-$2".* "$ANSINH_KILL_KEEP"
    [ "$1" = sqlite ] || pg_dump "$(echo "$ANSINH_TEST_POSTGRES" | sed -E "s#^(postgres(ql)?://[^/]*)/[^?]*#\1/kill_$2#")" >"$ANSINH_KILL_KEEP/$1-$2.dump"
}

# Sleeps a random time up to $1 milliseconds.
nap() {
    local ms=$((10 + (RANDOM * 32768 + RANDOM) % $1))
    sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
}

kill_engine() { # engine, kills wanted
    local engine=$1 wanted=$2 hit=0 life=0 good=0 reference address folder started span bad=0
    folder=$work/$engine-reference
    address=$(fresh_database "$engine" reference)
    started=$(date +%s%N)
    (live "$folder" "$address")
    report $? "$engine: a life without kills ends by itself"
    span=$((($(date +%s%N) - started) / 1000000))
    reference=$(digest_of "$folder")
    clean "$folder" "$address"
    report $? "$engine: its audit is clean"
    keep "$engine" reference
    drop_database "$engine" reference
    echo "# $engine: one life takes $span ms, digest $reference"
    while [ "$hit" -lt "$wanted" ] && [ "$bad" = 0 ]; do
        life=$((life + 1))
        folder=$work/$engine-$life
        address=$(fresh_database "$engine" "$life")
        while :; do # ends: sooner or later a life is let live
            setsid bash -c "$(declare -f live); programs='$programs' live '$folder' '$address'" &
            local pid=$!
            if [ "$hit" -lt "$wanted" ]; then
                # Short, middling or long: a life is begun again several times before it ends.
                nap $((span * (3 + RANDOM % 3 * 5) / 10))
                if kill -9 -- -$pid 2>/dev/null; then
                    hit=$((hit + 1))
                fi
            fi
            wait $pid 2>/dev/null
            local code=$?
            [ "$code" = 0 ] && break
            if [ "$code" != 137 ]; then
                echo "# $engine life $life ended with $code: $(tail -n 2 "$folder.out" | tr '\n' ' ')"
                bad=1
                break
            fi
        done
        if [ "$bad" = 0 ] && [ "$(digest_of "$folder")" = "$reference" ] && clean "$folder" "$address"; then
            good=$((good + 1))
            rm -rf "$folder"
        else
            echo "# $engine life $life: digest $(digest_of "$folder")"
            grep -E 'BROKEN' "$folder.out" "$folder.audit" 2>/dev/null | head -n 5 | sed 's/^/# /'
            keep "$engine" "$life"
            bad=1
        fi
        drop_database "$engine" "$life"
    done
    echo "# $engine: $hit kills over $life lives"
    [ "$bad" = 0 ] && [ "$good" = "$life" ]
    report $? "$engine: $wanted kills, and every life ends with the same books, its audit clean"
    eval "reference_$engine=$reference"
}

if [ -n "${ANSINH_TEST_POSTGRES:-}" ]; then
    echo "1..7"
    kill_engine sqlite $((kills / 2))
    kill_engine postgres $((kills - kills / 2))
    [ "$reference_sqlite" = "$reference_postgres" ]
    report $? "both engines end with the same books"
else
    echo "1..3"
    echo "# no PostgreSQL: SQLite only"
    kill_engine sqlite "$kills"
fi
exit $failed
