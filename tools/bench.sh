#!/bin/sh
# Download weight and time to answer of the built page, then the native measurements.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh test
sh tools/build.sh
node tools/bench.mjs
# Measurements written in Rust are examples named bench_*; they print their own lines.
for file in examples/bench_*.rs; do
    [ -f "$file" ] || continue
    name=$(basename "$file" .rs)
    say "cargo run --release --example $name"
    cargo run --quiet --release --locked --example "$name"
done
