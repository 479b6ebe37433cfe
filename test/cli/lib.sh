# lib.sh -- read by the tests of the command line: TAP, and running `ansinh` in all its voices.
#
# A test sets `programs` (the folder with the three programs), makes `work` and an array `options`
# that every call of ansinh gets (--db and so on), and calls tap_end at its end.
#
# All that any command prints is kept in $work/printed, to be searched for what may not stand there.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
number=0
failed=0

python=/usr/bin/python3 # Debian's own, which Meson needs; else whichever there is
[ -x "$python" ] || python=python3

tool() {
    "$python" -S "$here/tool.py" "$@"
}

# check NAME COMMAND...: one case; what the command printed is shown when it fails.
check() {
    local name=$1
    shift
    number=$((number + 1))
    if "$@" >"$work/case" 2>&1; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        tail -n 15 "$work/case" | sed 's/^/# /'
        failed=1
    fi
}

tap_end() {
    echo "1..$number"
    exit "$failed"
}

# Keeps what was printed, and shows it.
keep() {
    tee -a "$work/printed"
}

# run LOGIN ARGUMENTS...: one call; `-` instead of a login signs nobody in.
run() {
    local login=$1 got mine=$work/run.$BASHPID
    shift
    local as=(--as "$login")
    [ "$login" = - ] && as=()
    "$programs/ansinh" "$@" "${options[@]}" "${as[@]}" >"$mine.out" 2>"$mine.err"
    got=$?
    cat "$mine.err" >&2
    cat "$mine.out"
    cat "$mine.out" "$mine.err" >>"$work/printed"
    rm -f "$mine.out" "$mine.err"
    return "$got"
}

# does LOGIN ARGUMENTS...: a command that writes. Twice under one request key: first in JSON, which is
# left in $work/reply, then for people; the second time it may change nothing and must end as well.
does() {
    local key
    key=$(printf '%s ' "$@" | md5sum | cut -c 1-16)
    run "$@" --request-key "$key" --json >"$work/reply" || { cat "$work/reply"; return 1; }
    tool json <"$work/reply" || return 1
    run "$@" --request-key "$key" --lang en
}

reply() {
    tool get "$1" <"$work/reply" | tail -n 1
}

# shows LOGIN ARGUMENTS...: a command that reads: in Vietnamese, in English, in JSON (left in
# $work/reply). The two languages must differ.
shows() {
    run "$@" --lang vi >"$work/vi" || return 1
    run "$@" --lang en >"$work/en" || return 1
    run "$@" --json >"$work/reply" || return 1
    [ -s "$work/vi" ] && ! cmp -s "$work/vi" "$work/en" || { echo "both languages print the same"; return 1; }
    [ ! -s "$work/reply" ] || tool json <"$work/reply"
}

# refuses CODE NAME LOGIN ARGUMENTS...: ends with that exit code and that error, and says what to do, in
# both languages and in JSON; nothing but the JSON stands on standard output.
refuses() {
    local code=$1 name=$2 got=0
    shift 2
    for language in vi en; do
        run "$@" --lang "$language" >"$work/out" 2>"$work/err"
        got=$?
        cat "$work/out" "$work/err"
        [ "$got" = "$code" ] || { echo "exit code $got, not $code"; return 1; }
        grep -qF "[$name]" "$work/err" || { echo "not $name"; return 1; }
        grep -q '^  -> .' "$work/err" || { echo "no remedy"; return 1; }
        [ ! -s "$work/out" ] || { echo "something on standard output"; return 1; }
    done
    run "$@" --json >"$work/out" 2>"$work/err"
    [ $? = "$code" ] || return 1
    tool json <"$work/out" && grep -qF "\"code\":\"$name\"" "$work/out"
}

# holds TEXT COMMAND...: the command succeeds and prints that text.
holds() {
    local text=$1
    shift
    "$@" >"$work/held" 2>&1
    local code=$?
    cat "$work/held"
    [ "$code" = 0 ] && grep -qF -- "$text" "$work/held"
}

# Every file below a folder belongs to its owner alone.
is_private() {
    local open
    open=$(find "$@" -type f -perm /077 -printf '%m %p\n')
    [ -z "$open" ] || { echo "$open"; return 1; }
}
