# count_tap.awk -- counts every test case in Meson's testlog.txt.
#
# A program that speaks TAP counts case by case; cases that its plan promised and that never came
# (a crash, a time-out) count as failed, and so does a program that ends badly although all its
# cases passed (a leak, say). A program without TAP is one case.
#
# Prints one line: passed failed skipped. The names of what failed go to the file `failures`,
# with the remarks of the programs concerned.

function finish(    bad, i) {
    if (test == "") {
        return
    }
    bad = result !~ /^exit status 0/
    if (result ~ /^exit status 77/ && seen == 0) {
        skipped++
    } else if (plan == "" && seen == 0) {
        if (bad) { failed++; note(test ": " result) } else { passed++ }
    } else {
        if (plan != "" && plan > seen) {
            failed += plan - seen
            note(test ": " plan - seen " of " plan " cases never ran (" result ")")
        } else if (bad && not_ok == 0) {
            failed++
            note(test ": all cases passed, but the program ended with " result)
        }
        passed += ok
        failed += not_ok
        skipped += skip
        if (not_ok > 0) {
            for (i = 1; i <= said; i++) { note("    " remark[i]) }
        }
    }
    test = ""
}

function note(text) {
    print text >> failures
}

/^=+ +[0-9]+\/[0-9]+ +=+$/ { finish(); in_head = 1; in_out = 0; next }
in_head && /^test: /   { test = $0; sub(/^test: +/, "", test); ok = not_ok = seen = skip = said = 0; plan = ""; next }
in_head && /^result: / { result = $0; sub(/^result: +/, "", result); next }
/^-+ stdout -+$/ { in_head = 0; in_out = 1; next }
/^-+ stderr -+$/ { in_head = 0; in_out = 0; next }
/^=+$/           { in_head = 0; in_out = 0; next }
in_out && /^1\.\.[0-9]+/ { plan = substr($0, 4) + 0; if (plan == 0) { skip++; seen = 0 } next }
in_out && /^ok [0-9]+/ {
    seen++
    if ($0 ~ /# *[Ss][Kk][Ii][Pp]/) { skip++ } else { ok++ }
    next
}
in_out && /^not ok [0-9]+/ { seen++; not_ok++; note(test ": " substr($0, 8)); next }
in_out && /^#/ && said < 60 { remark[++said] = $0; next }

END {
    finish()
    print passed + 0, failed + 0, skipped + 0
}
