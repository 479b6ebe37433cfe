#!/bin/bash
# demo_test.sh -- `ansinh demo` on both engines: a province, two months, and everything that it claims.
#
# demo_test.sh BUILD
# ANSINH_PROGRAMS       the folder with the three programs, instead of BUILD
# ANSINH_TEST_POSTGRES  a server; without it only SQLite is tried
set -u
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
tests=$(cd "$(dirname "$0")/.." && pwd)
. "$tests/cli/lib.sh"
unset ANSINH_DB ANSINH_USER ANSINH_LANG

scale=1200
seed=4 # each kind of mistake occurs

demo() { # MONTHS: runs it; what it prints is left in $work/$engine-MONTHS.json
    "$programs/ansinh" demo --dir "$folder" --scale $scale --seed $seed --months "$1" --lang en --json "${address[@]}" >"$work/$engine-$1.json" ||
        { cat "$work/$engine-$1.json"; return 1; }
    tool json <"$work/$engine-$1.json"
}

ask() { # LOGIN ARGUMENTS...: asks the database of the demo, in JSON
    local login=$1
    shift
    "$programs/ansinh" "$@" --as "$login" --db "$where" --keys "$folder/ansinh.keys" --files "$folder/files" --json
}

digest() { # MONTHS
    sed -n 's/.*Digest of the books","path":"\([0-9a-f]*\)".*/\1/p' "$work/$engine-$1.json"
}

places_exist() { # MONTHS
    local path count=0
    while IFS= read -r path; do
        case $path in
        postgres*) continue ;;
        */*) [ -e "$path" ] || { echo "$path is not there"; return 1; } ;;
        *) continue ;; # the digest
        esac
        [ -f "$path" ] || [ -n "$(find "$path" -type f | head -n 1)" ] || { echo "$path is empty"; return 1; }
        count=$((count + 1))
    done < <(tool get places.path <"$work/$engine-$1.json")
    echo "$count places"
    [ "$count" -ge 6 ]
}

audits_are_clean() { # MONTHS
    [ "$(tool get months.audit <"$work/$engine-$1.json" | sort | uniq -c | tr -s ' ')" = " $1 clean" ] &&
        "$programs/ansinh-audit" --db "$where" --files "$folder/files" --full --lang en
}

settlement_closes() { # MONTH
    ask ketoan1 settlement show --period "$1" >"$work/settlement" && ask ketoan1 ledger balance --period "$1" >"$work/balance" &&
        "$python" "$tests/demo/books.py" settlement "$work/settlement" "$work/balance"
}

mistakes_are_found() {
    local intake
    : >"$work/issues"
    ask canbo1 intake list >"$work/intakes" || return 1
    while read -r intake; do
        ask canbo1 intake issues "$intake" | sed "s/^{/{\"intake_id\":$intake,/" >>"$work/issues"
    done < <(tool get intake_id <"$work/intakes")
    "$python" "$tests/demo/books.py" intakes "$work/intakes" $scale && "$python" "$tests/demo/truth.py" "$folder/truth.csv" "$work/intakes" "$work/issues"
}

# Files sent back have every row that came, so that the clerk goes on in the same file.
lists_come_back() {
    local lists
    lists=$(ask canbo1 intake list | tool get refused_count | grep -cv '^0$')
    [ "$(find "$folder/returned" -name '*.xlsx' | wc -l)" -ge "$lists" ] || return 1
    for file in "$folder"/returned/*.xlsx; do
        "$python" -m zipfile -t "$file" | grep -q 'Done testing' || return 1
    done
}

fingerprint() { # of everything but the database, and of the auditor's file, which tells the time it took
    find "$folder" -type f ! -name 'ansinh.db*' ! -name 'audit-*' ! -name '*.log' -exec sha256sum {} + | sort -k 2
}

again() {
    local before after
    before=$(fingerprint)
    cp "$work/$engine-1.json" "$work/before.json"
    demo 1 || return 1
    after=$(fingerprint)
    [ "$before" = "$after" ] || { diff <(echo "$before") <(echo "$after") | head; return 1; }
    "$python" "$tests/demo/books.py" months "$work/before.json" "$work/$engine-1.json" &&
        [ "$(tool get places.path <"$work/before.json" | tail -n 1)" = "$(digest 1)" ]
}

carries_on() {
    local first
    first=$(digest 1)
    demo 2 && "$python" "$tests/demo/books.py" months "$work/$engine-1.json" "$work/$engine-2.json" && [ "$(digest 2)" != "$first" ] &&
        [ "$(tool get months.period <"$work/$engine-2.json" | paste -sd ' ')" = "202601 202602" ]
}

no_number_in_clear() {
    find "$folder/lists" -name '*.csv' -exec grep -haoE '\b0[0-9]{11}\b' {} + | sort -u >"$work/numbers"
    [ "$(wc -l <"$work/numbers")" -gt 50 ] || return 1
    if [ "$engine" = sqlite ]; then
        cat "$folder"/ansinh.db* >"$work/stored"
    else
        pg_dump "$where" >"$work/stored" || return 1
    fi
    cat "$folder"/audit-*.txt "$folder"/answers/*.log "$work/$engine"-*.json >>"$work/stored"
    ! grep -qaFf "$work/numbers" "$work/stored"
}

bars() { # on a terminal one sees how far it is
    tool pty "$programs/ansinh" demo --dir "$work/bars" --scale 40 --lang en >"$work/tty" &&
        grep -qE '\[#+\.*\] +[0-9]+%  taking in the lists of the communes' "$work/tty" && grep -q 'Digest of the books' "$work/tty"
}

life() { # ENGINE, ADDRESS
    engine=$1
    where=$2
    folder=$work/$engine
    address=()
    [ "$engine" = sqlite ] || address=(--db "$where")
    check "$engine: a month of a province" demo 1
    check "$engine: every file that it names is there" places_exist 1
    check "$engine: every mistake in the lists is found, no row is lost or blamed without cause" mistakes_are_found
    check "$engine: lists with mistakes come back as workbooks" lists_come_back
    check "$engine: the settlement closes" settlement_closes 2026-01
    check "$engine: the auditor is clean" audits_are_clean 1
    check "$engine: the same command again changes nothing" again
    check "$engine: it carries on with the next month" carries_on
    check "$engine: every file that it names is there, after two months" places_exist 2
    check "$engine: the settlement of the second month closes" settlement_closes 2026-02
    check "$engine: the auditor is clean after both" audits_are_clean 2
    check "$engine: all files are private" is_private "$folder"
    check "$engine: no identity number stands anywhere in clear" no_number_in_clear
}

life sqlite "$work/sqlite/ansinh.db"
check "on a terminal it shows how far it is" bars
if [ -n "${ANSINH_TEST_POSTGRES:-}" ]; then
    name=demo_$$
    psql -qX "$ANSINH_TEST_POSTGRES" -c "CREATE DATABASE $name" >&2
    # postgres://user@host/name?options: put another name in
    life postgres "$(echo "$ANSINH_TEST_POSTGRES" | sed -E "s#^(postgres(ql)?://[^/]*)/[^?]*#\1/$name#")"
    psql -qX "$ANSINH_TEST_POSTGRES" -c "DROP DATABASE $name WITH (FORCE)" >&2
    same_books() { # MONTHS
        local one two
        engine=sqlite one=$(digest "$1")
        engine=postgres two=$(digest "$1")
        echo "$one $two"
        [ -n "$one" ] && [ "$one" = "$two" ]
    }
    check "both engines have the same books after one month" same_books 1
    check "and after two" same_books 2
else
    echo "# no PostgreSQL: SQLite only"
fi
tap_end
