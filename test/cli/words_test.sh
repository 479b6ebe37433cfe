#!/bin/bash
# words_test.sh -- help, arguments, exit codes and streams of `ansinh`: what needs no month.
#
# words_test.sh BUILD
# ANSINH_PROGRAMS  the folder with the three programs, instead of BUILD
set -u
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-words.XXXXXX")
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/lib.sh"
unset ANSINH_DB ANSINH_USER ANSINH_LANG
options=(--db "$work/a.db")
cd "$work" || exit 1

# Every command, as `ansinh --help` lists them: "noun verb" or "noun".
commands() {
    "$programs/ansinh" --help --lang en | sed -nE 's/^  ([a-z]+( [a-z-]+)?)  +.*/\1/p'
}

says() { # TEXT ARGUMENTS...: exit code 0 and the text
    local text=$1
    shift
    holds "$text" "$programs/ansinh" "$@"
}

explains_itself() { # NOUN [VERB]
    "$programs/ansinh" "$@" --help --lang vi >"$work/vi" && "$programs/ansinh" "$@" --help --lang en >"$work/en" || return 1
    cat "$work/vi" "$work/en"
    grep -q "^ansinh $*" "$work/en" && grep -q "^ansinh $*" "$work/vi" && ! cmp -s "$work/vi" "$work/en" || return 1
    # One line says what it does, one line each option, in both languages alike.
    [ "$(wc -l <"$work/vi")" = "$(wc -l <"$work/en")" ] || return 1
    sed -n 2p "$work/en" | grep -q '^  .' || return 1
    ! grep -E '^  --' "$work/en" | grep -vE '^  --[a-z-]+ .*[A-Za-z]' &&
        sed 's/ --.*//' "$work/vi" | grep -qP '[^\x00-\x7F]' # Vietnamese is written in Vietnamese
}

check "the help lists every command, in both languages" bash -c \
    '[ "$("$1" --help --lang vi | grep -c "^  [a-z]")" = "$("$1" --help --lang en | grep -c "^  [a-z]")" ]' - "$programs/ansinh"
check "there are more than fifty of them" bash -c '[ "$1" -gt 50 ]' - "$(commands | wc -l)"
check "each is listed once" bash -c '[ -z "$(sort | uniq -d)" ]' < <(commands)
check "without arguments it says what it can do" says "payroll compute"
while read -r command; do
    # shellcheck disable=SC2086 # noun and verb are two words
    check "ansinh $command explains itself in both languages" explains_itself $command
done < <(commands)
check "help NOUN VERB is the same as NOUN VERB --help" cmp <("$programs/ansinh" help payroll compute) <("$programs/ansinh" payroll compute -h)
check "help of a noun lists its verbs" says "approve" payroll --help
check "it knows its version" says "ansinh 0." --version
check "the auditor explains itself" holds "--db" "$programs/ansinh-audit" --help
check "the simulator explains itself" holds "--provider" "$programs/ansinh-provider" --help
check "ANSINH_LANG chooses the language" holds "Every command" env ANSINH_LANG=en "$programs/ansinh" --help

# ---- wrong arguments: exit code 1, what is wrong, what to do ----

wrong() { # TEXT ARGUMENTS...: refused, and the English sentence holds the text
    local text=$1
    shift
    refuses 1 ARGUMENT - "$@" && run - "$@" --lang en 2>&1 | grep -qF -- "$text"
}

check "an unknown noun is refused" wrong "no such command" frobnicate
check "an unknown verb is answered with those that there are" wrong "compute, show, diff, held, approve" payroll frobnicate
check "a noun without its verb too" wrong "compute, show, diff, held, approve" payroll
check "an unknown option is refused" wrong "--frobnicate: there is no such option" payroll show --frobnicate
check "an option without its value is refused" wrong "--period MONTH: the value is missing" payroll show --period
check "another option is no value" wrong "--period MONTH: the value is missing" payroll show --period --quiet
check "an option given twice is refused" wrong "--period: given twice" payroll show --period 2026-01 --period 2026-02
check "a flag takes no value" wrong "--hard: takes no value" period close --period 2026-01 --hard=yes
check "a missing option is named, with its meaning" wrong "--digest HEX: it is required (the digest that was shown)" payroll approve --period 2026-01
check "a missing argument is named" wrong "FILE: the last part is missing" intake load --area 03646
check "one argument too many is refused" wrong "b.csv: not expected here" intake load a.csv b.csv --area 03646
check "a word that is not among those that an option takes" wrong "--kind savings: it takes bank|wallet|post" provider add x --name x --kind savings --template pain001 --debtor-name x --debtor-account 1
check "a language that is not spoken" wrong "--lang fr: it takes vi|en" init --lang fr
dashes() {
    "$programs/ansinh" intake load --area 03646 --db "$work/none.db" --lang en -- --odd-name.csv 2>"$work/err"
    [ $? = 3 ] && grep -F "[DB_OPEN]" "$work/err"
}
check "a path after -- may begin with dashes" dashes

