#!/bin/bash
# run.sh [public] [dedupe] [hard] [national] -- Splink and `ansinh link` on the same files, the same
# machine, one after the other; each row is printed with its ratio. Without arguments: public dedupe hard.
#
#   public    historical_50k, FEBRL4, 1, 2, fake_1000: F1 over all true pairs, seconds
#   dedupe    1.1 million synthetic people, fixed parameters: pairs a second, the same comparison vectors
#   hard      100,000 rows of the hard level (both corruptors) against 1 million: precision, share, groups
#   national  4 million against 100 million (BENCH_PERSONS=100000000): 20 GB of disk, an hour of Splink
#
# RUNS=3 (medians), THREADS=2, WORKLOADS="w5_1 w5_0", MEMORY=8GB for Splink, BENCH_DIR for the files, ANSINH=build/src/main/ansinh,
# ANSINH_LINKAGE_DATA=folder of the public sets (else data/linkage of a neighbour of the project).
# What cannot run says "skipped" or "blocked" and why; it is no row of the table.
set -uo pipefail
cd "$(dirname "$0")/../.."
RUNS=${RUNS:-3}
THREADS=${THREADS:-2}
MEMORY=${MEMORY:-8GB}
BUILD=${BUILD:-build}
ANSINH=${ANSINH:-$BUILD/src/main/ansinh}
WORK=${BENCH_DIR:-$BUILD/bench-linkage}
HERE=bench/linkage
GEN=$BUILD/bench/linkage/gen_population
EVALUATE=$BUILD/bench/linkage/evaluate
TABLE=$WORK/table.md
SEED=20261125
mkdir -p "$WORK"
WORK=$(cd "$WORK" && pwd)
TABLE=$WORK/table.md

say() { echo "== $*"; }
row() { echo "| $1 $2" | tee -a "$TABLE"; } # what, and the other cells with their bars
median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
divide() { awk -v a="$1" -v b="$2" -v form="${3:-%.1f}" 'BEGIN { if (b > 0) printf form, a / b; else printf "-" }'; }
timing() { awk -F'\t' -v key="$2" '$1 == key { print $2 }' "$1/timing.tsv"; }

find_data() {
    local folder
    for folder in "${ANSINH_LINKAGE_DATA:-}" ../*/data/linkage; do
        if [ -n "$folder" ] && [ -f "$folder/historical_50k.csv" ]; then
            (cd "$folder" && pwd)
            return
        fi
    done
}

have_splink() {
    local said
    if said=$("$HERE/splink/setup.sh" "$WORK/venv" 2>"$WORK/splink.err"); then
        echo "$said"
        return 0
    fi
    tail -n 3 "$WORK/splink.err"
    return 1
}

have_link() {
    [ -x "$ANSINH" ] && "$ANSINH" link --help >/dev/null 2>&1
}

# splink WORKLOAD OUT [options]: RUNS times; the seconds of each step are medians in OUT/timing.tsv.
splink() {
    local workload=$1 out=$2 i
    shift 2
    for ((i = 1; i <= RUNS; i++)); do
        "$WORK/venv/bin/python" "$HERE/splink/run_splink.py" "$workload" --out "$out.$i" --threads "$THREADS" \
            --memory "$MEMORY" --temp "$WORK/spill" "$@" >"$out.log" 2>&1 || { tail -n 3 "$out.log"; return 1; }
    done
    rm -rf "$out" && mv "$out.1" "$out"
    cut -f1 "$out/timing.tsv" | while read -r step; do
        printf '%s\t%s\n' "$step" "$({ timing "$out" "$step"; for ((i = 2; i <= RUNS; i++)); do timing "$out.$i" "$step"; done; } | median)"
    done >"$out.timing" && mv "$out.timing" "$out/timing.tsv"
    for ((i = 2; i <= RUNS; i++)); do rm -rf "${out:?}.$i"; done
}

# ours OUT COMMAND...: RUNS times; median of the seconds and the peak in OUT/timing.tsv.
ours() {
    local out=$1 i began measured=()
    shift
    : >"$out.seconds"
    [ ! -x /usr/bin/time ] || measured=(/usr/bin/time -f %M -o "$out.peak")
    for ((i = 1; i <= RUNS; i++)); do
        rm -rf "$out"
        began=$(date +%s.%N)
        "${measured[@]}" "$@" --out "$out" --threads "$THREADS" >"$out.log" 2>&1 || { tail -n 3 "$out.log"; return 1; }
        echo "$(date +%s.%N) $began" | awk '{ printf "%.3f\n", $1 - $2 }' >>"$out.seconds"
    done
    printf 'total\t%s\n' "$(median <"$out.seconds")" >"$out/timing.tsv"
    [ ! -f "$out.peak" ] || awk 'END { printf "peak_mib\t%d\n", $1 / 1024 }' "$out.peak" >>"$out/timing.tsv"
}

# Column 9 of the first line of a kind and threshold: F1.
f1_of() { awk -F'\t' -v kind="$2" -v at="$3" '$1 == kind && $2 == "all" && index($3, at) == 1 { print $9; exit }' "$1"; }

# FEBRL has blanks behind its commas.
without_blanks() {
    sed 's/, */,/g' "$DATA/$1.csv" >"$WORK/$1.csv"
}

