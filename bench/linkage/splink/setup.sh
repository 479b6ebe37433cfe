#!/bin/bash
# setup.sh DIR -- a virtual environment with Splink from PyPI in DIR; prints the versions that it got.
# SPLINK_VERSION=4.0.16 takes another one. Says "blocked" and why when PyPI cannot be reached.
set -u
DIR=${1:?usage: setup.sh DIR}
WANTED=splink${SPLINK_VERSION:+==$SPLINK_VERSION}

blocked() {
    echo "blocked: $1" >&2
    exit 3
}

if [ ! -x "$DIR/bin/python" ]; then
    python3 -m venv "$DIR" || blocked "python3 -m venv does not work here (package python3-venv?)"
fi
if ! "$DIR/bin/python" -c 'import splink' 2>/dev/null; then
    "$DIR/bin/pip" install --quiet --disable-pip-version-check "$WANTED" ||
        blocked "pip cannot install $WANTED (no network, or no wheel for this Python)"
fi
"$DIR/bin/python" - <<'PY'
import sys, duckdb, splink
print(f"splink {splink.__version__}, duckdb {duckdb.__version__}, python {sys.version.split()[0]}")
PY
