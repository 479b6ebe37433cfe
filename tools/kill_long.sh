#!/bin/bash
# kill_long.sh KILLS -- the kill test (suite `kill`) with that many kills, on both engines, against the
# programs as released and a PostgreSQL that really makes its writes durable. `make test` runs the
# same test with its own default.
set -euo pipefail
cd "$(dirname "$0")/.."
export ANSINH_KILLS=${1:-5000}
export ANSINH_PROGRAMS=$PWD/build-release

[ -f build-release/build.ninja ] || CC=gcc meson setup build-release -Dwerror=true >/dev/null
ninja -C build-release --quiet
tools/link_programs.sh build-release
if ! meson test -C build-release --no-rebuild --list --suite kill 2>/dev/null | grep -q ' / '; then
    echo "there is no test in the suite kill" >&2
    exit 1
fi
# Multiplier 0: no time-out; five thousand kills take as long as they take.
test/harness/postgres.sh run --fsync -- \
    meson test -C build-release --no-rebuild --suite kill --timeout-multiplier 0 --verbose
