#!/usr/bin/env bash
# What `make sbom` does: a bill of materials (CycloneDX 1.5, JSON) of the server, of what the browser loads, and of the site's npm
# packages, from the lock files alone.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.5.9
out=${CARGO_TARGET_DIR:-target}/sbom
if [ "$(cargo cyclonedx --version 2>/dev/null || true)" != "cargo-cyclonedx-cyclonedx $version" ]; then
  echo "sbom: installing cargo-cyclonedx $version (some minutes)"
  env -u CARGO_TARGET_DIR cargo install cargo-cyclonedx --version "$version" --locked
fi
mkdir -p "$out"

rust() { # name, features, target
  cargo cyclonedx --quiet --format json --spec-version 1.5 --no-default-features --features "$2" --target "$3" --override-filename "$1"
  mv "$1.json" "$out/$1.cdx.json"
}
rust ringfare-server ssr "$(rustc -vV | sed -n 's/^host: //p')"
rust ringfare-browser hydrate wasm32-unknown-unknown

# npm names what it describes by its version, which is in Cargo.toml alone.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
node - "$copy" <<'JS'
const { readFileSync, writeFileSync } = require("node:fs");
const [copy] = process.argv.slice(2);
const version = /^version = "(.*)"$/m.exec(readFileSync("Cargo.toml", "utf8"))[1];
const [manifest, lock] = ["package.json", "package-lock.json"].map((file) => JSON.parse(readFileSync(file, "utf8")));
for (const described of [manifest, lock, lock.packages[""]]) described.version = version;
writeFileSync(`${copy}/package.json`, JSON.stringify(manifest));
writeFileSync(`${copy}/package-lock.json`, JSON.stringify(lock));
JS
(cd "$copy" && npm sbom --package-lock-only --sbom-format cyclonedx) >"$out/ringfare-npm.cdx.json"

for file in "$out"/*.cdx.json; do
  node -e 'const [file] = process.argv.slice(1); const bom = JSON.parse(require("fs").readFileSync(file)); console.log(`${file}: ${bom.components.length} components`)' "$file"
done
