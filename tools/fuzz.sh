#!/bin/bash
# fuzz.sh SECONDS [NAME] -- runs each fuzzer of test/fuzz (or one) under clang's libFuzzer with ASan and
# UBSan. New inputs are kept in build-fuzz/corpus/<name>; a crash is written to build-fuzz/crash/ and
# ends the run with status 1. What is worth keeping moves to test/fuzz/corpus/<name> by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
SECONDS_EACH=${1:-60}
ONLY=${2:-}

if [ ! -f build-fuzz/build.ninja ]; then
    CC=clang-19 meson setup build-fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
        -Doptimization=1 >/dev/null
fi
ninja -C build-fuzz > build-fuzz/ninja.log || { tail -n 40 build-fuzz/ninja.log; exit 1; }
mkdir -p build-fuzz/crash

status=0
count=0
for fuzzer in build-fuzz/test/fuzz/fuzz_*; do
    [ -f "$fuzzer" ] && [ -x "$fuzzer" ] || continue
    name=${fuzzer##*/fuzz_}
    [ -z "$ONLY" ] || [ "$ONLY" = "$name" ] || continue
    count=$((count + 1))
    mkdir -p "build-fuzz/corpus/$name" "test/fuzz/corpus/$name"
    arguments=(-max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=2048
        -artifact_prefix="build-fuzz/crash/$name-" -print_final_stats=1)
    [ ! -f "test/fuzz/$name.dict" ] || arguments+=(-dict="test/fuzz/$name.dict")
    echo "fuzz $name for $SECONDS_EACH s"
    UBSAN_OPTIONS=halt_on_error=1 "$fuzzer" "${arguments[@]}" "build-fuzz/corpus/$name" \
        "test/fuzz/corpus/$name" 2>"build-fuzz/$name.log" || status=1
    grep -E '^stat::number_of_executed_units|SUMMARY|ERROR' "build-fuzz/$name.log" || true
done
if [ "$count" -eq 0 ]; then
    echo "no fuzzer was built" >&2
    exit 1
fi
exit "$status"
