#!/bin/sh
# Sets up what is missing to build (`setup.sh`) or also to test (`setup.sh test`).
# What is there already is left alone, so a second run takes a second.
. "$(dirname -- "$0")/common.sh"
[ -n "$BINDGEN" ] || die "Cargo.lock names no wasm-bindgen"

have rustup || die "rustup is missing: https://rustup.rs (then open a new shell)"
have node || die "Node.js 20 or newer is missing: https://nodejs.org"
have npm || die "npm is missing; it comes with Node.js"
[ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 20 ] || die "Node.js 20 or newer is needed; this is $(node --version)"

rust=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
trunk_is() { [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK" ]; }
bindgen_is() { [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $BINDGEN" ] && have wasm-bindgen-test-runner; }
npm_is() { [ -x node_modules/.bin/wasm-opt ] && [ "$(cat node_modules/.phieu 2>/dev/null)" = "$(digest package-lock.json)" ]; }
toolchain_is() { rustc --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1; }
source_is() { [ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; }
target_is() { rustup target list --installed 2>/dev/null | grep -qx "$TARGET"; }
chromium_is() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
soffice_is() { have soffice; }
firefox_is() { [ -x /usr/bin/firefox-esr ]; }
geckodriver_is() { have geckodriver; }
nginx_is() { [ -x /usr/sbin/nginx ] || have nginx; }
caddy_is() { have caddy; }
# What opens the exports: readers that are not ours, in a place of their own.
readers_is() { [ "$(cat .build/readers/.phieu 2>/dev/null)" = "$(digest tests/exports/requirements.txt)" ]; }
webkit_is() { have WebKitWebDriver && have Xvfb; }

# The whole list first, so that nobody wonders how long this takes.
todo=
add() { todo="$todo
   - $1"; }
have cc || add "a C linker: gcc, libc6-dev (needs root: apt-get, 1 min)"
toolchain_is || add "Rust $rust (rustup, 1 min)"
target_is || add "Rust's $TARGET target (rustup, seconds)"
source_is || add "the source of Rust's standard library (rustup, seconds)"
npm_is || add "wasm-opt and the test tools (npm ci into node_modules/, seconds)"
trunk_is || add "trunk $TRUNK (cargo install into ~/.cargo/bin, 4-8 min)"
bindgen_is || add "wasm-bindgen $BINDGEN (cargo install into ~/.cargo/bin, 2-4 min)"
if [ "${1:-build}" = test ]; then
    chromium_is || add "Chromium for the tests (needs root: apt-get, 1 min)"
    soffice_is || add "LibreOffice Calc, which opens the exported file (needs root: apt-get, 2 min)"
    readers_is || add "readers of SPSS, Parquet, CSVW and XLSX files (pip into .build/readers, 1 min; needs root where Python or its venv is missing)"
    nginx_is && caddy_is || add "nginx and Caddy, which stand before a drop box (needs root: apt-get, 1 min)"
    firefox_is || add "Firefox for the critical journeys (needs root: apt-get, 1 min)"
    geckodriver_is || add "geckodriver, Firefox's driver (cargo install into ~/.cargo/bin, 2 min)"
    webkit_is || add "WebKitGTK with its driver, and a display without a screen (needs root: apt-get, 1 min)"
fi
[ -n "$todo" ] || exit 0
say "To set up once:$todo"

have cc || debian gcc libc6-dev
toolchain_is || { rustup toolchain install "$rust" --profile minimal -c rustfmt -c clippy </dev/null || die "rustup cannot get Rust $rust"; }
target_is || rustup target add "$TARGET" </dev/null || die "rustup cannot add $TARGET to $(rustup show active-toolchain)"
source_is || rustup component add rust-src </dev/null || die "rustup cannot add rust-src to $(rustup show active-toolchain)"
if ! npm_is; then
    # Nothing here needs a script of its own at installing, or the optional databases.
    npm ci --ignore-scripts --omit=optional --no-audit --no-fund </dev/null || die "npm ci failed: is the npm registry reachable?"
    digest package-lock.json >node_modules/.phieu
fi
if ! trunk_is; then
    say "cargo install trunk $TRUNK"
    cargo install --quiet --locked --force "trunk@$TRUNK" </dev/null || die "trunk $TRUNK could not be installed"
fi
if ! bindgen_is; then
    say "cargo install wasm-bindgen-cli $BINDGEN"
    cargo install --quiet --force "wasm-bindgen-cli@$BINDGEN" </dev/null || die "wasm-bindgen-cli $BINDGEN could not be installed"
fi
if [ "${1:-build}" = test ]; then
    chromium_is || debian chromium fonts-noto-core
    soffice_is || debian libreoffice-calc
    if ! readers_is; then
        python3 -c 'import ensurepip' 2>/dev/null || debian python3 python3-venv
        python3 -m venv --clear .build/readers
        .build/readers/bin/pip install --quiet --disable-pip-version-check -r tests/exports/requirements.txt </dev/null || die "pip could not install tests/exports/requirements.txt"
        digest tests/exports/requirements.txt >.build/readers/.phieu
    fi
    nginx_is && caddy_is || debian nginx-light caddy
    firefox_is || debian firefox-esr
    geckodriver_is || cargo install --quiet --locked geckodriver@0.37.1 </dev/null || die "geckodriver could not be installed"
    webkit_is || debian webkit2gtk-driver xvfb
fi
