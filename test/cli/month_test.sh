#!/bin/bash
# month_test.sh -- a whole month by single commands, on SQLite and on PostgreSQL: from an empty folder to
# settled books, as an officer, an accountant and an administrator would type it.
#
# Every command that writes is given twice under one request key, every command that reads in both
# languages and in JSON (lib.sh). At the end nothing that anybody printed, and nothing that was stored,
# holds a personal number, a telephone or an account number in clear.
#
# month_test.sh BUILD
# ANSINH_PROGRAMS       the folder with the three programs, instead of BUILD
# ANSINH_TEST_POSTGRES  a server; without it only SQLite is tried
set -u
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-month.XXXXXX")
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/lib.sh"
unset ANSINH_DB ANSINH_USER ANSINH_LANG

month=2026-01
commune=03646 # Tô Hiệu, Sơn La
# All numbers of the lists, as they were typed and as they are meant, and those that come later.
numbers=(014080000123 014190000124 014320000125 014050000126 01417500012 014060000555 014080000777
    14080000777 014061000778 0912345678 0912345679 0912345670 0912345671 0912345672 0912345101
    912345101 0912345102 0912345103 100200300400 100200399400 100200500600 014070000999 700800900100)

today() { # DAYS: the day in Vietnam, so many days on
    TZ=Asia/Ho_Chi_Minh date -d "+$1 days" +%Y%m%d
}

equals() { # WANTED COMMAND...: prints exactly that
    local wanted=$1 got
    shift
    got=$("$@") || return 1
    [ "$got" = "$wanted" ] || { echo "got '$got', not '$wanted'"; return 1; }
}

# ---- from an empty folder ----

setting_up() {
    check "$engine: a database and its keys are made" does - init
    check "$engine: making them again does no harm" does - init
    check "$engine: the first user must be the administrator" refuses 1 RIGHT_MISSING - user add off1 --name Cán --role province_officer
    check "$engine: an administrator" does - user add admin --name "Quản trị" --role administrator
    check "$engine: the login is taken" refuses 1 USER_EXISTS admin user add admin --name Khác --role auditor
    check "$engine: both maps of Vietnam" does admin area load --home 14
    check "$engine: the provinces of today" shows - area list
    check "$engine: there are 34" equals 34 bash -c 'grep -c area_code "$1"' - "$work/reply"
    check "$engine: the communes of one" shows - area list --area 14
    check "$engine: an officer of the province" does admin user add off1 --name "Cán bộ" --role province_officer --area 14
    check "$engine: another one" does admin user add off2 --name "Cán bộ hai" --role province_officer --area 14
    check "$engine: an accountant" does admin user add acc1 --name "Kế toán" --role accountant --area 14
    check "$engine: a commune officer elsewhere" does admin user add com1 --name "Cán bộ xã" --role commune_officer --area 03679
    check "$engine: who may do what" shows admin user list
    check "$engine: officers do not administer" refuses 1 RIGHT_MISSING off1 user list
    check "$engine: a bank" does admin provider add bank1 --name "Ngân hàng Mẫu" --kind bank --bin 970499 --template pain001 --debtor-name "So Y te" --debtor-account 123456789
    check "$engine: a wallet" does admin provider add wallet1 --name "Ví Mẫu" --kind wallet --template wallet_xlsx --debtor-name "So Y te" --debtor-account 123456788
    check "$engine: the post" does admin provider add post1 --name "Bưu điện Mẫu" --kind post --template post_list_xlsx --debtor-name "So Y te" --debtor-account 123456787
    check "$engine: the providers" shows off1 provider list
}

# ---- the lists of the communes ----

