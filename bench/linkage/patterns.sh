#!/bin/bash
# patterns.sh SPLINK.tsv OURS.tsv -- are two tables of comparison vectors the same? Exit status 0 when so.
#
# Splink counts levels from 0 (else) up and has -1 for missing; ours from 1 (most alike) down to else and
# has 0 for missing. Both tables: one column a comparison, the last one the count of pairs. Ours may
# stand in any order and leave out vectors without pairs.
set -u
[ $# -eq 2 ] || { echo "usage: patterns.sh SPLINK.tsv OURS.tsv" >&2; exit 2; }
awk -F'\t' '
    BEGIN { rows = 0 } # as a subscript, a name without a value is no zero
    FNR == 1 { file++; if (file == 2) turn(); next }
    file == 1 { for (i = 1; i < NF; i++) { cell[rows, i] = $i; if ($i > top[i]) top[i] = $i }
                count[rows++] = $NF; columns = NF - 1; next }
    { key = ""; for (i = 1; i < NF; i++) key = key " " $i; ours[key] += $NF; our_sum += $NF }
    # The level that agrees most is 1 for us and the highest number for Splink; some pair always has it.
    function turn(   r, i, key) {
        for (r = 0; r < rows; r++) {
            key = ""
            for (i = 1; i <= columns; i++)
                key = key " " (cell[r, i] < 0 ? 0 : top[i] - cell[r, i] + 1)
            theirs[key] += count[r]
            their_sum += count[r]
        }
    }
    END {
        for (key in theirs) if (theirs[key] != ours[key]) { apart++; pairs += off(theirs[key], ours[key]) }
        for (key in ours) if (!(key in theirs) && ours[key] > 0) { apart++; pairs += ours[key] }
        printf "pairs: splink %d, ours %d; vectors that differ: %d, pairs in them: %d\n",
               their_sum, our_sum, apart, pairs
        exit apart > 0 || their_sum != our_sum || their_sum == 0
    }
    function off(a, b) { return a > b ? a - b : b - a }
' "$1" "$2"
