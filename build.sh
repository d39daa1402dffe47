#!/usr/bin/env bash
# Builds, serves and checks hubstate. Thin: it finds tools, keeps what they make outside the clone,
# and calls them. What is more than glue belongs in the command line (src/cli).
#
#   ./build.sh          dist/, a folder that any static host can serve; BASE_URL=https://… ./build.sh tells
#                       its pages the address they will have, which previews of links ask for
#   ./build.sh serve    builds it and serves it on 127.0.0.1
#   ./build.sh check    exactly what CI runs
#   ./build.sh bench    speed and sizes, as ratios taken in one run; `bench large` takes three million rows and the
#                       peers in the browser and out of it, `bench large 100000` fewer, to try it
set -euo pipefail
cd "$(dirname "$0")"

CACHE="${HUBSTATE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hubstate}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$CACHE/target}"
WASM_TARGET=wasm32-unknown-unknown
NODE_BIN="$CACHE/node/node_modules/.bin"
mkdir -p "$CACHE"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# --- tools -------------------------------------------------------------------------------------

need_rust() {
  command -v cargo >/dev/null || die "cargo is missing: install Rust 1.95 or later from https://rustup.rs"
  rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null | xargs -r ls >/dev/null 2>&1 && return
  command -v rustup >/dev/null || die "the target $WASM_TARGET is missing, and so is rustup, which would add it"
  say "adding the target $WASM_TARGET"
  rustup target add "$WASM_TARGET" >&2
}

# The standard library's own source, which the page's core is compiled with.
need_std() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && return
  command -v rustup >/dev/null || die "the source of the standard library is missing, and so is rustup, which would add it (rust-src)"
  say "adding the source of the standard library"
  rustup component add rust-src >&2
}

need_node() {
  command -v node >/dev/null || die "node is missing: Node 20 or later is needed to build the page"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "node $(node --version) is too old: Node 20 or later is needed to build the page"
}

# The node packages lie in the cache, keyed by the lock file.
need_packages() {
  need_node
  local stamp="$CACHE/node/.lock-hash" hash
  hash=$(sha256sum www/package-lock.json | cut -d' ' -f1)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$hash" ]; then
    say "installing esbuild, wasm-opt and the test tools"
    mkdir -p "$CACHE/node"
    cp www/package.json www/package-lock.json "$CACHE/node/"
    (cd "$CACHE/node" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2)
    echo "$hash" > "$stamp"
  fi
  # Node looks for packages beside the file that asks for them.
  [ -e www/node_modules ] || ln -s "$CACHE/node/node_modules" www/node_modules
}

apt_install() {
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Browsers of other makers: their tests say so where one is missing.
want_browsers() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 0
  command -v firefox-esr >/dev/null || command -v firefox >/dev/null ||
    { say "installing Firefox for the browser tests"; apt_install firefox-esr || say "Firefox could not be installed"; }
  { command -v WebKitWebDriver && command -v Xvfb; } >/dev/null ||
    { say "installing WebKitGTK for the browser tests"; apt_install webkit2gtk-driver xvfb || say "WebKitGTK could not be installed"; }
}

need_browser() {
  if [ -n "${CHROME:-}" ]; then
    [ -x "$CHROME" ] || die "CHROME=$CHROME is no program"
    return
  fi
  local name
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then CHROME=$(command -v "$name"); export CHROME; return; fi
  done
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "installing Chromium for the browser tests"
    apt_install chromium fonts-dejavu-core
    CHROME=$(command -v chromium) && export CHROME && return
  fi
  die "no Chromium found for the browser tests: install one, or set CHROME=/path/to/chrome"
}

# --- steps -------------------------------------------------------------------------------------

# In a folder of its own: beside the command line's, whose features are others, each would make the other's library stale.
BINDGEN=(--quiet --release --no-default-features --features bindgen --bin hubstate-bindgen --target-dir "$CARGO_TARGET_DIR/bindgen")

bindgen() {
  cargo build "${BINDGEN[@]}"
  "$CARGO_TARGET_DIR/bindgen/release/hubstate-bindgen" "$@"
}

# Like functions are then put beside each other, which packs better: 9 KB of gzip less, and 29 of the larger core.
optimized() { # INPUT OUTPUT PASSES…
  local input=$1 output=$2 pass=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
    --enable-mutable-globals --enable-reference-types --enable-multivalue --enable-simd --strip-producers)
  shift 2
  "$NODE_BIN/wasm-opt" "$@" "${pass[@]}" "$input" -o "$output"
  bindgen --order "$output" "$output"
  "$NODE_BIN/wasm-opt" --reorder-functions-by-name "${pass[@]}" "$output" -o "$output"
}

cli() {
  cargo build --quiet --release --bin hubstate
  "$CARGO_TARGET_DIR/release/hubstate" "$@"
}

# A digest of everything that dist/ is made from.
inputs_digest() {
  { find src www index.html Cargo.toml Cargo.lock build.sh -type f \
      -not -path 'www/node_modules/*' -not -path 'www/gen/*' -print0 | sort -z | xargs -0 sha256sum
    echo "${BASE_URL:-}"; rustc --version; } | sha256sum | cut -d' ' -f1
}

hashed() { # FILE NAME EXTENSION: copies FILE to dist/NAME-<hash>.EXTENSION and prints that name
  local name
  name="$2-$(sha256sum "$1" | cut -c1-12).$3"
  cp "$1" "dist/$name"
  echo "$name"
}