make_truth() {
    awk -F', *' -v OFS=, 'NR == 1 { print "id,entity"; next } { split($1, p, "-"); print $1, "rec-" p[2] }' \
        "$1" >"$2"
}

public_set() { # name, mode, truth, id, entity, files...
    local name=$1 mode=$2 truth=$3 id=$4 entity=$5 result=$WORK/$1 extra=()
    shift 5
    [ "$mode" = dedupe ] && extra=(--clusters "$result.splink/clusters.csv")
    splink "$name" "$result.splink" --data "$DATA" || return
    "$EVALUATE" "$mode" --truth "$truth" --id "$id" --entity "$entity" --pairs "$result.splink/pairs.csv" \
        "${extra[@]}" >"$result.splink.tsv" || return
    local theirs
    theirs="pairs $(f1_of "$result.splink.tsv" pairs 0.5), best $(f1_of "$result.splink.tsv" pairs best)"
    [ "$mode" = dedupe ] && theirs+=", clusters $(f1_of "$result.splink.tsv" clusters -)"
    local seconds
    seconds=$(timing "$result.splink" total)
    if ! have_link || [ ! -f "$HERE/spec/$name.yaml" ]; then
        row "$name, F1" "| $theirs | ansinh link is not there | |"
        row "$name, seconds" "| $seconds | | |"
        return
    fi
    local command=dedupe out=clusters
    [ "$mode" = link ] && command=match && out=links
    ours "$result.ours" "$ANSINH" link "$command" "$@" --spec "$HERE/spec/$name.yaml" || return
    "$EVALUATE" "$mode" --truth "$truth" --id "$id" --entity "$entity" --pairs "$result.ours/pairs.csv" \
        "--$out" "$result.ours/$out.csv" >"$result.ours.tsv" || return
    local final=-
    [ "$mode" = link ] && final=0.5
    row "$name, F1" "| $theirs | pairs $(f1_of "$result.ours.tsv" pairs 0.5), best $(f1_of "$result.ours.tsv" pairs best), $out $(f1_of "$result.ours.tsv" "$out" "$final") | |"
    row "$name, seconds" "| $seconds | $(timing "$result.ours" total) | $(divide "$seconds" "$(timing "$result.ours" total)")x |"
}

