# Read by the other scripts: where things are, which versions, how to speak.
set -eu
ROOT=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
# An exported RUSTFLAGS would replace the flags in .cargo/config.toml.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_BUILD_TARGET CARGO_TARGET_DIR
export PATH="$ROOT/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

TRUNK=0.21.14
BINDGEN=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p;}' Cargo.lock)
TARGET=wasm32-unknown-unknown

say() { printf '\n== %s\n' "$*"; }
die() { printf '\nphieu: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The digest of every file under the given names, without asking git.
digest() { find "$@" -type f ! -name '*.swp' | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c1-64; }

# Debian packages: root installs them, anybody else is told the command.
debian() {
    if [ "$(id -u)" != 0 ]; then
        die "missing: $*. It needs root once: sudo apt-get install -y $*"
    fi
    have apt-get || die "missing: $*. This system has no apt-get; install them and run again."
    say "apt-get install $* (root; about a minute)"
    DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}