build() {
  local digest
  digest=$(inputs_digest)
  if [ "$(cat dist/.digest 2>/dev/null)" = "$digest" ]; then
    say "dist/ is up to date"
    return
  fi
  need_rust
  need_std
  need_packages
  local work="$CACHE/work"
  rm -rf "$work" dist
  mkdir -p "$work" dist/font www/gen

  say "compiling the core to WebAssembly"
  # The standard library is compiled with ours, for size, and a panic stops at once instead of writing a text that
  # nobody would see: 36 KB of gzip less. Nothing prints for debugging: three more. They are flags that the stable
  # compiler hides. The compact checksum is the slower one; it is taken only where the browser has none of its own.
  # Memory is what all of it waits for: its part of that library is compiled for speed, which makes another basket a
  # twelfth faster for 4 KB of gzip.
  local of=profile.web.package
  local fast=(--config "$of.alloc.opt-level=2" --config "$of.dlmalloc.opt-level=3"
    --config "$of.compiler_builtins.opt-level=3")
  RUSTC_BOOTSTRAP=1 \
    RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none --cfg sha2_backend_soft=\"compact\"" \
    cargo build --quiet --profile web --lib --target "$WASM_TARGET" --no-default-features \
    --target-dir "$CARGO_TARGET_DIR/std" -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size \
    "${fast[@]}"
  bindgen "$CARGO_TARGET_DIR/std/$WASM_TARGET/web/hubstate.wasm" www/gen
  optimized www/gen/hubstate_bg.wasm "$work/hubstate.wasm" -Os --flatten --rereloop -Oz -Oz -Oz -Os \
    --optimize-instructions --precompute --remove-unused-brs --vacuum

  say "compiling the larger core"
  RUSTFLAGS="-Ctarget-feature=+simd128" \
    cargo build --quiet --profile larger --lib --target "$WASM_TARGET" --no-default-features --features formats
  # The worker of the larger core is the same script over its own glue.
  mkdir -p "$work/larger"
  cp -r www/*.js www/view www/static "$work/larger/"
  bindgen "$CARGO_TARGET_DIR/$WASM_TARGET/larger/hubstate.wasm" "$work/larger/gen"
  cp "$work/larger/gen/hubstate.js" www/gen/larger.js # for the bench
  optimized "$work/larger/gen/hubstate_bg.wasm" "$work/larger.wasm" -O3

  say "bundling the page"
  "$NODE_BIN/esbuild" www/main.js --bundle --minify --format=iife --target=es2022 --charset=utf8 \
    --log-level=warning --outfile="$work/app.js"
  "$NODE_BIN/esbuild" "$work/larger/larger.js" --bundle --minify --format=iife --target=es2022 --charset=utf8 \
    --log-level=warning --outfile="$work/larger.js"
  cat www/tokens.css www/style.css | "$NODE_BIN/esbuild" --loader=css --minify --target=es2022 > "$work/style.css"

  "$NODE_BIN/esbuild" www/sw.js --minify --target=es2022 --charset=utf8 --log-level=warning --outfile=dist/sw.js

  local wasm app style larger larger_wasm snapshot=snapshot.json
  wasm=$(hashed "$work/hubstate.wasm" hubstate wasm)
  app=$(hashed "$work/app.js" app js)
  style=$(hashed "$work/style.css" style css)
  larger=$(hashed "$work/larger.js" larger js)
  larger_wasm=$(hashed "$work/larger.wasm" larger wasm)
  cp www/font/inter-latin.woff2 www/font/LICENSE dist/font/
  cp www/icon.svg dist/icon.svg
  if [ -f www/snapshot.parquet ]; then snapshot=snapshot.parquet; fi
  sed -i "s#snapshot\.json#$snapshot#g" dist/sw.js
  sed -e "s#data-snapshot=\"snapshot\.json\"#data-snapshot=\"$snapshot\"#" \
      -e "s#www/hubstate\.wasm#$wasm#g" -e "s#www/main\.js#$app#g" -e "s#www/style\.css#$style#g" \
      -e "s#www/larger\.js#$larger#g" -e "s#www/larger\.wasm#$larger_wasm#g" \
      -e "s#www/icon\.svg#icon.svg#g" -e "s#www/font/#font/#g" index.html > dist/index.html
  if [ -f "www/$snapshot" ]; then cp "www/$snapshot" "dist/$snapshot"; else cli sample --out "dist/$snapshot"; fi

  say "drawing every chart: pages, embeds and pictures"
  cli site "dist/$snapshot" --dist dist ${BASE_URL:+--base-url "$BASE_URL"}
  echo "$digest" > dist/.digest
  say "dist/ is ready: $(du -sh dist | cut -f1)"
}

check() {
  need_rust; need_packages; need_browser; want_browsers
  say "format";    git ls-files '*.rs' | xargs rustfmt --check --edition 2024
  say "lint";      cargo clippy --quiet --all-targets -- -D warnings
                   cargo clippy --quiet --lib --target "$WASM_TARGET" --no-default-features -- -D warnings
                   cargo clippy --quiet --lib --target "$WASM_TARGET" --no-default-features --features formats -- -D warnings
                   cargo clippy "${BINDGEN[@]}" -- -D warnings
  say "tests of the core"
  cargo test --quiet
  cargo test "${BINDGEN[@]}"
  build
  say "types of the page"
  "$NODE_BIN/tsc" --noEmit -p www/tsconfig.json
  say "tests of the oracle, the page and the browser"
  node --test tests/oracle/*.test.mjs tests/e2e/*.test.mjs
}

bench() {
  local script=bench
  if [ "${1:-}" = large ]; then script=large; shift; fi
  need_browser
  build
  node "tests/bench/$script.mjs" "$@"
}

case "${1:-build}" in
  build) build ;;
  serve) shift; build; cli serve dist "$@" ;;
  check) check ;;
  bench) shift; bench "$@" ;;
  *) die "usage: ./build.sh [serve|check|bench]" ;;
esac