taking_in() {
    check "$engine: a CSV list goes in" does off1 intake load "$here/list.csv" --area $commune --annotated "$work/$engine-back.xlsx"
    check "$engine: three of five rows are good" equals "3 2" echo "$(reply accepted_count) $(reply refused_count)"
    check "$engine: it comes back with the reasons" "$python" -m zipfile -t "$work/$engine-back.xlsx"
    tool xlsx "$work/list.xlsx" <"$here/list.tsv"
    check "$engine: an XLSX list goes in" does off1 intake load "$work/list.xlsx" --area $commune
    check "$engine: two of three rows are good" equals "2 1" echo "$(reply accepted_count) $(reply refused_count)"
    run off1 intake load "$here/list.csv" --area $commune --annotated "$work/$engine-again.xlsx" --json >"$work/reply"
    check "$engine: the same file again changes nothing" equals "0 1" echo "$(reply new_count) $(reply repeated)"
    check "$engine: and comes back with the reasons again" "$python" -m zipfile -t "$work/$engine-again.xlsx"
    check "$engine: the lists that came" shows off1 intake list
    check "$engine: what is wrong, cell by cell" shows off1 intake issues 1
    check "$engine: names the cell that is wrong" grep -q '"issue_code":"DATE_RANGE"' "$work/reply"
    check "$engine: a file that is no list is refused" refuses 1 INTAKE_NO_HEADER off1 intake load "$here/lib.sh" --area $commune
    check "$engine: a file that is not there is a fault" refuses 3 FILE_OPEN off1 intake load "$work/none.csv" --area $commune
    check "$engine: an officer of another commune may not" refuses 1 RIGHT_MISSING com1 intake load "$here/list.csv" --area $commune
    check "$engine: found by a name without tones" shows off1 beneficiary find "lo van"
    check "$engine: that one" equals "Lò Văn Xuân" reply full_name
    check "$engine: found by number" shows off1 beneficiary find 014050000126
    check "$engine: that one too" equals "Vì Văn Pành" reply full_name
    check "$engine: nobody found is an answer" shows off1 beneficiary find "khong co ai"
    check "$engine: everything about one" shows off1 beneficiary show 1
    check "$engine: also the row of the list that made it" equals "list.csv 3" echo "$(reply sources.file_name) $(reply sources.row_no)"
    check "$engine: not for an officer of another commune" refuses 1 RIGHT_MISSING com1 beneficiary show 1
    check "$engine: nor one who is not there" refuses 1 PERSON_UNKNOWN off1 beneficiary show 4711
    check "$engine: defects by code" shows acc1 report defects
    check "$engine: accounts by commune" shows off1 report accounts
}

# ---- the register, by hand ----

changing() {
    check "$engine: an unknown category is refused" refuses 1 ENROLMENT_CATEGORY off1 enrolment add 1 --category nd20/99 --decision 1/QĐ --decision-date 2025-12-01
    check "$engine: a mandate" does off1 mandate add 4 --recipient "Lường Thị Hoa" --recipient-id 014070000999 --relation "vợ" --certifier "UBND xã"
    local mandate
    mandate=$(reply mandate_id)
    check "$engine: an account of the recipient" does off1 account set 4 --provider bank1 --channel bank --number 700800900100 --holder "Lường Thị Hoa" --mandate "$mandate"
    check "$engine: an unknown provider is refused" refuses 1 ACCOUNT_PROVIDER off1 account set 4 --provider bank9 --channel bank --number 700800900100 --holder X
    check "$engine: the mandate is taken back" does off1 mandate revoke 4 --mandate "$mandate"
    check "$engine: money goes by wallet again" does off1 account set 4 --provider wallet1 --channel wallet --number 0912345101 --holder "Lường Văn Chung"
    check "$engine: a right pauses" does off1 enrolment suspend 5 --reason ABSENT --on "$pause_day"
    check "$engine: and goes on" does off1 enrolment resume 5 --reason ABSENT --on "$pause_day"
    check "$engine: which reasons there are" shows - reason list
    check "$engine: a slip of the pen is no reason" refuses 1 NOT_FOUND off1 enrolment stop 1 --reason DAETH
    check "$engine: nor for a hold" refuses 1 NOT_FOUND off1 hold place 2 --reason BECAUSE
    check "$engine: a person is held" does off1 hold place 2 --reason REVIEW
    check "$engine: not lifted by who placed it" refuses 1 PAYROLL_SAME_PERSON off1 hold lift 2 --reason REVIEW
    check "$engine: lifted by another" does off2 hold lift 2 --reason REVIEW
    check "$engine: and held again" does off2 hold place 2 --reason COMPLAINT
}

