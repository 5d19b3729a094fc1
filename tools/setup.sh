#!/usr/bin/env bash
# Installs what is missing, and says what and why. A second run finds everything and takes about a second.
#
#   tools/setup.sh build    what building and running needs: Rust's WASM target, wasm-bindgen, the npm packages
#   tools/setup.sh test     that, and what the tests need: PostgreSQL, strace, faketime, letters, Chromium, Playwright
#   tools/setup.sh pictures that, and what new pictures of the pages need: optipng
#   tools/setup.sh watch    what 'build' needs, and cargo-leptos
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }
# Programs alone: a function of this script may bear the name of one.
have() { type -P "$1" >/dev/null; }

prerequisites() {
  have rustup || fail "rustup is missing: install it from https://rustup.rs, then run this again"
  have node && have npm || fail "Node.js 20 or later with npm is missing: install it from https://nodejs.org, then run this again"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node.js is $(node --version), but 20 or later is needed"
  have cc || fail "a C compiler is missing (SQLite and the cryptography are built from C): apt-get install build-essential"
  export PATH="$HOME/.cargo/bin:$PATH"
}

rust() {
  # Without a toolchain rustup answers the first call by installing the one of rust-toolchain.toml, or by refusing to.
  if ! rustc --version >/dev/null 2>&1; then
    say "installing the Rust toolchain of rust-toolchain.toml"
    rustup toolchain install
  fi
  if ! rustup target list --installed | grep -qx wasm32-unknown-unknown; then
    say "adding Rust's wasm32-unknown-unknown target: the pages' code runs in the browser"
    rustup target add wasm32-unknown-unknown
  fi
}

wasm_bindgen() {
  local version
  version=$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p')
  if [ "$(wasm-bindgen --version 2>/dev/null || true)" != "wasm-bindgen $version" ]; then
    say "installing wasm-bindgen-cli $version, which must equal the version in Cargo.lock (2 to 3 minutes): it joins WASM and JavaScript"
    # Not --locked: its own lock file names releases that no longer build.
    env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "$version"
  fi
}

wasm_split() {
  local version=0.2.4
  if ! cargo install --list | grep -qx "wasm_split_cli_support v$version:"; then
    say "installing wasm-split $version (a minute): it cuts the WASM into the chunks that pages load"
    env -u CARGO_TARGET_DIR cargo install wasm_split_cli_support --version "$version" --features build-binary
  fi
}

voice_sdk() {
  local from=node_modules/@twilio/voice-sdk version copy
  version=$(node -p "require('./$from/package.json').version")
  copy=public/vendor/twilio-voice-sdk-$version.min.js
  if ! cmp -s "$from/dist/twilio.min.js" "$copy"; then
    say "copying Twilio's Voice SDK $version to $copy: the dialer loads it, unmodified"
    mkdir -p public/vendor && cp "$from/dist/twilio.min.js" "$copy"
  fi
}

npm_packages() { # folder, what for
  if [ ! -e "$1/node_modules/.package-lock.json" ] || [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
    say "npm ci in $1: $2"
    (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress)
  fi
}

apt() { # command or path to look for, package, what for
  if have "$1" || compgen -G "$1" >/dev/null; then return; fi
  have apt-get || fail "$2 is missing ($3), and this is neither Debian nor Ubuntu: install it by hand"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "$2 is missing ($3): as root, run: apt-get install $2"
    as_root=(sudo)
  fi
  say "installing the Debian package $2 with ${as_root[*]:+sudo }apt-get: $3"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$2" </dev/null
}

# Ubuntu's chromium package is a snap, which does not run in containers; there Playwright brings its own.
chromium() {
  if have chromium; then return; fi
  if grep -qx 'ID=ubuntu' /etc/os-release 2>/dev/null; then
    say "installing Chromium through Playwright: the browser tests run in it"
    (cd end2end && npx playwright install --with-deps chromium)
  else
    apt chromium chromium "the browser tests run in it"
  fi
}

cargo_leptos() {
  if ! have cargo-leptos; then
    say "installing cargo-leptos 0.3.10 (about 10 minutes): it rebuilds and reloads while you edit; only 'make watch' needs it"
    # Its own release profile would take 27 minutes.
    env -u CARGO_TARGET_DIR CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
      cargo install cargo-leptos --version 0.3.10 --locked
  fi
}

build() {
  prerequisites
  rust
  wasm_bindgen
  wasm_split
  npm_packages . "wasm-opt, the style bundler and Twilio's Voice SDK"
  voice_sdk
}

tests() {
  build
  npm_packages end2end "Playwright and axe for the browser tests (it uses the system's Chromium and downloads none)"
  apt '/usr/lib/postgresql/*/bin/initdb' postgresql "the HTTP tests also run on PostgreSQL, on a cluster of their own"
  apt strace strace "the proofs put faults into the system calls of a running server"
  apt '/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf' fonts-liberation "the pictures of the pages are drawn with its letters"
  apt '/usr/lib/*/faketime/libfaketimeMT.so.1' faketime "the pictures of the pages are taken by a clock that stands still"
  chromium
}

case "${1:-build}" in
  build) build ;;
  watch) build; cargo_leptos ;;
  test) tests ;;
  pictures) tests; apt optipng optipng "the pictures of the pages are kept as small as they can be" ;;
  *) fail "unknown set '$1': build, test, pictures or watch" ;;
esac
say "everything is there"
