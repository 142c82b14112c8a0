#!/bin/sh
# Runs too long for every day: properties with many cases (CASES=20000). The log is
# written to docs/prove/ with the commit it ran on, to be committed with it.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh build
cases=${CASES:-20000}
commit=$(git rev-parse --short=10 HEAD)
[ -z "$(git status --porcelain)" ] || commit="$commit-changed"
mkdir -p docs/prove
log=docs/prove/properties-$commit.log
say "properties, $cases cases each, in the release profile; the log goes to $log"
{
    echo "commit $commit"
    echo "PROPTEST_CASES=$cases PHIEU_RESPONSES=20000 cargo test --release"
    rustc --version
    date -u +%Y-%m-%dT%H:%M:%SZ
} >"$log"
status=0
PROPTEST_CASES=$cases PHIEU_RESPONSES=20000 cargo test --release --locked --no-fail-fast </dev/null >>"$log" 2>&1 || status=$?
sed -i "s#$ROOT#.#g" "$log"
grep '^test result' "$log" || true
[ "$status" = 0 ] || die "something failed: see $log"

# The file that leaves, in LibreOffice with Vietnamese settings.
sh tools/setup.sh test
sh tools/build.sh
log=docs/prove/libreoffice-$commit.log
say "the downloaded CSV in LibreOffice under vi_VN; the log goes to $log"
{
    echo "commit $commit"
    soffice --version
    date -u +%Y-%m-%dT%H:%M:%SZ
} >"$log"
playwright test tests/e2e/libreoffice.spec.mjs </dev/null >>"$log" 2>&1 || die "something failed: see $log"
sed -i "s#$ROOT#.#g" "$log"
tail -n 2 "$log"
