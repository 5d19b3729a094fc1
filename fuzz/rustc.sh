#!/usr/bin/env bash
# Cargo's RUSTC_WRAPPER while fuzzing: RUSTC_WRAPPER=fuzz/rustc.sh, called as `rustc.sh <rustc> <arguments>`.
#
# Only the code that reads a stranger's bytes gets libFuzzer's counters: Ringfare and the parsers it leaves them to. With counters in all
# of its 500 dependencies each run would clear and compare those of a web server and two databases as well. cargo-fuzz also asks for one
# codegen unit, which makes a crate of Ringfare's size need half the machine's memory.
set -euo pipefail

counted=" ringfare webhook_form signature_url csv_import vcard_import twiml numbers cursors
  calcard csv csv_core roxmltree url form_urlencoded percent_encoding serde_json phonenumber "

rustc=$1
shift
crate=
arguments=()
previous=
for argument in "$@"; do
  [ "$previous" = --crate-name ] && crate=$argument
  previous=$argument
  [ "$argument" = -Ccodegen-units=1 ] || arguments+=("$argument")
done

if [[ "$counted" != *[[:space:]]"$crate"[[:space:]]* ]]; then
  all=("${arguments[@]}")
  arguments=()
  for argument in "${all[@]}"; do
    [[ "$argument" == -Cpasses=sancov* || "$argument" == -Cllvm-args=-sanitizer-coverage* || "$argument" == -Cllvm-args=-simplifycfg* ]] || arguments+=("$argument")
  done
fi
exec "$rustc" "${arguments[@]}"
