# Thin on purpose: what the targets do is in tools/.
.POSIX:
.PHONY: help run build serve test lint bench prove clean

help:
	@echo 'make run     set up what is missing, build, serve on loopback'
	@echo 'make build   leave the page in dist/'
	@echo 'make serve   serve dist/ on loopback (PORT=8787)'
	@echo 'make test    set up what tests need, lint, run every test'
	@echo 'make lint    formatting and clippy, host and wasm32'
	@echo 'make bench   download weight, time to answer, aggregation'
	@echo 'make prove   runs too long for every day; logs in docs/prove/'
	@echo 'make clean   remove what was built'

run: build serve

build:
	@sh tools/build.sh

serve:
	@node tools/serve.mjs dist

test:
	@sh tools/test.sh

lint:
	@sh tools/lint.sh

bench:
	@sh tools/bench.sh

prove:
	@sh tools/prove.sh

clean:
	@rm -rf dist dist.new .build target test-results playwright-report
