#!/bin/bash
# http_test.sh -- `ansinh serve` on both engines, asked over the wire.
#
# http_test.sh BUILD
# ANSINH_PROGRAMS       the folder with the three programs, instead of BUILD
# ANSINH_TEST_POSTGRES  a server; without it only SQLite is tried
set -u
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-http.XXXXXX")
trap 'rm -rf "$work"' EXIT
here=$(cd "$(dirname "$0")" && pwd)
unset ANSINH_DB ANSINH_USER ANSINH_LANG
python=/usr/bin/python3
[ -x "$python" ] || python=python3

exec "$python" -S -B "$here/http_test.py" "$programs" "$work" "${ANSINH_TEST_POSTGRES:-}"
