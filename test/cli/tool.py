#!/usr/bin/env python3
"""What the tests of the command line need besides the shell.

tool.py json            every line of standard input is a JSON object without a doubled key
tool.py document        all of it is one JSON value without a doubled key
tool.py get KEY         prints the values of KEY, a line each
tool.py get TABLE.KEY   only those of rows of that table
tool.py xlsx OUT        makes a workbook of the tab-separated rows of standard input; N:123 is a number
tool.py holding FILE COMMAND...   runs a command while FILE is locked by somebody else
tool.py pty COMMAND...  runs a command on a terminal of its own and prints all that it shows there
"""
import fcntl
import json
import os
import pty
import subprocess
import sys
import zipfile
from xml.sax.saxutils import escape


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice: %s" % keys)
    return dict(pairs)


def rows():
    count = 0
    for line in sys.stdin.buffer.read().decode("utf-8", "strict").splitlines():
        value = json.loads(line, object_pairs_hook=unique)
        if not isinstance(value, dict):
            raise ValueError("not an object: %s" % line)
        count += 1
        yield value
    if count == 0:
        raise ValueError("nothing was printed")


def column_name(index):
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row_no, index, text):
    where = "%s%d" % (column_name(index), row_no)
    if text == "":
        return ""
    if text.startswith("N:"):
        return '<c r="%s"><v>%s</v></c>' % (where, text[2:])
    return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (where, escape(text))


def make_xlsx(path):
    body = ""
    for row_no, line in enumerate(sys.stdin.read().splitlines(), 1):
        cells = "".join(cell(row_no, i, text) for i, text in enumerate(line.split("\t")))
        body += '<row r="%d">%s</row>' % (row_no, cells)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts = {
        "[Content_Types].xml":
            '<Types xmlns="%s/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/>'
            '</Types>' % (package, sheet, sheet),
        "_rels/.rels":
            '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>' % (package, office),
        "xl/workbook.xml":
            '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/>'
            '</sheets></workbook>' % (main, office),
        "xl/_rels/workbook.xml.rels":
            '<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>' % (package, office),
        "xl/worksheets/sheet1.xml":
            '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, body),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(zipfile.ZipInfo(name), head + text)


def main(argv):
    if argv[1] == "json":
        for _ in rows():
            pass
    elif argv[1] == "document":
        json.loads(sys.stdin.buffer.read().decode("utf-8", "strict"), object_pairs_hook=unique)
    elif argv[1] == "get":
        table, _, key = argv[2].rpartition(".")
        for row in rows():
            if key in row and (not table or row.get("table") == table):
                print(row[key])
    elif argv[1] == "xlsx":
        make_xlsx(argv[2])
    elif argv[1] == "holding":
        with open(argv[2], "r+") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            sys.exit(subprocess.run(argv[3:], check=False).returncode)
    elif argv[1] == "pty":
        status = pty.spawn(argv[2:])
        sys.exit(os.waitstatus_to_exitcode(status))
    else:
        sys.exit(__doc__)


main(sys.argv)
