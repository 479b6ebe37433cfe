# The front door. `make` alone builds; `make run` shows a month; `make test` proves it.
#
# The real build is Meson's (meson.build). This file installs what is missing, keeps the build
# folders apart and gives the common errands short names.

SHELL := /bin/bash
JOBS  ?= $(shell nproc)
DEMO  ?= demo
SEED  ?= 1
FUZZ_SECONDS ?= 60

.PHONY: all build setup setup-test web run serve test check asan fuzz bench kill-long law-mutate screens fmt lint ci clean help

all: build

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## install what the build needs (Debian 12; as root or with sudo)
	@tools/setup.sh build

setup-test: ## install what the tests need besides
	@tools/setup.sh build test
	@tools/setup.sh web browser || echo 'setup: without Node or a browser the tests of web/ are skipped' >&2

build: setup ## build the programs: build/ansinh, build/ansinh-audit, build/ansinh-provider
	@test -f build/build.ninja || meson setup build > build-setup.log || { cat build-setup.log; exit 1; }
	@rm -f build-setup.log
	@ninja -C build -j $(JOBS) --quiet
	@tools/link_programs.sh build

web: ## build the browser application: web/dist
	@tools/setup.sh web
	@tools/web.sh build

run: build ## six months of a synthetic province, from spreadsheets to settlement, then the address to look at it
	@$(MAKE) --no-print-directory web || echo "The browser application could not be built; all else works without it." >&2
	@build/ansinh demo --dir $(DEMO) --seed $(SEED) --months 6
	@if [ -t 1 ]; then $(MAKE) --no-print-directory serve; else \
	    build/ansinh user demo --db $(DEMO)/ansinh.db --as admin; \
	    echo "make serve: a server on it for the browser, http://127.0.0.1:8080"; fi

serve: build ## a web server on the demo, with an account for each role (made first when it is not there)
	@$(MAKE) --no-print-directory web || true
	@test -f $(DEMO)/ansinh.db || build/ansinh demo --dir $(DEMO) --seed $(SEED) --months 6
	@build/ansinh user demo --db $(DEMO)/ansinh.db --as admin
	@echo; echo "http://127.0.0.1:8080/   (Ctrl-C stops the server)"
	@if [ -f web/dist/index.html ]; then page="--web web/dist"; fi; \
	    exec build/ansinh serve --db $(DEMO)/ansinh.db --out $(DEMO)/exchange $$page 2> $(DEMO)/serve.log

test: setup-test ## everything: lints, both compilers, sanitizers, both engines; ends in "N passed, N failed"
	@tools/run_tests.sh

check: test

ci: ## what .ci/run does
	@.ci/run

asan: setup-test ## only the build with the sanitizers, and its unit tests
	@test -f build-test/build.ninja || meson setup build-test -Db_sanitize=address,undefined -Doptimization=1 > /dev/null
	@meson test -C build-test --suite unit

fuzz: setup-test ## each fuzzer for FUZZ_SECONDS (default 60) with clang's libFuzzer
	@tools/fuzz.sh $(FUZZ_SECONDS)

bench: build ## figures and ratios on this machine (bench/README.md)
	@bench/run.sh

kill-long: setup-test ## 5,000 random kills on both engines; 300 of them are part of `make test`
	@tools/kill_long.sh 5000

law-mutate: build ## the law: worked cases, properties, and the share of changed numbers that a case notices
	@build/src/law/law_cases_test law/cases/*.yaml | tail -1
	@build/src/law/law_batch_test 2>&1 | grep -E '  OK|FAILED'
	@build/src/law/law_cases_test --mutate law/cases/*.yaml

screens: build web ## the pictures of the README, made by the tests of web/
	@mkdir -p doc/screens
	@cd web && ANSINH_PROGRAMS=$(CURDIR)/build ANSINH_PICTURES=$(CURDIR)/doc/screens ../tools/web.sh run node --test test/screens.test.ts test/month.test.ts

fmt: ## bring all C into the house's form
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format-19 -i

lint: setup-test ## only the checks of the house
	@test -f build-test/build.ninja || meson setup build-test -Db_sanitize=address,undefined -Doptimization=1 > /dev/null
	@meson test -C build-test --suite house

clean:
	rm -rf build build-test build-clang build-fuzz build-release
