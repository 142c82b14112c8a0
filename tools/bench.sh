#!/bin/sh
# The native measurements, then ours beside R survey, DuckDB and polars, then the page:
# aggregation in its worker, download weight and time to answer.
. "$(dirname -- "$0")/common.sh"
. "$ROOT/tools/bench_estimates.sh"
sh tools/setup.sh test
sh tools/build.sh
# Measurements written in Rust are examples named bench_*; they print their own lines
# and leave what the page is to repeat in .build/bench.
mkdir -p .build/bench
for file in examples/bench_*.rs; do
    [ -f "$file" ] || continue
    name=$(basename "$file" .rs)
    # That one has its own part, with what it is held against.
    [ "$name" != bench_estimates ] || continue
    say "cargo run --release --example $name"
    cargo run --quiet --release --locked --example "$name" .build/bench
done
bench_estimates
node tools/bench.mjs
