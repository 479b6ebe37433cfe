#!/usr/bin/env python3
"""Compares what `ansinh demo` put into its lists with what the intake found.

truth.py TRUTH.CSV INTAKES.JSON ISSUES.JSON   issues: lines of `intake issues`, each with "intake_id" put in
Prints what is wrong, and the kinds of mistakes that were seen; ends with 1 when something is wrong.
"""
import csv
import json
import sys

# What each kind of mistake must be called; None: made right without a word.
CODES = {
    "account-missing": "ACCOUNT_NUMBER_MISSING",
    "account-rounded": "ACCOUNT_NUMBER_SYNTAX",
    "birth-31-02": "DATE_RANGE",
    "birth-future": "DATE_FUTURE",
    "birth-missing": "BIRTH_MISSING",
    "birth-words": "DATE_SYNTAX",
    "category-missing": "CATEGORY_MISSING",
    "category-unknown": "CATEGORY_UNKNOWN",
    "children-99": "CHILD_COUNT",
    "decision-missing": "DECISION_MISSING",
    "degree-missing": "DEGREE_MISSING",
    "id-13-digits": "CITIZEN_ID_SYNTAX",
    "id-missing": "CITIZEN_ID_MISSING",
    "id-letters": "CITIZEN_ID_SYNTAX",
    "id-lost-zero": "CITIZEN_ID_ZERO_RESTORED",
    "id-repeated": "CITIZEN_ID_REPEATED",
    "name-capitals": None,
    "name-digits": "NAME_SYNTAX",
    "name-missing": "NAME_MISSING",
    "phone-old-prefix": "PHONE_PREFIX_MOVED",
    "phone-short": "PHONE_SYNTAX",
    "poverty-unknown": "POVERTY_UNKNOWN",
    "provider-unknown": "ACCOUNT_PROVIDER",
    "sex-differs": "CITIZEN_ID_SEX_DIFFERS",
    "sex-missing": "SEX_UNKNOWN",
}


def read_json(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main(truth_path, intakes_path, issues_path):
    wrong = []
    names = {row["intake_id"]: row["file_name"] for row in read_json(intakes_path)}
    found = {}  # (file, row) -> {code: severity}
    for issue in read_json(issues_path):
        where = (names[issue["intake_id"]], issue["row_no"])
        found.setdefault(where, {})[issue["issue_code"]] = issue["severity"]
    seen = set()
    truth = {}
    with open(truth_path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            where = (row["file"], int(row["row"]))
            truth[where] = row["defect"]
            seen.add(row["defect"])
            codes = found.get(where, {})
            wanted = CODES.get(row["defect"], "a kind that is not in this list")
            refused = "refusal" in codes.values()
            if wanted is not None and wanted not in codes:
                wrong.append("%s: %s is not found, only %s" % (where, row["defect"], sorted(codes)))
            if refused != (row["expected"] == "refused"):
                wrong.append("%s: %s should be %s" % (where, row["defect"], row["expected"]))
    for where in sorted(set(found) - set(truth)):
        wrong.append("%s: blamed without cause: %s" % (where, sorted(found[where])))
    for kind in sorted(set(CODES) - seen):
        wrong.append("no %s in the lists: choose another seed" % kind)
    print("\n".join(wrong[:20]))
    print("%d kinds, %d rows" % (len(seen), len(truth)))
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:4]))
