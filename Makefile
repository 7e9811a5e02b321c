# `make demo` and `make test` do all the set-up on a fresh Debian or Ubuntu machine with Swift 6.3.

PACKAGES = libyaml-dev zlib1g-dev libxxhash-dev libssl-dev libsqlite3-dev libre2-dev libcurl4-openssl-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: demo test test-release build static lint format generate bench fuzz libraries clean

## Builds a release and runs pipelines/flights.yaml on real data.
demo: build
	@mkdir -p out
	.build/release/pipeline run pipelines/flights.yaml --restart || [ $$? = 3 ]
	@echo
	@echo "Look further:  .build/release/pipeline dlq list pipelines/flights.yaml"
	@echo "               .build/release/pipeline plan pipelines/flights.yaml"

## Runs all tests.
test: libraries
	swift test

## Runs all tests against optimized code, which is what users run.
test-release: libraries
	swift test -c release -Xswiftc -enable-testing --scratch-path .build-release-tests

## Fuzzes the expression language under the address sanitizer: about a minute.
FUZZ = 25000
fuzz: libraries
	ASAN_OPTIONS=detect_leaks=0 CEL_FUZZ_ITERATIONS=$(FUZZ) \
	  swift test --sanitize=address --scratch-path .build-fuzz --filter FuzzTests

build: libraries
	swift build -c release --product pipeline

## A build for machines without Swift: still needs the C libraries, but not Swift's own.
static: libraries
	swift build -c release --product pipeline --static-swift-stdlib --scratch-path .build-static

## Measures the job against the peers that are installed (see Benchmarks/README.md).
bench: build
	swift build -c release --package-path Benchmarks
	Benchmarks/run

## Installs the C libraries that are missing.
libraries:
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then echo "Installing$$missing"; $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; fi

lint:
	swift format lint --strict -r Sources Tests Benchmarks/Sources

format:
	swift format -i -r Sources Tests Benchmarks/Sources

## Writes schema/ anew from the declarations that also parse the files.
generate: build
	.build/release/pipeline schema --write schema

clean:
	rm -rf .build .build-static .build-fuzz .build-release-tests out
