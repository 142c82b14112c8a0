#!/bin/sh
# Formatting and clippy; a warning fails. The core alone, the pages on the host, and
# the four programs for the browser.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh build
say "cargo fmt --check"
cargo fmt --check
say "clippy: the core without features"
cargo clippy --quiet --locked --all-targets -- -D warnings
say "clippy: the pages on the host"
cargo clippy --quiet --locked --features respond,field,office,worker --lib --bins -- -D warnings
say "clippy: the programs for $TARGET"
cargo clippy --quiet --locked --target "$TARGET" --features respond,field,office,worker --lib --bins --test wasm -- -D warnings
say "node --check"
for file in public/*.js tools/*.mjs tests/*.mjs tests/e2e/*.mjs tests/engines/*.mjs; do
    [ -f "$file" ] || continue
    case $file in public/guard.js) ;; *.js) node --check --input-type=module <"$file"; continue ;; esac
    node --check "$file"
done
for file in tools/*.sh hosting/drop-box/*.sh .ci/run; do sh -n "$file"; done
