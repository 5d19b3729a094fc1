# `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export PATH := $(HOME)/.cargo/bin:$(PATH)
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help setup run build site test watch check e2e screenshots bench prove

help: ## Lists these targets
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

setup: ## Installs what building, running and testing need
	@tools/setup.sh test

run: ## Builds, seeds the demo caller, serves http://localhost:3000
	@tools/run.sh

build: ## Builds the optimised server and site for an installation
	@tools/setup.sh build
	node tools/site.mjs
	cargo build --locked --release --features ssr
	@echo "the server is $(TARGET)/release/ringfare; ship it with hash.txt beside it, Leptos.toml and target/site"

site: ## Builds what the browser loads, and prints its weight
	@tools/setup.sh build
	@node tools/site.mjs

test: ## Runs every check and every test; closes with a line of counts
	@node tools/test.mjs

watch: ## Rebuilds and reloads the browser while you edit (cargo leptos watch)
	@tools/setup.sh watch
	@# Plain file names: the reload script finds a changed style by its name, which a hash would change.
	LEPTOS_HASH_FILES=false cargo leptos watch

check: ## Format and lints, for the server and for the browser
	@tools/setup.sh build
	@node tools/test.mjs format server-lints browser-lints

e2e: ## Browser tests alone
	@node tools/test.mjs browser

screenshots: ## Photographs every page, light and dark, phone and desktop, into end2end/report/screenshots
	@tools/setup.sh test
	@node tools/site.mjs && cargo build --locked --features ssr
	cd end2end && RINGFARE_SCREENSHOTS=1 npx playwright test --grep @screenshots

prove: ## Runs the proofs at full size on both engines (over an hour) and writes docs/proof.md
	@tools/setup.sh test
	@node tools/prove.mjs $(PROOFS)

bench: ## Measures the figures of the design as ratios
	@tools/setup.sh build
	@tools/bench.sh
