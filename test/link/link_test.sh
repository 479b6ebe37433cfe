#!/bin/bash
# link_test.sh -- ansinh link on files: a synthetic country with the truth, any number of threads, bad input.
#
# link_test.sh BUILD
# ANSINH_PROGRAMS  the folder with the programs, instead of BUILD
set -u
build=$1
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-link.XXXXXX")
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/../cli/lib.sh"
unset ANSINH_DB ANSINH_USER ANSINH_LANG
link() { "$programs/ansinh" link "$@" --lang en --quiet; }
evaluate=$build/bench/linkage/evaluate
cd "$work" || exit 1
"$build/bench/linkage/gen_population" --out country --persons 20000 --beneficiaries 4000 --level medium --seed 3 \
    >gen.log 2>&1 || { cat gen.log; exit 1; }

check "a list finds its people in the register" \
    link match country/beneficiaries.csv country/population.csv --out one --threads 1
check "with four threads too" link match country/beneficiaries.csv country/population.csv --out four --threads 4
check "and each file has the same bytes" diff -r one four
truth() {
    "$evaluate" link --truth country/truth.csv --id beneficiary_id --entity person_id --links one/links.csv |
        awk -F'\t' '$1 == "links" && $3 == "0.5" { print; good = $7 > 0.995 && $8 > 0.9 } END { exit !good }'
}
check "links are right (99.5 %) and most people are found (90 %)" truth
check "the same list within itself, one thread" link dedupe country/beneficiaries.csv --out d1 --threads 1
check "three threads" link dedupe country/beneficiaries.csv --out d3 --threads 3
check "the same clusters" diff -r d1 d3
every_row_once() { [ "$(tail -n +2 d1/clusters.csv | wc -l)" = "$(tail -n +2 country/beneficiaries.csv | wc -l)" ]; }
check "every record has its cluster" every_row_once
pair() { awk -F, -v k="$1" 'NR == 2 { print $k }' one/links.csv; }
explains() {
    link explain "$(pair 1)" "$(pair 2)" --in country/beneficiaries.csv --with country/population.csv |
        tee explained | grep -q probability && grep -q '^prior' explained
}
check "explain says weight by weight" explains

refused() { # text that must be told, files and options...
    local told=$1
    shift
    link dedupe "$@" --out bad >said 2>&1
    [ $? = 1 ] && grep -qF -- "$told" said && [ ! -e bad/pairs.csv ]
}
printf 'id,full_name\n1,Nguyễn Thị Hà\n' >columns.csv
check "a column that is not there is named" refused 'birth_date' columns.csv
printf 'id: id\ncomparisons:\n  - {column: name, levels: [exact]}\nblocks:\n  - [name]\n' >name.yaml
printf 'id,name\n1,H\xc3\n' >bytes.csv
check "bytes that are no UTF-8: file and line" refused 'bytes.csv:2' bytes.csv --spec name.yaml
printf 'id,name\n1,a,b\n' >ragged.csv
check "a row longer than the head: file and line" refused 'ragged.csv:2' ragged.csv --spec name.yaml
printf 'id,name\n1,"a\n' >quote.csv
check "a quote that never closes" refused 'quote.csv:2' quote.csv --spec name.yaml
: >empty.csv
check "an empty file" refused 'empty.csv' empty.csv --spec name.yaml
printf 'id,name\n' >head.csv
check "a head without rows" refused 'head.csv' head.csv --spec name.yaml
printf 'id,name\n1,a\n' >one.csv
printf 'id: id\ncomparisons:\n  - {column: name, levels: [exacty]}\nblocks:\n  - [name]\n' >slip.yaml
check "a slip in the spec: its line" refused 'slip.yaml:3' one.csv --spec slip.yaml
missing() { link dedupe nowhere.csv --spec name.yaml --out bad >said 2>&1; [ $? = 3 ] && grep -q 'nowhere.csv' said; }
check "a file that is not there is the machine's fault" missing
seq 1 3000 | sed '1i id,name' | sed '2,$s/$/,a/' >block.csv
sed 's/^blocks/block_pairs: 1000\nblocks/' name.yaml >small.yaml
left_out() { link dedupe block.csv --spec small.yaml --out left >said 2>&1 && grep -q '| name | 0 | 0 | 1 | 4498500 | 3000 1 |' left/report.md; }
check "one value in all rows: the block is left out, and reported" left_out
check "more memory than allowed is refused, and says what to change" refused 'raise the limit' country/beneficiaries.csv --memory 1
printf 'id,name\n"a,1","x ""y"" z"\nb,"x ""y"" z"\n' >quoted.csv
quoted() { link dedupe quoted.csv --spec name.yaml --out q >said 2>&1 && grep -q '^"a,1","a,1"$' q/clusters.csv; }
check "quotes are read and written" quoted
tap_end
