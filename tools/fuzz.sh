#!/usr/bin/env bash
# What `make fuzz` does: libFuzzer on everything that reads a stranger's bytes.
#
#   tools/fuzz.sh [TARGET …]      RUNS=10000000 runs of each; what is found goes to fuzz/artifacts and makes the exit code 1
#
# cargo-fuzz needs a nightly compiler (FUZZ_TOOLCHAIN, nightly unless told). The sanitizers are off: Ringfare has no unsafe code of
# its own, and a panic or a broken promise is what is looked for.
set -euo pipefail
cd "$(dirname "$0")/.."

toolchain=${FUZZ_TOOLCHAIN:-nightly}
runs=${RUNS:-10000000}
if ! cargo fuzz --version >/dev/null 2>&1; then
  echo "fuzz: installing cargo-fuzz 0.13.2 (a minute)"
  env -u CARGO_TARGET_DIR cargo install cargo-fuzz --version 0.13.2 --locked
fi
rustc "+$toolchain" --version >/dev/null 2>&1 || { echo "fuzz: there is no $toolchain compiler: rustup toolchain install nightly" >&2; exit 1; }

# The same versions of everything as Ringfare's own.
cp Cargo.lock fuzz/Cargo.lock
export RUSTC_WRAPPER="$PWD/fuzz/rustc.sh"
mapfile -t all < <(sed -n 's/^name = "\(.*\)"$/\1/p' fuzz/Cargo.toml | tail -n +2)
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${all[@]}")
failed=0
for target in "${targets[@]}"; do
  found="fuzz/target/found/$target"
  mkdir -p "$found"
  # New inputs go to the first folder, so that the corpus in the repository stays small.
  if cargo "+$toolchain" fuzz run --sanitizer none -O "$target" "$found" "fuzz/corpus/$target" -- \
    -runs="$runs" -reload=0 -max_len=2048 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 2>"$found.log"; then
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found.log") runs, no crash"
  else
    echo "$target: stopped, see $found.log and fuzz/artifacts/$target"
    failed=1
  fi
done
exit "$failed"