run_public() {
    DATA=$(find_data)
    if [ -z "$DATA" ]; then
        say "skipped: the public sets are not there (ANSINH_LINKAGE_DATA)"
        return
    fi
    for name in febrl1 febrl2; do
        make_truth "$DATA/$name.csv" "$WORK/$name.truth.csv"
        without_blanks $name
        public_set $name dedupe "$WORK/$name.truth.csv" id entity "$WORK/$name.csv"
    done
    make_truth "$DATA/febrl4a.csv" "$WORK/febrl4.truth.csv"
    sed -i '2,$s/$/-dup-0/' "$WORK/febrl4.truth.csv"
    without_blanks febrl4a
    without_blanks febrl4b
    public_set febrl4 link "$WORK/febrl4.truth.csv" id entity "$WORK/febrl4a.csv" "$WORK/febrl4b.csv"
    public_set fake_1000 dedupe "$DATA/fake_1000.csv" unique_id cluster "$DATA/fake_1000.csv"
    public_set historical_50k dedupe "$DATA/historical_50k.csv" unique_id cluster "$DATA/historical_50k.csv"
    run_wide
}

# Splink with more rules and the whole name: the mark to reach on historical_50k, not its demo.
run_wide() {
    local result=$WORK/historical_50k_wide
    splink historical_50k_wide "$result.splink" --data "$DATA" || return
    "$EVALUATE" dedupe --truth "$DATA/historical_50k.csv" --id unique_id --entity cluster --pairs \
        "$result.splink/pairs.csv" --clusters "$result.splink/clusters.csv" >"$result.splink.tsv" || return
    row "historical_50k, Splink widened, F1" "| best $(f1_of "$result.splink.tsv" pairs best), clusters $(f1_of "$result.splink.tsv" clusters -) | see above | |"
    row "historical_50k, Splink widened, seconds" "| $(timing "$result.splink" total) | | |"
}

# country NAME LEVEL CORRUPTOR PERSONS ROWS: made once; says the hashes of what it made.
country() {
    if [ ! -f "$WORK/$1/sums" ]; then
        "$GEN" --out "$WORK/$1" --level "$2" --corruptor "$3" --persons "$4" --beneficiaries "$5" \
            --seed $SEED --threads "$THREADS" || return
        (cd "$WORK/$1" && sha256sum population.csv beneficiaries.csv truth.csv >sums)
    fi
    say "$1: level $2, corruptor $3, seed $SEED, $4 persons, $5 rows"
    cat "$WORK/$1/sums"
}

run_dedupe() {
    country w5 medium a 1000000 100000 || return
    local workload result
    for workload in ${WORKLOADS:-w5_1 w5_0}; do
        result=$WORK/$workload
        RUNS=1 splink $workload "$result.patterns" --country "$WORK/w5" --patterns --no-output || return
        splink $workload "$result.splink" --country "$WORK/w5" || return
        local pairs predict total
        pairs=$(timing "$result.patterns" pairs)
        predict=$(timing "$result.splink" predict)
        total=$(awk -F'\t' '$1 == "load" || $1 == "predict" || $1 == "write" { s += $2 } END { print s }' "$result.splink/timing.tsv")
        if ! have_link; then
            row "$workload, $pairs pairs: million pairs a second" "| $(divide "$pairs" "$predict"e6 %.2f) | ansinh link is not there | |"
            row "$workload, seconds from CSV to pairs on disk" "| $total | | |"
            continue
        fi
        ours "$result.ours" "$ANSINH" link dedupe "$WORK/w5/w5.csv" --spec "$HERE/spec/$workload.yaml" || return
        if "$HERE/patterns.sh" "$result.patterns/patterns.tsv" "$result.ours/patterns.tsv"; then
            row "$workload: the same pairs and comparison vectors" "| $pairs pairs | the same | |"
        else
            row "$workload: the same pairs and comparison vectors" "| $pairs pairs | DIFFERENT: no ratio below counts | |"
        fi
        row "$workload, seconds from CSV to pairs on disk" "| $total | $(timing "$result.ours" total) | $(divide "$total" "$(timing "$result.ours" total)")x |"
    done
}

