#!/bin/sh
# The native measurements, then the page: aggregation in its worker, download weight
# and time to answer.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh test
sh tools/build.sh
# Measurements written in Rust are examples named bench_*; they print their own lines
# and leave what the page is to repeat in .build/bench.
mkdir -p .build/bench
for file in examples/bench_*.rs; do
    [ -f "$file" ] || continue
    name=$(basename "$file" .rs)
    say "cargo run --release --example $name"
    cargo run --quiet --release --locked --example "$name" .build/bench
done
node tools/bench.mjs
