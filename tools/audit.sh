#!/usr/bin/env bash
# What `make audit` does: holds the dependencies of both halves to deny.toml and to npm's signatures. What cannot be checked here
# is said, never passed over; what was checked and is wrong makes the exit code 1.
set -uo pipefail
cd "$(dirname "$0")/.."

version=0.20.2
if [ "$(cargo deny --version 2>/dev/null || true)" != "cargo-deny $version" ]; then
  echo "audit: installing cargo-deny $version (some minutes)"
  env -u CARGO_TARGET_DIR cargo install cargo-deny --version "$version" --locked || exit 1
fi

wrong=0 unchecked=()
echo "audit: licences, banned crates and sources of Cargo.lock"
cargo deny --locked check --hide-inclusion-graph licenses bans sources || wrong=1

echo "audit: known faults (RustSec)"
if said=$(cargo deny --locked check advisories 2>&1); then
  echo "$said"
elif grep -q "failed to fetch advisory database" <<<"$said"; then
  unchecked+=("RustSec's advisories: the database (a git repository) cannot be fetched from here")
else
  echo "$said"
  wrong=1
fi

for folder in . end2end; do
  echo "audit: npm in $folder: the lock file against package.json, checksums, signatures"
  # It installs nothing, and refuses a lock file that package.json has run away from.
  (cd "$folder" && npm ci --dry-run --ignore-scripts --no-audit >/dev/null) || wrong=1
  # A registry that does not answer at all must not hold the rest up.
  if said=$(cd "$folder" && timeout 90 npm audit signatures --fetch-retries=0 --fetch-timeout=20000 2>&1); then
    echo "$said"
  elif [ -z "$said" ] || grep -qiE "network|ENOTFOUND|ECONN|EAI_AGAIN|E404|E405|ETIMEDOUT|no dependencies to audit" <<<"$said"; then
    unchecked+=("npm's signatures in $folder: the registry's keys cannot be fetched from here, or npm ci was not run")
  else
    echo "$said"
    wrong=1
  fi
done

for what in "${unchecked[@]}"; do echo "audit: NOT CHECKED: $what"; done
[ "$wrong" -eq 0 ] && echo "audit: what could be checked is in order (${#unchecked[@]} checks could not be made)" || echo "audit: something is wrong, see above"
exit "$wrong"