# What an engine did with the rows of a group without asking a person.
truth_cell() { # evaluation, group
    [ -f "$1" ] || { echo "ansinh link is not there"; return; }
    awk -F'\t' -v group="$2" '
        $1 == "automatic" && $2 == group {
            printf "links %.3f %% right, decides %.2f %%, %.2f %% of that right", 100 * $9, 100 * $10,
                   100 * ($5 + $7 - $8) / ($4 + $7) }
        $1 == "links" && $2 == group && $3 == "0.5" { f1 = $9 }
        END { printf ", F1 %.4f", f1 }' "$1"
}

calibration_cell() {
    [ -f "$1" ] && awk -F'\t' '$1 == "calibration_error" && $2 == "links" && $3 == "from 0" { print $4 }' "$1"
}

judge() { # country, links, answer
    "$EVALUATE" link --truth "$WORK/$1/truth.csv" --id beneficiary_id --entity person_id --links "$2" \
        --group elderly --group minority --group year_only --accept 0.999 --reject 0.2 >"$3"
}

run_hard() {
    local corruptor name group
    for corruptor in a b; do
        name=hard_$corruptor
        country $name hard $corruptor 1000000 100000 || return
        splink country "$WORK/$name.splink" --country "$WORK/$name" || return
        judge $name "$WORK/$name.splink/links.csv" "$WORK/$name.splink.tsv" || return
        if have_link; then
            ours "$WORK/$name.ours" "$ANSINH" link match "$WORK/$name/beneficiaries.csv" \
                "$WORK/$name/population.csv" || return
            judge $name "$WORK/$name.ours/links.csv" "$WORK/$name.ours.tsv" || return
        fi
        for group in all elderly minority year_only; do
            row "$name, $group" "| $(truth_cell "$WORK/$name.splink.tsv" $group) | $(truth_cell "$WORK/$name.ours.tsv" $group) | |"
        done
        row "$name, calibration error" "| $(calibration_cell "$WORK/$name.splink.tsv") | $(calibration_cell "$WORK/$name.ours.tsv") | |"
        row "$name, seconds" "| $(timing "$WORK/$name.splink" total) | $(timing "$WORK/$name.ours" total 2>/dev/null) | |"
    done
}

run_national() {
    local persons=${BENCH_PERSONS:-100000000}
    country national medium a "$persons" $((persons / 25)) || return
    if have_link; then
        RUNS=1 ours "$WORK/national.ours" "$ANSINH" link match "$WORK/national/beneficiaries.csv" \
            "$WORK/national/population.csv" ||
            say "national: ansinh link does not run on this size"
    fi
    MEMORY=${MEMORY_NATIONAL:-18GB} RUNS=1 splink national "$WORK/national.splink" --country "$WORK/national" || return
    local theirs mine cell engine
    theirs=$(timing "$WORK/national.splink" total)
    mine=$(timing "$WORK/national.ours" total 2>/dev/null)
    cell=${mine:+$mine, $(timing "$WORK/national.ours" peak_mib) MiB}
    row "$persons persons, CSV to links on disk, seconds and peak" "| $theirs, $(timing "$WORK/national.splink" peak_mib) MiB | ${cell:-ansinh link is not there} | $(divide "$theirs" "${mine:-0}")x |"
    for engine in splink ours; do
        [ ! -f "$WORK/national.$engine/links.csv" ] || judge national "$WORK/national.$engine/links.csv" "$WORK/national.$engine.tsv"
    done
    row "$persons persons, links" "| $(truth_cell "$WORK/national.splink.tsv" all) | $(truth_cell "$WORK/national.ours.tsv" all) | |"
}

main() {
    if ! VERSIONS=$(have_splink); then
        say "$VERSIONS"
        exit 3
    fi
    say "$VERSIONS; $THREADS threads; medians of $RUNS; load $(cut -d' ' -f1 /proc/loadavg)"
    printf '| what | Splink | ours | ratio |\n|---|---|---|---|\n' >"$TABLE"
    [ $# -gt 0 ] || set -- public dedupe hard
    for part in "$@"; do
        "run_$part"
    done
    echo
    cat "$TABLE"
}

{ main "$@"; exit; } # in braces: read whole before it runs, whatever happens to this file
