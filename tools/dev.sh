#!/bin/sh
# Builds the named programs quickly and unoptimised (all four the first time) and leaves
# .build/quick-dist, for looking at a change and for trying its tests:
#   sh tools/dev.sh office worker && PHIEU_DIST=.build/quick-dist npx playwright test tests/e2e/analyse.spec.mjs
. "$(dirname -- "$0")/common.sh"
out=.build/quick
mkdir -p "$out"
wanted=${*:-respond field office worker}
for name in respond field office worker; do
    [ -f "$out/${name}_bg.wasm" ] || case " $wanted " in *" $name "*) ;; *) wanted="$wanted $name" ;; esac
done
for name in $wanted; do
    say "$name, unoptimised"
    cargo build --quiet --locked --target "$TARGET" --profile quick --features "$name" --bin "$name"
    wasm-bindgen --target web --no-typescript --out-dir "$out" "target/$TARGET/quick/$name.wasm"
done
node tools/finish.mjs --fast --from "$out" --out .build/quick-dist
