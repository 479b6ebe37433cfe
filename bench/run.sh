#!/bin/bash
# run.sh [province] [country] [intake] [flat] [postgres] [country-postgres] -- the figures of the spine
# on this machine; without arguments all of them but the country on PostgreSQL. Each figure stands beside
# what was asked for, as a ratio: above 1 is better than asked. Needs a built `build/` and, for the
# country, 60 GB in BENCH_DIR (default: a folder beside the project's own files that is removed again).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/ansinh-bench.XXXXXX")
postgres=
cleanup() {
    [ -z "$postgres" ] || test/harness/postgres.sh stop "$postgres" >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap cleanup EXIT
table=$work/table

# name, measured, asked for (empty: no figure was asked for), unit
figure() {
    awk -v name="$1" -v got="$2" -v asked="$3" -v unit="$4" 'BEGIN {
        ratio = asked == "" || got == 0 ? "" : sprintf("%.1f", asked / got)
        printf "| %s | %s %s | %s | %s |\n", name, got, unit, asked == "" ? "" : asked " " unit, ratio
    }' >>"$table"
}

# Runs two months and puts the second one, which has a month before it to differ from, into the table.
month() { # name, persons, database, asked: pay, reconcile, settle and audit, peak
    local name=$1 persons=$2 database=$3 dir=$work/month log=$work/month.log
    local address=()
    [ -z "$database" ] || address=(--db "$database")
    mkdir "$dir"
    echo "== $name: $persons persons"
    build/bench/bench_month --persons "$persons" --dir "$dir" --audit build/ansinh-audit "${address[@]}" | tee "$log"
    read -r pay reconcile settle < <(sed -n -E \
        's/^month 202602 .*: pay ([0-9.]+) s, reconcile ([0-9.]+) s, settle and audit ([0-9.]+) s$/\1 \2 \3/p' "$log")
    peak=$(grep -oE 'peak +[0-9]+' "$log" | grep -oE '[0-9]+' | sort -n | tail -n 1)
    figure "$name: payroll with difference and digest, approval, release, sealed and validated files" "$pay" "$4" s
    figure "$name: results reconciled" "$reconcile" "$5" s
    figure "$name: settled, closed, audited" "$settle" "$6" s
    figure "$name: peak memory" "$peak" "$7" MiB
    du -sm "$dir" | awk '{printf "(%d MB on disk)\n", $1}'
    rm -rf "$dir"
}

# Makes an empty database of that name on a server of our own, whose writes are really made durable;
# its address is in $address.
new_database() {
    if [ -z "$postgres" ]; then
        test/harness/postgres.sh start --fsync >"$work/postgres"
        postgres=$(sed -n 1p "$work/postgres")
    fi
    server=$(sed -n 2p "$work/postgres")
    psql -qX "$server" -c "CREATE DATABASE $1"
    address=$(echo "$server" | sed -E "s#^(postgres://[^/]*)/[^?]*#\1/$1#")
}

intake() { # name, database
    local log=$work/intake.log given=()
    [ -z "$2" ] || given=(--db "$2")
    mkdir "$work/intake"
    echo "== $1: a list of 100,000 rows"
    build/bench/bench_intake --rows 100000 --dir "$work/intake" "${given[@]}" | tee "$log"
    figure "$1: XLSX of 100,000 rows and 25 columns taken in" "$(grep -oE '[0-9.]+ s' "$log" | head -n 1 | cut -d' ' -f1)" 10 s
    rm -rf "$work/intake"
}

flat() {
    local small=250000 peaks=()
    for persons in $small $((small * 4)); do
        mkdir "$work/flat"
        echo "== memory of $persons persons"
        build/bench/bench_month --persons $persons --dir "$work/flat" | tee "$work/flat.log"
        peaks+=("$(grep -oE 'peak +[0-9]+' "$work/flat.log" | grep -oE '[0-9]+' | sort -n | tail -n 1)")
        rm -rf "$work/flat"
    done
    figure "memory of $((small * 4)) persons : of $small (${peaks[1]} : ${peaks[0]} MiB)" \
        "$(awk -v a="${peaks[1]}" -v b="${peaks[0]}" 'BEGIN { printf "%.2f", a / b }')" 1.2 times
}

[ $# -gt 0 ] || set -- province intake flat country postgres
for what in "$@"; do
    case $what in
    province) month "province, SQLite" 44000 "" "" "" "" "" ;;
    country) month "country, SQLite" 4000000 "" 120 90 90 2048 ;;
    intake) intake "intake, SQLite" "" ;;
    flat) flat ;;
    postgres)
        new_database province
        month "province, PostgreSQL" 44000 "$address" "" "" "" ""
        new_database intake
        intake "intake, PostgreSQL" "$address"
        ;;
    country-postgres)
        new_database country
        month "country, PostgreSQL" 4000000 "$address" "" "" "" ""
        ;;
    *)
        echo "run.sh: there is no $what" >&2
        exit 1
        ;;
    esac
done
echo
echo "| what | measured | asked for | asked : measured |"
echo "|---|---|---|---|"
cat "$table"
