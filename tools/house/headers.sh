#!/bin/bash
# headers.sh BUILD -- each header of src/ and audit/ compiles alone, and twice. One TAP case each.
set -uo pipefail
build=$1
libraries=$(pkg-config --cflags sqlite3 libpq libzip libxml-2.0 libutf8proc libsodium yaml-0.1 jansson \
    2>/dev/null)
headers=$(find src audit provider -name '*.h' ! -name banned.h ! -name 'test_*.h' ! -name '*_test.h' 2>/dev/null |
    LC_ALL=C sort)
export build libraries

check_one() {
    local path=$1 include=-Isrc name output
    case $path in
    src/*) name=${path#src/} ;;
    provider/*) name=$path include='-I. -Isrc' ;; # shares our file formats
    *) name=$path include=-I. ;;                  # the auditor shares nothing
    esac
    # shellcheck disable=SC2086 # flags are words
    if output=$(printf '#include "%s"\n#include "%s"\n' "$name" "$name" |
        gcc -std=gnu17 -fsyntax-only -Wall -Wextra -Werror -D_GNU_SOURCE $include \
            -I"${path%/*}" -I"$build/src" -I"$build/sql" -I"$build/${path%/*}" $libraries -x c - 2>&1); then
        echo "ok - $path"
    else
        echo "not ok - $path"
        sed 's/^/# /' <<<"$output" | head -n 8
    fi
}
export -f check_one

echo "1..$(wc -w <<<"$headers")"
failed=0
number=0
while IFS= read -r line; do
    case $line in
    "ok - "*) number=$((number + 1)); echo "ok $number ${line#ok }" ;;
    "not ok - "*) number=$((number + 1)); failed=1; echo "not ok $number ${line#not ok }" ;;
    *) echo "$line" ;;
    esac
done < <(xargs -P "$(nproc)" -I{} bash -c 'check_one {}' <<<"$headers")
exit "$failed"
