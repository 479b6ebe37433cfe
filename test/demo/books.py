#!/usr/bin/env python3
"""Checks figures that `ansinh` prints in JSON.

books.py settlement SETTLEMENT.JSON BALANCE.JSON   each line closes; the sum is what the books hold at
                                                   the providers (accounts 30, 40, 60, 61)
books.py intakes INTAKES.JSON ROWS                 accepted + refused = rows in each list, ROWS in all
books.py months A.JSON B.JSON                      the months of A stand in B as they were
"""
import json
import sys


def read_json(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def settlement(path, balance_path):
    rows = read_json(path)
    for row in rows:
        rest = (row["opening_dong"] + row["allotted_dong"] - row["paid_dong"] + row["returned_dong"]
                - row["written_back_dong"] - row["closing_dong"])
        if rest != 0:
            sys.exit("%s: %d left" % (row, rest))
    held = sum(row["balance_dong"] for row in read_json(balance_path)
               if row["ledger_account"] in (30, 40, 60, 61))
    if held != rows[-1]["closing_dong"]:
        sys.exit("the books hold %d, the settlement says %d" % (held, rows[-1]["closing_dong"]))
    if sum(row["closing_dong"] for row in rows[:-1]) != rows[-1]["closing_dong"]:
        sys.exit("the lines do not add up")


def intakes(path, rows_wanted):
    rows = read_json(path)
    for row in rows:
        if row["accepted_count"] + row["refused_count"] != row["row_count"]:
            sys.exit("a row is lost: %s" % row)
    total = sum(row["row_count"] for row in rows)
    if total != int(rows_wanted):
        sys.exit("%d rows, not %s" % (total, rows_wanted))


def months(before_path, after_path):
    tables = [{row["period"]: row for row in read_json(path) if row["table"] == "months"}
              for path in (before_path, after_path)]
    for row in tables[0].values():
        if row["paid_dong"] == 0 or row["answer_files"] == 0:
            sys.exit("nothing was paid: %s" % row)
    for period, figures in tables[0].items():
        if tables[1].get(period) != figures:
            sys.exit("%s: %s, then %s" % (period, figures, tables[1].get(period)))


{"settlement": settlement, "intakes": intakes, "months": months}[sys.argv[1]](*sys.argv[2:])