# ---- the list of the month, and the money ----

paying() {
    local digest
    check "$engine: the month is computed" does off1 payroll compute --period $month
    check "$engine: eligible = paid + held" equals "5 4 1" echo "$(reply eligible_count) $(reply obligated_count) $(reply held_count)"
    digest=$(reply digest)
    check "$engine: computed once" refuses 1 PAYROLL_EXISTS off1 payroll compute --period $month
    check "$engine: shown by commune" shows acc1 payroll show --period $month
    check "$engine: with the digest to approve" equals "$digest" reply payroll_head.digest
    check "$engine: the difference, with reasons" shows acc1 payroll diff --period $month
    check "$engine: person by person" shows acc1 payroll diff --period $month --persons
    check "$engine: who is held" shows acc1 payroll held --period $month
    check "$engine: another month has no list" refuses 1 NOT_FOUND acc1 payroll show --period 2026-09
    check "$engine: not approved without money" refuses 1 PAYMENT_NO_FUNDS acc1 payroll approve --period $month --digest "$digest"
    check "$engine: the allotment" does acc1 allotment add --period $month --decision 1/QĐ
    check "$engine: who made it may not approve it" refuses 1 RIGHT_MISSING off1 payroll approve --period $month --digest "$digest"
    check "$engine: another digest is refused" refuses 1 PAYROLL_DIGEST acc1 payroll approve --period $month --digest "${digest//[0-9]/a}"
    check "$engine: not released unapproved" refuses 1 PAYROLL_NOT_APPROVED acc1 payment release --period $month
    check "$engine: approved" does acc1 payroll approve --period $month --digest "$digest"
    check "$engine: money at the providers" does acc1 provider prefund --period $month
    check "$engine: released and sealed" does acc1 payment release --period $month
    check "$engine: not released twice" refuses 1 PAYROLL_ALREADY_RELEASED acc1 payment release --period $month
    check "$engine: nothing is left to seal" does acc1 payment seal --period $month
    check "$engine: sent" run acc1 payment send --period $month --out "$work/$engine-exchange" --json
    check "$engine: three files, private" equals 3 bash -c 'find "$1" -type f -perm 600 ! -name ".*" | wc -l' - "$work/$engine-exchange"
    check "$engine: sent once" equals 0 bash -c '"$@" | tail -n 1 | grep -o "sent_count.:[0-9]*" | cut -d: -f2' - "$programs/ansinh" payment send --period $month --out "$work/$engine-exchange" --json --as acc1 "${options[@]}"
    check "$engine: the state of each try" shows acc1 payment status --period $month
    check "$engine: in the words of programs" grep -q '"state":"SENT"' "$work/reply"
    check "$engine: batch by batch" shows acc1 payment status --period $month --batches
    check "$engine: what needs somebody" shows acc1 payment work --period $month
    check "$engine: nobody is silent yet" does acc1 payment silent
    check "$engine: an id with a wrong check character" refuses 1 END_TO_END_ID acc1 payment never-received VN01000000100001X --evidence "$here/list.csv"
    check "$engine: the list that people sign" shows acc1 report pay-list --period $month --commune $commune
    check "$engine: payments by commune and channel" shows acc1 report payments --period $month
    check "$engine: movements of the month" shows acc1 report movements --period $month
}

