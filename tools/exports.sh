#!/bin/sh
# Every export opened by something that is not ours: ReadStat (SPSS), DuckDB and Arrow
# (Parquet, CSV), the CSVW library, openpyxl and LibreOffice (XLSX, CSV), and a checker of
# DDI's element order. Values, labels and missing codes against their source; a search of
# all bytes for numbers that were withheld. COUNT=60 random codebooks besides the usual one.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh test
out=.build/exports
rm -rf "$out"
cargo run --quiet --locked --example export_samples "$out" "${COUNT:-60}"
PHIEU_EXPORTS="$ROOT/$out" .build/readers/bin/python -B -m unittest discover --start-directory tests/exports