# ---- faults, and their exit codes ----

check "no database there: a fault" refuses 3 DB_OPEN x ledger balance
no_password() {
    run x ledger balance --db "postgres://ansinh:s3cretpass@/none?host=$work" 2>&1
    [ $? = 3 ] && ! grep -q s3cretpass "$work/printed"
}
options=()
check "no server there: a fault" refuses 3 DB_OPEN x ledger balance --db "postgres://ansinh@/none?host=$work"
check "a password in the address is not repeated" no_password
options=(--db "$work/a.db")
check "a database is made" run - init
check "its key file is its owner's alone" is_private "$work"/a.*
check "signing in is asked for" wrong "ANSINH_USER" ledger balance
check "an unknown user is refused" refuses 1 USER_UNKNOWN nobody ledger balance
check "no right, no answer" refuses 1 RIGHT_MISSING - user add clerk --name Clerk --role accountant
check "the first user is an administrator" run - user add admin --name "Quản trị" --role administrator
check "ANSINH_DB and ANSINH_USER stand for --db and --as" holds administrator env ANSINH_DB="$work/a.db" ANSINH_USER=admin "$programs/ansinh" user list
check "a month that is none is refused" refuses 1 PERIOD_SYNTAX admin payroll show --period 2026-13
check "a number that is none is refused" wrong "PERSON_ID abc" beneficiary show abc --as admin
check "a day that is none is refused" refuses 1 DATE_RANGE admin enrolment stop 1 --reason DIED --on 31/02/2026
check "an unknown person is refused" refuses 1 PERSON_UNKNOWN admin beneficiary show 4711
check "an unknown area is refused" refuses 1 AREA_UNKNOWN admin area load --home 99
held_by_another() {
    tool holding "$work/a.db.lock" "$programs/ansinh" user list --as admin --db "$work/a.db" --lang en 2>"$work/err"
    local got=$?
    cat "$work/err"
    [ "$got" = 2 ] && grep -qF "[DB_LOCKED]" "$work/err"
}
check "another process holds the database: try again" held_by_another
with_open_keys() {
    chmod 644 "$work/a.keys"
    refuses 3 KEY_FILE admin user list
    local got=$?
    chmod 600 "$work/a.keys"
    return "$got"
}
check "a key file that others can read is not used" with_open_keys
with_other_keys() {
    "$programs/ansinh" init --db "$work/b.db" && refuses 3 KEY_FILE admin user list --keys "$work/b.keys"
}
check "the keys of another database are not taken" with_other_keys

# ---- streams ----

ends_with() { # CODE COMMAND: a shell line in which $ansinh is the program
    local want=$1
    shift
    ansinh="$programs/ansinh" bash -c "$1" 2>"$work/err"
    local got=$?
    cat "$work/err"
    [ "$got" = "$want" ] || { echo "exit code $got, not $want"; return 1; }
}
list='area list --db a.db'
check "a reader that has left does no harm" ends_with 0 "{ \$ansinh $list; echo \$? >code; } | :; exit \$(cat code)"
check "nor in JSON" ends_with 0 "{ \$ansinh $list --json; echo \$? >code; } | :; exit \$(cat code)"
check "and nothing is said about it" test ! -s "$work/err"
check "a full disk below standard output is a fault" ends_with 3 "\$ansinh $list >/dev/full"
check "a closed standard output is a fault" ends_with 3 "\$ansinh $list >&-"
written_blind() { # a command that writes is carried out, whoever listens
    ends_with 3 "\$ansinh user add blind --name Blind --role auditor --as admin --db a.db <&- >&- 2>&-" &&
        holds blind "$programs/ansinh" user list --as admin --db "$work/a.db" &&
        [ "$(head -c 15 "$work/a.db")" = "SQLite format 3" ]
}
check "closed streams never reach into the database" written_blind
released_blind() {
    ends_with 0 "{ \$ansinh user add deaf --name Deaf --role auditor --as admin --db a.db; echo \$? >code; } | :; exit \$(cat code)" &&
        holds deaf "$programs/ansinh" user list --as admin --db "$work/a.db"
}
check "a command that writes is carried out though nobody reads" released_blind
check "tables go into a file: CSV" run admin user list --to "$work/users.csv"
check "with all that stands there" grep -q "blind" "$work/users.csv"
check "tables go into a file: XLSX" run admin user list --to "$work/users.xlsx"
check "which is a workbook" "$python" -m zipfile -t "$work/users.xlsx"
check "another ending is refused" wrong ".csv" user list --as admin --to "$work/users.ods"
check "a folder that is not there is a fault" refuses 3 FILE_OPEN admin user list --to "$work/none/users.csv"
check "whatever was made is private" is_private "$work"/a.* "$work"/users.*
bars() { # on a terminal there are bars, with --quiet there are none
    tool pty "$programs/ansinh" user list --as admin --db "$work/a.db" >"$work/tty"
}
check "it runs on a terminal" bars
tap_end
