#!/bin/sh
# A thousand random releases against an auditor written apart (scipy's HiGHS):
# makes a venv with scipy, writes the releases, audits them. Fails on any narrow cell.
#   tools/disclosure.sh [FIRST] [COUNT]
set -eu
cd "$(dirname "$0")/.."
first=${1:-0}
count=${2:-1000}
venv=.build/venv-disclosure
cases=.build/disclosure-cases
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -c "import scipy" 2>/dev/null || "$venv/bin/pip" install --quiet scipy
cargo build --release --locked --example disclosure_cases
rm -rf "$cases"
target/release/examples/disclosure_cases "$cases" "$first" "$count"
"$venv/bin/python" tools/disclosure_audit.py "$cases"
