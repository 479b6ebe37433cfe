#!/bin/bash
# gen_test.sh GEN_POPULATION EVALUATE -- the synthetic country keeps its promises; TAP.
set -u
GEN=$1
EVALUATE=$2
WORK=$(mktemp -d "${TMPDIR:-/tmp}/gen_test.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
NUMBER=0
FAILED=0

check() {
    local name=$1
    shift
    NUMBER=$((NUMBER + 1))
    if "$@" >"$WORK/out" 2>&1; then
        echo "ok $NUMBER - $name"
    else
        FAILED=1
        echo "not ok $NUMBER - $name"
        head -5 "$WORK/out" | sed 's/^/# /'
    fi
}

make_country() {
    local dir=$1
    shift
    "$GEN" --out "$WORK/$dir" --persons 150000 --beneficiaries 15000 --seed 7 --level hard "$@" >/dev/null
}

same_bytes() {
    cmp "$WORK/$1/population.csv" "$WORK/$2/population.csv" &&
        cmp "$WORK/$1/beneficiaries.csv" "$WORK/$2/beneficiaries.csv" &&
        cmp "$WORK/$1/truth.csv" "$WORK/$2/truth.csv"
}

differ() {
    ! cmp -s "$WORK/$1" "$WORK/$2"
}

rows_are() {
    local rows
    rows=$(($(wc -l <"$WORK/$1") - 1))
    [ "$rows" -ge "$2" ] && [ "$rows" -le "$3" ]
}

no_number_twice() {
    [ "$(tail -n +2 "$WORK/one/population.csv" | cut -d, -f"$1" | grep . | sort | uniq -d | wc -l)" -eq 0 ]
}

numbers_agree_with_birth_and_sex() {
    awk -F, 'NR > 1 {
        century = (substr($5, 1, 4) >= 2000 ? 2 : 0) + ($6 == "Nam" ? 0 : 1)
        if (length($2) != 12 || substr($2, 4, 1) != century || substr($2, 5, 2) != substr($5, 3, 2)) bad++
    } END { exit bad > 0 }' "$WORK/one/population.csv"
}

truth_fits_the_files() {
    awk -F, 'FNR == 1 { file++; next }
        file == 1 { person[$1] = 1 }
        file == 2 { row[$1] = 1; rows++ }
        file == 3 { if (!($1 in row) || ($2 != "" && !($2 in person)) || (($2 == "") != ($3 ~ /^U/))) bad++
                    seen++ }
        END { exit bad > 0 || seen != rows || rows == 0 }' \
        "$WORK/one/population.csv" "$WORK/one/beneficiaries.csv" "$WORK/one/truth.csv"
}

# Share of a column of the truth in percent, within two borders.
share_is() {
    awk -F, -v column="$1" -v low="$2" -v high="$3" 'NR > 1 { sum += $column; rows++ }
        END { share = 100 * sum / rows; print share; exit !(share >= low && share <= high) }' \
        "$WORK/one/truth.csv"
}

second_rows_exist() {
    [ "$(tail -n +2 "$WORK/one/truth.csv" | cut -d, -f3 | sort | uniq -d | wc -l)" -ge 50 ]
}

# Errors are clustered: the rate of rows with a wrong number differs between communes more than chance allows.
errors_are_clustered() {
    awk -F, 'FNR == 1 { file++; next }
        file == 1 { commune[$1] = $11 }
        file == 2 { c = commune[$1]; n[c]++; e[c] += $9 ~ /id_missing/; all++; wrong += $9 ~ /id_missing/ }
        END { p = wrong / all
              for (c in n) if (n[c] >= 8) { z = (e[c] - n[c] * p); s += z * z / (n[c] * p * (1 - p)); k++ }
              print s / k, k; exit !(k > 30 && s / k > 1.5) }' \
        "$WORK/one/beneficiaries.csv" "$WORK/one/truth.csv"
}

levels_rise() {
    local easy medium hard
    "$GEN" --out "$WORK/easy" --persons 60000 --beneficiaries 6000 --level easy >/dev/null
    "$GEN" --out "$WORK/medium" --persons 60000 --beneficiaries 6000 --level medium >/dev/null
    easy=$(awk '$1 == "rows_with_error" { print $2 }' "$WORK/easy/report.tsv")
    medium=$(awk '$1 == "rows_with_error" { print $2 }' "$WORK/medium/report.tsv")
    "$GEN" --out "$WORK/harder" --persons 60000 --beneficiaries 6000 --level hard >/dev/null
    hard=$(awk '$1 == "rows_with_error" { print $2 }' "$WORK/harder/report.tsv")
    [ "$easy" -lt "$medium" ] && [ "$medium" -lt "$hard" ]
}

