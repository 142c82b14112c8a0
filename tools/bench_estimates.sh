# Read by tools/bench.sh: all statements x units with their errors, ours beside R survey,
# DuckDB and polars in one run on one survey. A tool that is missing is installed, or named.
bench_estimates() {
    out=.build/bench
    sizes=${BENCH_ROWS:-100000 1000000}
    say "all statements x units with errors: $sizes rows x 22 x 52, one thread"
    cargo build --quiet --release --locked --example bench_estimates
    # shellcheck disable=SC2086 # a list of sizes
    target/release/examples/bench_estimates "$out" $sizes | tee "$out/native.txt"
    page_of_worker "$out/kernel"
    have Rscript && Rscript -e 'library(survey)' >/dev/null 2>&1 || (debian r-base-core r-cran-survey) || echo "MISSING: R survey (Debian: r-base-core r-cran-survey); its lines are left out"
    for tool in duckdb polars; do
        python_has "$tool" || echo "MISSING: $tool (pip install $tool); its lines are left out"
    done
    # shellcheck disable=SC2086
    node tools/bench_estimates.mjs "$out" $sizes
}

# The measurement as a program of a worker, twice: as it is, and with SIMD allowed.
page_of_worker() {
    mkdir -p "$1"
    for kind in scalar simd; do
        flags='--cfg=web_sys_unstable_apis --cfg=sha2_backend_soft="compact"'
        [ "$kind" = scalar ] || flags="$flags -Ctarget-feature=+simd128"
        RUSTFLAGS=$flags cargo build --quiet --release --locked --target "$TARGET" --features worker --example kernel_worker
        wasm-bindgen --target web --no-typescript --out-dir "$1/$kind" "target/$TARGET/release/examples/kernel_worker.wasm"
        wasm-opt -O3 --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
            --enable-reference-types --enable-multivalue "$1/$kind/kernel_worker_bg.wasm" -o "$1/$kind/kernel_worker_bg.wasm"
        echo "import init from './kernel_worker.js'; await init(); postMessage('ready');" >"$1/$kind/start.js"
    done
    echo '<!doctype html><title>kernel</title>' >"$1/index.html"
}

# Whether the bench's own Python has a package; made and filled where it can be.
python_has() {
    venv=.build/bench/python
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv" >/dev/null 2>&1 || return 1
    "$venv/bin/python" -c "import $1" >/dev/null 2>&1 || "$venv/bin/pip" install --quiet "$1" </dev/null >/dev/null 2>&1
    "$venv/bin/python" -c "import $1" >/dev/null 2>&1
}
