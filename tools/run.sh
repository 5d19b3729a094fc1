#!/usr/bin/env bash
# From a clean clone to a phone at http://localhost:3000.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf 'run: %s\n' "$*"; }

tools/setup.sh build
export PATH="$HOME/.cargo/bin:$PATH"
node tools/site.mjs
# The unoptimised server: it starts the try-out five minutes sooner and shares its build with 'make test'. 'make build' optimises.
say "compiling the server"
cargo build --locked --features ssr
server=${CARGO_TARGET_DIR:-target}/debug/ringfare

mkdir -p data
say "seeding the demo caller: credit, contacts and 90 days of calls"
# With Twilio there is none: everybody knows its password.
if "$server" demo; then say "sign in as demo@ringfare.test with the password ringfare-demo"; fi
say "Control-C stops the server"
exec "$server" serve
