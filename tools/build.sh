#!/bin/sh
# Leaves dist/. What did not change is not built again: programs by the digest of the
# Rust sources, dist/ by the digest of everything. DROP_BOX=https://… names the servers that
# pages may send finished responses to.
. "$(dirname -- "$0")/common.sh"
sh tools/setup.sh build
mkdir -p .build

programs=$(digest src i18n build.rs Cargo.toml Cargo.lock .cargo rust-toolchain.toml Trunk.toml tools/build.sh; grep data-trunk index.html | sha256sum)
if [ "$(cat .build/programs 2>/dev/null)" != "$programs" ] || [ ! -f .build/trunk/worker_bg.wasm ]; then
    say "trunk: respond, field, office and worker for the browser (3-5 min the first time)"
    rm -f .build/programs
    # The standard library is compiled with the programs: for size, and so that a panic, which
    # no page may have, stops at once without text for it. Pinned as the compiler is.
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    flags=$(sed -n "s/^rustflags = \[\(.*\)\]$/\1/p" .cargo/config.toml)
    RUSTFLAGS="$(node -p "[$flags].join(' ')") -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
    export RUSTFLAGS
    trunk build --release --offline --skip-version-check </dev/null
    printf '%s' "$programs" >.build/programs
fi
everything=$(digest .build/programs public index.html tools/finish.mjs tools/headers.mjs)${PHIEU_ORIGIN:-}${DROP_BOX:-}
if [ "$(cat .build/dist 2>/dev/null)" != "$everything" ] || [ ! -f dist/index.html ]; then
    rm -f .build/dist
    node tools/finish.mjs --drop-box "${DROP_BOX:-}"
    printf '%s' "$everything" >.build/dist
else
    echo "dist/ is up to date"
fi
