#!/bin/bash
# data_test.sh EVALUATE -- the evaluator counts the true pairs that the public sets are known to have; TAP.
# Skipped where the sets are not there (ANSINH_LINKAGE_DATA, else data/linkage of a neighbour of the project).
set -u
EVALUATE=$(realpath "$1") # seen from the folder of the build, before we leave it
cd "$(dirname "$0")/../.." || exit 1
WORK=$(mktemp -d "${TMPDIR:-/tmp}/data_test.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
DATA=
for folder in "${ANSINH_LINKAGE_DATA:-}" ../*/data/linkage; do
    [ -n "$DATA" ] || [ ! -f "$folder/historical_50k.csv" ] || DATA=$folder
done
if [ -z "$DATA" ]; then
    echo "1..0 # SKIP the public sets are not there"
    exit 0
fi
FAILED=0
NUMBER=0

# All records in one cluster: everything true is found, and predicted is every pair of two records.
known() { # name, truth, id column, entity column, rows, true pairs
    local got wanted="$6 $(($5 * ($5 - 1) / 2)) $6"
    awk -F', *' -v OFS=, 'NR == 1 { print "id,cluster"; next } { print $1, "one" }' "$2" >"$WORK/clusters.csv"
    got=$("$EVALUATE" dedupe --truth "$2" --id "$3" --entity "$4" --clusters "$WORK/clusters.csv" |
        awk -F'\t' '$1 == "clusters" { print $4, $5, $6 }')
    NUMBER=$((NUMBER + 1))
    if [ "$got" = "$wanted" ]; then
        echo "ok $NUMBER - $1 has $6 true pairs"
    else
        FAILED=1
        echo "not ok $NUMBER - $1 has $6 true pairs"
        echo "# found, predicted, all: $got, not $wanted"
    fi
}

echo 1..4
for name in febrl1 febrl2; do
    awk -F', *' -v OFS=, 'NR == 1 { print "id,entity"; next } { split($1, p, "-"); print $1, p[2] }' \
        "$DATA/$name.csv" >"$WORK/$name.csv"
done
known febrl1 "$WORK/febrl1.csv" id entity 1000 500
known febrl2 "$WORK/febrl2.csv" id entity 5000 1934
known fake_1000 "$DATA/fake_1000.csv" unique_id cluster 1000 2031
known historical_50k "$DATA/historical_50k.csv" unique_id cluster 50578 303961
exit $FAILED