answering() {
    local provider day file count=0
    for provider in bank1 wallet1 post1; do
        for day in 0 1 6 12 18; do
            "$programs/ansinh-provider" answer --provider $provider --in "$work/$engine-exchange/$provider" --out "$work/$engine-answers/$provider" \
                --seed 5 --day "$(today $day)" --fault-mix none >>"$work/printed" || return 1
        done
        for file in "$work/$engine-answers/$provider"/*.{xml,xlsx,csv}; do
            [ -f "$file" ] || continue
            case $file in *books*) continue ;; esac
            run acc1 result load "$file" --provider $provider --json >"$work/reply" || { cat "$work/reply"; return 1; }
            count=$((count + 1))
            run acc1 result load "$file" --provider $provider --json | grep -q '"repeated_file":1' || return 1
        done
    done
    [ "$count" -ge 4 ]
}

settling() {
    check "$engine: the providers answer, each file counts once" answering
    check "$engine: a list is no result" refuses 1 FILE_KIND acc1 result load "$here/list.csv" --provider post1
    check "$engine: nor is what we sent" refuses 1 FILE_KIND acc1 result load "$(find "$work/$engine-exchange/post1" -type f)" --provider post1
    check "$engine: nor any other file" refuses 1 RESULT_FORMAT acc1 result load "$here/lib.sh" --provider post1
    check "$engine: an answer is no list" refuses 1 INTAKE_NO_HEADER off1 intake load "$(find "$work/$engine-answers/post1" -name '*.xlsx' | head -n 1)" --area $commune
    check "$engine: result files" shows acc1 result files
    check "$engine: rows that match nothing" shows acc1 result suspense
    check "$engine: open cases" shows acc1 case list
    check "$engine: a case that is not there" refuses 1 NOT_FOUND acc1 case close 4711 --outcome 2
    check "$engine: everybody is paid" shows acc1 payment status --period $month
    check "$engine: nobody is in another state" equals PAID bash -c 'sort -u' < <(tool get state <"$work/reply")
    check "$engine: one person, from the list to the books" shows off1 beneficiary show 1
    check "$engine: paid by evidence" equals PAID reply trail.state
    check "$engine: the entry behind it" shows acc1 ledger entry "$(reply trail.txn_id)"
    check "$engine: no such entry" refuses 1 NOT_FOUND acc1 ledger entry 471100
    check "$engine: the post hands back what is left" does acc1 provider hand-back --period $month --provider post1
    check "$engine: the month is closed for new lists" does acc1 period close --period $month
    check "$engine: no list of a closed month" refuses 1 PAYROLL_PERIOD_CLOSED off1 payroll compute --period $month --kind 2
    check "$engine: the books of the month are locked" does acc1 period close --period $month --hard
    check "$engine: nothing is posted into them" refuses 1 LEDGER_PERIOD_LOCKED acc1 period close --period $month
    check "$engine: the settlement" shows acc1 settlement show --period $month
    check "$engine: closes at zero" equals 0 reply closing_dong
    check "$engine: by commune" shows acc1 settlement show --period $month --communes
    check "$engine: the trial balance" shows acc1 ledger balance
    check "$engine: sums to zero" equals 0 reply balance_dong
    check "$engine: up to a month" shows acc1 ledger balance --period $month
    check "$engine: the digest of the books" does acc1 ledger digest
    eval "digest_$engine=$(reply digest)"
    check "$engine: the auditor finds nothing" audit
}

audit() {
    "$programs/ansinh-audit" --db "$address" --files "$work/$engine.files" >"$work/audit.out" 2>&1
    local got=$?
    keep <"$work/audit.out"
    "$programs/ansinh-audit" --db "$address" --json | keep | tool document || return 1
    return "$got"
}

# ---- what may stand nowhere ----

clear_of_numbers() { # FILE...
    local text
    for text in "${numbers[@]}"; do
        if grep -qaF -- "$text" "$@"; then
            echo "$text stands in $(grep -laF -- "$text" "$@" | head -n 3 | tr '\n' ' ')"
            return 1
        fi
    done
}

copying() {
    if [ "$engine" = sqlite ]; then
        check "sqlite: a backup" run admin backup "$work/backup.db"
        check "sqlite: not over a file that is there" refuses 1 ARGUMENT admin backup "$work/backup.db"
        check "sqlite: it is the administrator's to make" refuses 1 RIGHT_MISSING acc1 backup "$work/backup2.db"
        check "sqlite: the auditor reads the backup" "$programs/ansinh-audit" --db "$work/backup.db" --quiet
        check "sqlite: the backup is a database to work with" "$programs/ansinh" ledger balance --db "$work/backup.db" --keys "$work/sqlite.keys" --as acc1
        check "sqlite: no number in clear in the database" clear_of_numbers "$work"/sqlite.db*
        check "sqlite: no number in clear in the backup" clear_of_numbers "$work"/backup.db*
        check "sqlite: database, keys, originals, backup, workbooks are private" is_private "$work"/sqlite.db* "$work/sqlite.keys" "$work/sqlite.files" "$work"/backup.db "$work"/sqlite-*.xlsx
    else
        check "postgres: a backup is pg_dump's to make" refuses 1 ARGUMENT admin backup "$work/backup.db"
        pg_dump "$address" >"$work/dump.sql" || echo "Bail out! pg_dump"
        check "postgres: no number in clear in the database" clear_of_numbers "$work/dump.sql"
    fi
    check "$engine: no number in clear in anything printed" clear_of_numbers "$work/printed"
    check "$engine: yet the bank's file carries the account" grep -qF 100200300400 -r "$work/$engine-exchange/bank1"
}

# The log of a program that died: every page that was written stands in it as it is. It dies of a limit
# on the size of files, in the middle of writing its log.
write_ahead_log() {
    { head -n 2 "$here/list.csv" && for i in $(seq 1000 5000); do
        echo "$i,Lò Văn Xuân,05/03/1980,Nam,01408000$i,Thái,Bản Nà,091234$i,5.6,Nặng,$i/QĐ,01/02/2022,02/2022,,,,,,Tài khoản,bank1,10020030$i,Lò Văn Xuân"
    done; } >"$work/long.csv"
    (
        ulimit -c 0
        ulimit -f 1500 # kilobytes
        exec "$programs/ansinh" intake load "$work/long.csv" --area $commune --as off1 "${options[@]}"
    )
    local got=$?
    ls -l "$work"/sqlite.db*
    [ "$got" != 0 ] && [ "$(stat -c %s "$work/sqlite.db-wal")" -gt 1000000 ] || { echo "it ended with $got"; return 1; }
    ! grep -qaE '01408000[1-5][0-9]{3}|091234[1-5][0-9]{3}|10020030[1-5][0-9]{3}' "$work"/sqlite.db* && is_private "$work"/sqlite.db* &&
        run off1 intake load "$work/long.csv" --area $commune --lang en && audit
}

month_of() { # ENGINE, ADDRESS
    engine=$1
    address=$2
    options=(--db "$address" --keys "$work/$engine.keys" --files "$work/$engine.files")
    pause_day=$(TZ=Asia/Ho_Chi_Minh date +%d/%m/%Y)
    : >"$work/printed"
    setting_up
    taking_in
    changing
    paying
    settling
    copying
}

month_of sqlite "$work/sqlite.db"
check "sqlite: a program killed in the middle leaves no number in clear, and is begun again" write_ahead_log
if [ -n "${ANSINH_TEST_POSTGRES:-}" ]; then
    name=cli_month_$$
    psql -qX "$ANSINH_TEST_POSTGRES" -c "CREATE DATABASE $name" >&2
    # postgres://user@host/name?options: put another name in
    month_of postgres "$(echo "$ANSINH_TEST_POSTGRES" | sed -E "s#^(postgres(ql)?://[^/]*)/[^?]*#\1/$name#")"
    psql -qX "$ANSINH_TEST_POSTGRES" -c "DROP DATABASE $name WITH (FORCE)" >&2
    check "both engines end with the same books" equals "$digest_sqlite" echo "$digest_postgres"
else
    echo "# no PostgreSQL: SQLite only"
fi
tap_end
