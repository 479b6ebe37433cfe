#!/bin/bash
# readme_test.sh -- types the steps of README.md ("Step by step") as they stand there, in an empty folder.
#
# Only what a reader must put in is put in: the list, the digest that was printed, the answer of the bank.
#
# readme_test.sh BUILD
# ANSINH_PROGRAMS  the folder with the three programs, instead of BUILD
set -u
programs=${ANSINH_PROGRAMS:-$1}
work=$(mktemp -d "${TMPDIR:-/tmp}/ansinh-readme.XXXXXX")
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/lib.sh"
unset ANSINH_USER ANSINH_LANG
readme=$here/../../README.md
export ANSINH_DB=btxh.db PATH=$programs:$PATH
mkdir "$work/empty" && cd "$work/empty" || exit 1

# One command a line, without what stands beside it; up to the step that is not part of a month.
steps() {
    sed -n '/^## Step by step/,/^## /p' "$readme" | sed -nE '/^    ansinh link /q; /^    ansinh|^        --/p' |
        sed -e ':again' -e '/\\$/N; s/ *\\\n */ /; t again' | sed -E 's/^    //; s/  +.*$//'
}

step() { # one command as it stands in README.md
    local command=$1
    case $command in
    *"--digest ..."*) command=${command/.../$(ansinh payroll show --area 14 --period 2026-01 --as acc1 --json | tool get digest)} ;;
    *"answer.xml"*)
        ansinh-provider answer --provider bank1 --in exchange/bank1 --out answers --seed 1 --fault-mix none \
            --day "$(TZ=Asia/Ho_Chi_Minh date +%Y%m%d)" || return 1
        cp "$(find answers -name '*R0*.xml')" answer.xml
        ;;
    esac
    echo "$command"
    bash -c "$command"
}

tool xlsx list.xlsx <"$here/list.tsv"
check "README.md has the steps of a month" [ "$(steps | wc -l)" -ge 16 ]
while IFS= read -r command; do
    check "$(echo "$command" | cut -c 1-80 | tr '#' ' ')" step "$command"
done < <(steps)
check "somebody was paid" bash -c 'ansinh payment status --period 2026-01 --as acc1 --json | grep -q "\"state\":\"PAID\""'
tap_end
