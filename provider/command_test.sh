#!/bin/bash
# command_test.sh PROGRAM GOLDEN_DIR -- ansinh-provider as its user meets it. TAP.
set -uo pipefail
program=$1
golden=$2
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
number=0

check() { # sentence, expected exit code, expected words in the output ("" = any), command...
    local sentence=$1 expected=$2 words=$3 output code
    shift 3
    output=$("$@" 2>&1)
    code=$?
    number=$((number + 1))
    if [ "$code" -eq "$expected" ] && [[ $output == *"$words"* ]]; then
        echo "ok $number - $sentence"
    else
        echo "not ok $number - $sentence"
        sed 's/^/# /' <<<"exit $code: $output" | head -n 8
    fi
}

mkdir "$folder/in"
cp "$golden/pain001-three.xml" "$folder/in/AS-000000001.xml"
day=(answer --provider vietbank --in "$folder/in" --out "$folder/out" --seed 1 --fault-mix none)

echo "1..11"
check "help is an answer" 0 "ansinh-provider answer" "$program" --help
check "no command is refused" 1 "ansinh-provider answer" "$program"
check "an unknown option is refused" 1 "" "$program" answer --colour red
check "an unknown command is refused" 1 "books --dir DIR" "$program" pay
check "a missing option is named" 1 "--provider, --in" "$program" answer --seed 1
check "a day that does not exist is refused" 1 "--day a day" "$program" "${day[@]}" --day 20260631
check "a folder that is not there is a fault" 3 "" "$program" answer --provider v --in "$folder/no" \
    --out "$folder/no-out" --seed 1 --day 20260605
check "a day answers what was sent" 0 "3 new" "$program" "${day[@]}" --day 20260605
check "the same day again tells nothing new" 0 "" \
    bash -c "[ -z \"\$('$program' ${day[*]} --day 20260605)\" ]"
check "the books tell what was paid" 0 "VN0A000000100003M	540000	20260605	1" \
    "$program" books --dir "$folder/out"
check "a second day adds the statement and nothing else" 0 "2" \
    bash -c "'$program' ${day[*]} --day 20260606 >/dev/null && ls '$folder/out' | grep -c xml"
