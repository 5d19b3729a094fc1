#!/usr/bin/env bash
# The figures of the design, as ratios of one run. A few minutes, most of them compiling; all traffic stays on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$HOME/.cargo/bin:$PATH"
node tools/site.mjs
cargo bench --locked --features ssr --bench ratios
