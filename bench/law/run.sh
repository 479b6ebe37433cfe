#!/bin/bash
# The law over 4,000,000 synthetic persons: ours, and OpenFisca-core beside it on the same rows and the same law.
#
#   bench/law/run.sh [BUILD] [PERSONS]
#
# Makes a virtual environment in BUILD/bench/law/venv (PyPI) the first time. Fails when one amount differs.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}
persons=${2:-4000000}
here=$build/bench/law
venv=$here/venv
"$here/bench_law" "$persons"
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" -q install openfisca-core==46.0.1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/bench_law" "$persons" --write "$work/population.csv" > /dev/null
"$here/bench_law" --read "$work/population.csv" --amounts "$work/ours.txt"
"$venv/bin/python" bench/law/openfisca_law.py "$work/population.csv" "$work/theirs.txt"
cmp "$work/ours.txt" "$work/theirs.txt"
echo "all $persons amounts are equal"