# A linkage that says the truth must be found perfect, one that says it of half the rows must not.
evaluator_agrees_with_the_truth() {
    awk -F, 'NR == 1 { print "id_l,id_r,probability"; next } $2 != "" { print $1 "," $2 ",1" }' \
        "$WORK/one/truth.csv" >"$WORK/perfect.csv"
    "$EVALUATE" link --truth "$WORK/one/truth.csv" --id beneficiary_id --entity person_id \
        --links "$WORK/perfect.csv" --group minority >"$WORK/perfect.tsv" &&
        awk -F'\t' '$1 == "links" { n++; if ($9 != 1) bad++ } END { exit bad > 0 || n != 4 }' \
            "$WORK/perfect.tsv" || return 1
    awk 'NR == 1 || NR % 2' "$WORK/perfect.csv" >"$WORK/half.csv"
    "$EVALUATE" link --truth "$WORK/one/truth.csv" --id beneficiary_id --entity person_id \
        --links "$WORK/half.csv" >"$WORK/half.tsv" &&
        awk -F'\t' '$1 == "links" && ($7 != 1 || $8 > 0.51 || $8 < 0.49) { bad++ } END { exit bad > 0 }' \
            "$WORK/half.tsv"
}

refuses() {
    ! "$GEN" --out "$WORK/refused" "$@"
}

HERE=$(cd "$(dirname "$0")" && pwd)

echo 1..22
make_country one --threads 1
check "two threads write the same bytes as one" eval 'make_country two --threads 2 && same_bytes one two'
check "another seed is another country" \
    eval 'make_country other --seed 8 && differ one/population.csv other/population.csv'
check "the second corruptor changes the list and not the register" eval 'make_country b --corruptor b &&
    cmp "$WORK/one/population.csv" "$WORK/b/population.csv" && differ one/beneficiaries.csv b/beneficiaries.csv'
check "the register has as many persons as asked" rows_are one/population.csv 150000 150000
check "the list has about as many rows as asked" rows_are one/beneficiaries.csv 14500 15800
check "no citizen number is given twice" no_number_twice 2
check "no identity card of a small country is given twice" no_number_twice 3
check "citizen numbers agree with birth and sex" numbers_agree_with_birth_and_sex
check "the truth fits register and list" truth_fits_the_files
check "elderly are the most of a list" share_is 4 45 75
check "minorities are there" share_is 5 6 30
check "some births have no day" share_is 6 15 40
check "some persons stand in the list twice" second_rows_exist
check "errors are clustered by clerk" errors_are_clustered
check "easy, medium and hard rise" levels_rise
check "names of set A are another draw" eval 'make_country set_a --families a &&
    [ "$(grep -c ",Nguyễn " "$WORK/set_a/population.csv")" -gt "$(grep -c ",Nguyễn " "$WORK/one/population.csv")" ]'
check "the evaluator agrees with the truth" evaluator_agrees_with_the_truth
check "a level that does not exist is refused" refuses --level terrible
check "more beneficiaries than persons are refused" refuses --persons 10 --beneficiaries 11

# Three vectors of two comparisons: missing, else, near, equal are -1 0 1 2 there and 0 3 2 1 here.
printf 'gamma_a\tgamma_b\tpairs\n2\t1\t10\n0\t-1\t4\n1\t0\t3\n' >"$WORK/splink.tsv"
printf 'a\tb\tpairs\n3\t0\t4\n1\t1\t10\n2\t2\t3\n1\t2\t0\n' >"$WORK/ours.tsv"
check "equal comparison vectors are found equal" "$HERE/patterns.sh" "$WORK/splink.tsv" "$WORK/ours.tsv"
sed 's/3\t0\t4/3\t0\t5/' "$WORK/ours.tsv" >"$WORK/more.tsv"
check "a pair more is found" eval '! "$HERE/patterns.sh" "$WORK/splink.tsv" "$WORK/more.tsv"'
sed 's/2\t2\t3/2\t1\t3/' "$WORK/ours.tsv" >"$WORK/moved.tsv"
check "pairs at another level are found" eval '! "$HERE/patterns.sh" "$WORK/splink.tsv" "$WORK/moved.tsv"'
exit $FAILED
