#!/bin/bash
# count_test.sh -- the counter must not lose a case: a log with each kind of outcome, counted. TAP.
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0
failed=0

# section RESULT LINES...: one test of Meson's log.
section() {
    local result=$1
    shift
    printf '%s\n' "=============================== 1/9 ================================" \
        "test:         t" "start time:   00:00:00" "duration:     0.01s" "result:       $result" \
        "command:      t" "----------------------------------- stdout -----------------------------------" \
        "$@" "----------------------------------- stderr -----------------------------------" \
        "ok 99 - not a case: this is stderr" \
        "==============================================================================" ""
}

# expect NAME COUNTS FAILURE-TEXT: counts the log on stdin.
expect() {
    local name=$1 wanted=$2 told=$3 got
    number=$((number + 1))
    rm -f "$work/failures"
    touch "$work/failures"
    got=$(awk -v failures="$work/failures" -f tools/count_tap.awk)
    if [ "$got" = "$wanted" ] && grep -qF -- "$told" "$work/failures" ||
        { [ "$got" = "$wanted" ] && [ -z "$told" ] && [ ! -s "$work/failures" ]; }; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
        echo "# wanted '$wanted', got '$got'"
    fi
}

echo "1..9"
expect "all pass" "2 0 0" "" < <(section "exit status 0" "1..2" "ok 1 - a" "ok 2 - b")
expect "one fails" "1 1 0" "# why" < <(section "exit status 1" "1..2" "ok 1 - a" "not ok 2 - b" "# why")
expect "promised cases that never came have failed" "1 4 0" "4 of 5 cases never ran" \
    < <(section "killed by signal 11 SIGSEGV" "1..5" "ok 1 - a")
expect "a leak after the last case has failed" "1 1 0" "ended with exit status 1" \
    < <(section "exit status 1" "1..1" "ok 1 - a")
expect "a program killed before its plan has failed" "1 1 0" "SIGKILL" \
    < <(section "killed by signal 9 SIGKILL" "ok 1 - a")
expect "a skipped case is no passed one" "1 0 1" "" \
    < <(section "exit status 0" "1..2" "ok 1 - a # SKIP no server" "ok 2 - b")
expect "a program without TAP is one case" "1 0 0" "" < <(section "exit status 0" "whatever")
expect "a program without TAP that fails" "0 1 0" "exit status 3" \
    < <(section "exit status 3" "whatever")
expect "several programs add up" "2 1 0" "b" < <(
    section "exit status 0" "1..1" "ok 1 - a"
    section "exit status 1" "1..1" "not ok 1 - b"
    section "exit status 0" "ok 1 - c" "1..1"
)
exit "$failed"
