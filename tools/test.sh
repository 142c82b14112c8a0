#!/bin/sh
# Every test: lint, native, WebAssembly under Node, the exports in programs that are not
# ours, end to end in Chromium, the critical journeys in Firefox and WebKit. All stages run even after one has failed; .build/counts says `stage passed failed` of each.
. "$(dirname -- "$0")/common.sh"
say "make test: 10-25 minutes the first time on two cores, a minute or two later"
sh tools/setup.sh test
mkdir -p .build/log
: >.build/counts

# stage NAME COMMAND…: keeps the log, shows it, and the exit status too.
stage() {
    name=$1; shift
    say "$name"
    began=$(date +%s)
    { status=0; "$@" </dev/null 2>&1 || status=$?; echo "$status" >.build/log/status; } | tee ".build/log/$name.log"
    node tools/count.mjs "$name" "$(cat .build/log/status)" >>.build/counts
    echo "-- $name: $(tail -n 1 .build/counts | cut -d' ' -f2-3 | sed 's/ / passed, /') failed, $(($(date +%s) - began)) s"
}

e2e() {
    rm -f test-results/e2e.json
    sh tools/build.sh && playwright test
}

stage lint sh tools/lint.sh
stage native cargo test --locked --no-fail-fast
stage wasm cargo test --locked --target "$TARGET" --features worker --test wasm
stage exports sh tools/exports.sh
stage e2e e2e
stage engines node --test --test-reporter=tap --test-concurrency=1 tests/engines/*.test.mjs

say "stages (passed, failed)"
cat .build/counts
awk '{ if ($3 > 0) bad = 1 } END { exit bad }' .build/counts || die "something failed; logs are in .build/log/"
