#!/bin/bash
# globals.sh BUILD -- no writable data in the libraries of the house: what a call needs, it is given.
# One TAP case per library of src/. Constant data is in .rodata and .data.rel.ro and does not count;
# neither do the sanitizers' own symbols.
set -uo pipefail
build=$1
archives=$(find "$build/src" "$build/sql" -name 'lib*.a' 2>/dev/null | LC_ALL=C sort)
[ -n "$archives" ] || { echo "Bail out! no libraries in $build"; exit 1; }
echo "1..$(wc -l <<<"$archives")"
number=0
failed=0
while IFS= read -r archive; do
    number=$((number + 1))
    found=$(objdump -t "$archive" 2>/dev/null |
        awk '/ O \.(data|bss|tdata|tbss)/ && !/ \.data\.rel\.ro/ { print $NF }' |
        grep -vE '^(__|\.?L?(asan|ubsan))' || true)
    if [ -z "$found" ]; then
        echo "ok $number - ${archive#"$build"/}"
    else
        failed=1
        echo "not ok $number - ${archive#"$build"/}"
        sed 's/^/# writable: /' <<<"$found"
    fi
done <<<"$archives"
exit "$failed"
