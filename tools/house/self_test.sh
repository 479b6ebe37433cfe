#!/bin/bash
# self_test.sh HOUSE -- the checks must be able to fail: plants one fault of each kind in a small tree
# and expects exactly that rule to complain. One TAP case per fault, and one for the clean tree.
set -uo pipefail
house=$(realpath "$1")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
number=0
failed=0

make_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree"/{src/{base,value,text,linkage,law,app,db},audit,tools/house}
    printf '%s\n' '0 base' '1 value pure' '1 text pure' '2 linkage pure' '2 law pure' '2 db' '4 app' \
        'outside audit' 'library sodium.h base' 'libc stdio.h' >"$tree/src/floors.txt"
    echo "# none" >"$tree/tools/house/exceptions.txt"
    local folder
    for folder in src/base src/value src/text src/linkage src/law src/app src/db audit tools; do
        echo "# $folder" >"$tree/$folder/README.md"
    done
    printf '/*\n * a.h -- a.\n *\n * Floor 0.\n */\n#ifndef BASE_A_H\n#define BASE_A_H\nint a(void);\n#endif\n' \
        >"$tree/src/base/a.h"
    printf '#include "base/a.h"\n\nint a(void) {\n    return 0; /* double goto SELECT */\n}\n' >"$tree/src/base/a.c"
    printf 'int main(void) {\n    return 0;\n}\n' >"$tree/audit/main.c"
}

# expect RULE-SENTENCE NAME: the rule (and no other) fails on the tree as it is now.
expect() {
    local sentence=$1 name=$2 output bad
    number=$((number + 1))
    output=$(cd "$tree" && "$house" 2>&1)
    bad=$(sed -n 's/^not ok [0-9]* - //p' <<<"$output")
    if [ "$bad" = "$sentence" ]; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
        sed 's/^/# /' <<<"$output" | grep -v '^# ok'
    fi
    make_tree
}

echo "1..31"
make_tree
expect "" "a clean tree passes"
echo '#include "law/x.h"' >"$tree/src/value/v.c"
expect "includes point down, and never across a floor" "an include that points up"
echo '#include "text/x.h"' >"$tree/src/value/v.c"
expect "includes point down, and never across a floor" "an include across the floor"
echo '#include "../base/a.h"' >"$tree/src/value/v.c"
expect "includes point down, and never across a floor" "an include that climbs"
mkdir -p "$tree/src/new" && echo "# new" >"$tree/src/new/README.md" && echo >"$tree/src/new/n.c"
expect "includes point down, and never across a floor" "a folder without a floor"
echo '#include <sodium.h>' >"$tree/src/value/v.c"
expect "each library is included by its own folder only" "a library in the wrong folder"
echo '#include <curl/curl.h>' >"$tree/src/base/b.c"
expect "each library is included by its own folder only" "a library that nobody decided on"
echo 'deps = [inc_src]' >"$tree/audit/meson.build"
expect "the auditor shares nothing with src" "the auditor's build reaches into src"
printf '#include <stdio.h>\n#include "base/a.h"\n' >"$tree/src/base/a.c"
expect "each .c includes its own header first" "another include before the own header"
echo 'static double x;' >"$tree/src/law/l.c"
expect "no double or float outside linkage" "a double in the law"
echo 'static double x;' >"$tree/src/linkage/l.c"
expect "" "a double in linkage is allowed"
echo 'static const char *x = "SELECT 1";' >"$tree/src/app/l.c"
expect "no SQL text in C" "SQL in a use case"
echo 'static const char *x = "SELECT 1";' >"$tree/src/db/l.c"
expect "" "SQL in the driver is allowed"
printf '/* %s: later */\n' 'TO''DO' >"$tree/src/app/l.c"
expect "unfinished business has the number of an issue" "unfinished business without a number"
printf '/* %s(#12): later */\n' 'TO''DO' >"$tree/src/app/l.c"
expect "" "unfinished business with a number"
printf 'void f(void) {\n    goto end;\nend:\n    return;\n}\n' >"$tree/src/app/l.c"
expect "no jumps, and only main ends the program" "a jump"
printf 'void f(void) {\n    exit(1);\n}\n' >"$tree/src/app/l.c"
expect "no jumps, and only main ends the program" "an exit below main"
printf 'long f(void) {\n    return time(0);\n}\n' >"$tree/src/app/l.c"
expect "time comes from ctx" "the machine's clock"
printf 'void *f(void) {\n    return malloc(1);\n}\n' >"$tree/src/law/l.c"
expect "pure folders do no I/O and take no heap" "heap in a pure folder"
printf '/* see /%s/x */\n' 'home' >"$tree/src/app/l.c"
expect "no path of one machine" "a path of one machine"
for i in $(seq 601); do echo; done >"$tree/src/app/l.c"
expect "files and lines keep their sizes" "a file of 601 lines"
for i in $(seq 600); do echo; done >"$tree/src/app/l.c"
expect "" "a file of 600 lines"
printf '/* %0120d */\n' 0 >"$tree/src/app/l.c"
expect "files and lines keep their sizes" "a line of 126 columns"
{ echo 'void f(void) {'; for i in $(seq 69); do echo '    ;'; done; echo '}'; } >"$tree/src/app/l.c"
expect "functions keep their size" "a function of 71 lines"
{ echo 'void f(void) {'; for i in $(seq 68); do echo '    ;'; done; echo '}'; } >"$tree/src/app/l.c"
expect "" "a function of 70 lines"
echo 'int f(int a, int b, int c, int d, int e, int (*f)(int, int), int g) { return 0; }' >"$tree/src/app/l.c"
expect "functions keep their size" "a function of seven parameters"
rm "$tree/src/app/README.md" && echo >"$tree/src/app/l.c"
expect "each folder has a README of at most 60 lines" "a folder without a README"
printf '/* b.h */\n#ifndef B_H\n#endif\n' >"$tree/src/base/b.h"
expect "each header begins with its contract" "a header without its contract"
sed -i 's/int a(void);/Status a(int x,\n         int y);/' "$tree/src/base/a.h"
expect "each Status must be looked at" "a Status that may be ignored"

# globals.sh, on a library made here: a constant passes, a writable one is found.
globals() {
    local name=$1 wanted=$2 code=$3 status=0
    number=$((number + 1))
    rm -rf "$tree/objects" && mkdir -p "$tree/objects/src"
    gcc -fPIC -c -x c -o "$tree/objects/x.o" - <<<"$code"
    ar rcs "$tree/objects/src/libx.a" "$tree/objects/x.o"
    tools/house/globals.sh "$tree/objects" >/dev/null || status=1
    if [ "$status" = "$wanted" ]; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
    fi
}
globals "a constant is no global" 0 'const char *const names[] = {"a", "b"}; const int n = 3;'
globals "a writable static is found" 1 'int f(void) { static int count; return count++; }'
exit "$failed"
