#!/bin/bash
# run_tests.sh -- the whole test run. The last line is "N passed, N failed", every case counted, and
# the exit status agrees with it.
#
#   build-test     gcc, ASan and UBSan, warnings are errors: runs every test, on SQLite and on a
#                  throw-away PostgreSQL, and the checks of the house
#   build-clang    clang 19, warnings are errors: runs the unit tests
#   build-tsan     gcc with ThreadSanitizer: only the test of what is done at once
#   build-release  gcc -O2 as users build it, warnings are errors: only has to compile; what runs for
#                  long (kills, months) uses its programs through ANSINH_PROGRAMS
set -uo pipefail
cd "$(dirname "$0")/.."

JOBS=${JOBS:-$(nproc)}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-test-run.XXXXXX")
FAILURES=$WORK/failures
PASSED=0
FAILED=0
SKIPPED=0
: >"$FAILURES"

cleanup() {
    [ -n "${POSTGRES_FOLDER:-}" ] && test/harness/postgres.sh stop "$POSTGRES_FOLDER" >/dev/null 2>&1
    rm -rf "$WORK"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# One case whose outcome is the exit status of a command; its output is shown when it fails.
single_case() {
    local name=$1
    shift
    local began=$SECONDS
    if "$@" >"$WORK/out" 2>&1; then
        PASSED=$((PASSED + 1))
        printf '  ok      %4ds  %s\n' $((SECONDS - began)) "$name"
        return 0
    fi
    FAILED=$((FAILED + 1))
    echo "$name" >>"$FAILURES"
    printf '  FAILED  %4ds  %s\n' $((SECONDS - began)) "$name"
    grep -vE '^\[[0-9]+/[0-9]+\] |^Compiler for C|^(Dependency|Run-time dependency) ' "$WORK/out" |
        cut -c 1-300 | tail -n 60
    return 1
}

# compile FOLDER COMPILER MESON-OPTIONS...: configures once, builds, fails on any warning.
compile() {
    local folder=$1 compiler=$2
    shift 2
    if [ ! -f "$folder/build.ninja" ]; then
        CC=$compiler meson setup "$folder" -Dwerror=true "$@" || return 1
    fi
    ninja -C "$folder" -j "$JOBS" -k 20
}

start_postgres() {
    local began=$SECONDS
    if [ ! -x test/harness/postgres.sh ]; then
        echo "  (no test/harness/postgres.sh: what needs PostgreSQL is skipped)"
        return 0
    fi
    if test/harness/postgres.sh start >"$WORK/postgres" 2>"$WORK/out"; then
        POSTGRES_FOLDER=$(sed -n 1p "$WORK/postgres")
        ANSINH_TEST_POSTGRES=$(sed -n 2p "$WORK/postgres")
        export ANSINH_TEST_POSTGRES
        PASSED=$((PASSED + 1))
        printf '  ok      %4ds  %s\n' $((SECONDS - began)) "a throw-away PostgreSQL starts"
    else
        FAILED=$((FAILED + 1))
        echo "a throw-away PostgreSQL starts" >>"$FAILURES"
        cat "$WORK/out"
    fi
}

# Runs the tests of a build folder and counts their cases; says which failed and why.
run_suites() {
    local folder=$1
    shift
    local began=$SECONDS status=0 counts passed failed skipped
    rm -f "$folder/meson-logs/testlog.txt"
    meson test -C "$folder" --no-rebuild --num-processes "$JOBS" --print-errorlogs "$@" \
        >"$WORK/meson.out" 2>&1 || status=$?
    if [ ! -f "$folder/meson-logs/testlog.txt" ]; then
        cat "$WORK/meson.out"
        FAILED=$((FAILED + 1))
        echo "$folder: the tests did not run" >>"$FAILURES"
        return
    fi
    counts=$(LC_ALL=C awk -v failures="$FAILURES" -f tools/count_tap.awk \
        "$folder/meson-logs/testlog.txt")
    read -r passed failed skipped <<<"$counts"
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
        echo "$folder: meson reports a failure (status $status) that no case shows" >>"$FAILURES"
    fi
    if [ "$failed" -ne 0 ]; then
        grep -vE '^ *[0-9]+/[0-9]+ .* (OK|SKIP) |^▶ |^ninja: ' "$WORK/meson.out" |
            sed '/^Summary of Failures/,$d' | head -n 300
    fi
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    SKIPPED=$((SKIPPED + skipped))
    printf '  %s  %4ds  %s: %d cases passed, %d failed, %d skipped\n' \
        "$([ "$failed" -eq 0 ] && echo 'ok    ' || echo FAILED)" $((SECONDS - began)) \
        "$folder" "$passed" "$failed" "$skipped"
}

# A folder whose meson.build nobody reads would hide its tests.
every_folder_is_built() {
    local read missing=0 file
    read=$(meson introspect build-test --buildsystem-files | tr ',[]' '\n' | tr -d ' "')
    while IFS= read -r file; do
        if ! grep -qF "/$file" <<<"$read"; then
            echo "not part of the build: $file"
            missing=1
        fi
    done < <(find src sql data audit provider test bench tools law -name meson.build 2>/dev/null)
    return "$missing"
}

# Only one test and what it links; the programs beside it are those as released.
compile_for_threads() {
    if [ ! -f build-tsan/build.ninja ]; then
        CC=gcc meson setup build-tsan -Dwerror=true -Db_sanitize=thread -Doptimization=1 || return 1
    fi
    ninja -C build-tsan -j "$JOBS" test/concurrency/concurrency_test
}

threads_meet() {
    ANSINH_RACE_ROUNDS=2 TSAN_OPTIONS=halt_on_error=1 CMOCKA_MESSAGE_OUTPUT=TAP \
        build-tsan/test/concurrency/concurrency_test build-release/provider/ansinh-provider \
        build-release/audit/ansinh-audit build-release/src/main/ansinh '*postgres'
}

# A test file of web/test, counted case by case from its TAP; what was cancelled has failed.
run_browser() {
    local file=$1 name=$2 began=$SECONDS status=0 passed failed
    (cd web && ../tools/web.sh run node --test --test-reporter=tap --test-timeout=600000 "test/$file") \
        >"$WORK/tap" 2>&1 || status=$?
    passed=$(awk '/^# pass /{n += $3} END {print n + 0}' "$WORK/tap")
    failed=$(awk '/^# (fail|cancelled) /{n += $3} END {print n + 0}' "$WORK/tap")
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
    fi
    if [ "$failed" -ne 0 ]; then
        grep -E '^ *not ok ' "$WORK/tap" | sed "s|^ *not ok [0-9]* - |$name: |" >>"$FAILURES"
        grep -vE '^ *(at |ok |# Subtest|# (tests|suites)|1\.\.|---|\.\.\.|duration_ms|type:)' "$WORK/tap" | cut -c 1-1600 | head -n 150
    fi
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    printf '  %s  %4ds  %s: %d cases passed, %d failed\n' \
        "$([ "$failed" -eq 0 ] && echo 'ok    ' || echo FAILED)" $((SECONDS - began)) "$name" "$passed" "$failed"
}

skipped() {
    SKIPPED=$((SKIPPED + 1))
    echo "  skipped        $*"
}

# The document that the application's types are made from is the one that the server gives now.
openapi_is_current() {
    build-release/ansinh api describe | cmp - web/openapi.json ||
        { echo "make it again: build/ansinh api describe > web/openapi.json"; return 1; }
    (cd web && ../tools/web.sh run node tools/lint_api.mjs)
}

# What a first visit loads before it can sign in: at most 200 kB packed.
first_page_is_small() {
    local total=0 file
    for file in $(grep -oE '/assets/[^"]+\.(js|css)' web/dist/index.html | sort -u); do
        total=$((total + $(stat -c %s "web/dist$file.gz")))
    done
    echo "$total bytes"
    [ "$total" -gt 0 ] && [ "$total" -le 200000 ]
}

test_web() {
    local status=0
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
        skipped "the browser application: no Node here"
        return
    fi
    tools/web.sh install >"$WORK/out" 2>&1 || status=$?
    if [ "$status" -eq 3 ]; then
        skipped "the browser application: the registry of its packages cannot be reached"
        return
    fi
    single_case "web: packages" tools/web.sh install || return
    single_case "web: types" tools/web.sh run tsc -b
    single_case "web: made from the server's own description" openapi_is_current
    single_case "web: unit tests" tools/web.sh run vitest run
    single_case "web: builds" tools/web.sh build || return
    single_case "web: the first page is small" first_page_is_small
    if [ ! -x "${ANSINH_CHROMIUM:-/usr/bin/chromium}" ]; then
        skipped "the browser application in a browser: no chromium here"
        return
    fi
    run_browser screens.test.ts "web: every screen"
    run_browser month.test.ts "web: a month"
}

unit_tests_of_clang() {
    meson test -C build-clang --no-rebuild --num-processes "$JOBS" --print-errorlogs --suite unit
}

main() {
    export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
    export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    export ANSINH_PROGRAMS=$PWD/build-release
    local usable=true
    echo "building"
    if single_case "gcc, as released" compile build-release gcc; then
        single_case "the three programs are there" tools/link_programs.sh build-release
    fi
    single_case "gcc, with ASan and UBSan" \
        compile build-test gcc -Db_sanitize=address,undefined -Doptimization=1 || usable=false
    if single_case "clang 19" compile build-clang clang-19 -Doptimization=0; then
        single_case "clang 19: unit tests" unit_tests_of_clang
    fi
    echo "testing"
    start_postgres
    if [ -n "${POSTGRES_FOLDER:-}" ] && single_case "gcc, with TSan" compile_for_threads; then
        single_case "two at once under TSan" threads_meet
    fi
    test_web
    if $usable; then
        single_case "every folder is part of the build" every_folder_is_built
        run_suites build-test --timeout-multiplier 3
    fi
    echo
    if [ "$FAILED" -ne 0 ]; then
        echo "failed:"
        sed 's/^/  /' "$FAILURES"
        echo
    fi
    [ "$SKIPPED" -eq 0 ] || echo "$SKIPPED skipped"
    echo "took $SECONDS s"
    echo "$PASSED passed, $FAILED failed"
    [ "$FAILED" -eq 0 ]
}

main "$@"
