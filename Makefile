# `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export PATH := $(HOME)/.cargo/bin:$(PATH)
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help setup run build site test watch check e2e screenshots lighthouse bench prove latency timing audit sbom fuzz

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
	LEPTOS_HASH_FILES=false cargo leptos watch --split

check: ## Format and lints, for the server and for the browser
	@tools/setup.sh build
	@node tools/test.mjs format server-lints browser-lints

e2e: ## Browser tests alone
	@node tools/test.mjs browser

screenshots: ## Takes new pictures of every page and state, which the tests compare (end2end/pictures): look at what git says changed
	@tools/setup.sh pictures
	@node tools/site.mjs && cargo build --locked --features ssr
	cd end2end && rm -rf pictures && mkdir pictures && RINGFARE_SCREENSHOTS=1 npx playwright test journeys/screenshots.spec.mjs
	cd end2end/pictures && printf '%s\0' *.png | xargs -0 -n 8 -P 2 optipng -quiet -o2

lighthouse: ## Lighthouse on the built app, the median of five, into docs/performance.md
	@tools/setup.sh test
	@node tools/site.mjs && cargo build --locked --release --features ssr
	cd end2end && RINGFARE_PROGRAM=$(abspath $(TARGET))/release/ringfare node lighthouse.mjs

prove: ## Runs the proofs at full size on both engines (over an hour) and writes docs/proof.md
	@tools/setup.sh test
	@node tools/prove.mjs $(PROOFS)

timing: ## Measures whether the time of a refused sign-in tells that an account exists, into docs/security.md
	@tools/setup.sh build
	@cargo build --locked --features ssr
	@node tools/timing.mjs

bench: ## Measures the figures of the design as ratios
	@tools/setup.sh build
	@tools/bench.sh

latency: ## Measures from the carrier's `completed` to the balance on the screen, by push and by poll
	@tools/setup.sh test
	@node tools/site.mjs && cargo build --locked --features ssr
	@node tools/latency.mjs

audit: ## Holds the dependencies to deny.toml, and npm's lock files to what they lock
	@tools/audit.sh

sbom: ## Writes bills of materials (CycloneDX) of server, browser and npm packages to target/sbom
	@tools/sbom.sh

fuzz: ## Fuzzes everything that reads a stranger's bytes, RUNS=10000000 of each target (needs a nightly compiler)
	@tools/fuzz.sh $(TARGETS)
