# Everything a person does here. `make` lists it. Needs Python 3.11+, Node 20.19+ and make; never root.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1
# Each process of the stack starts in a third of the time where Python may keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

# The embedded servers come as wheels for Python 3.11 to 3.13, so these are tried before a newer python3.
PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$python && break; done)
UV := .tools/uv/bin/uv
BIN := .venv/bin
REPORTS := .cache/reports

# Stamps lie inside what they stand for: whoever deletes the folder gets it back.
UV_READY := .tools/uv/.version-$(UV_VERSION)
PYTHON_READY := .venv/.installed
NODE_READY := frontend/node_modules/.installed
FRONTEND_BUILT := frontend/dist/index.html
FRONTEND_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -type f -print 2>/dev/null)

.PHONY: help
help: ## List what can be done (this)
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##### Run

.PHONY: run worker seed calcom doctor
run: $(PYTHON_READY) $(FRONTEND_BUILT) ## Install what is missing and start the whole stack; Ctrl-C stops it
	@exec $(BIN)/python -m entrypoints.dev

worker: $(PYTHON_READY) ## Run one more worker beside the running stack
	@exec $(BIN)/python -m entrypoints.dev worker

seed: $(PYTHON_READY) ## Fill the running stack with a believable week of invented patients
	@$(BIN)/python -m entrypoints.dev seed

calcom: $(PYTHON_READY) ## Cal.com's command line on the running stack: make calcom ARGS="check"
	@$(BIN)/python -m entrypoints.dev calcom $(ARGS)

doctor: .tools/python-found ## Say what this machine lacks
	@PYTHONPATH=backend/src $(PYTHON) -m entrypoints.stack.doctor

##### Check

.PHONY: test test-nightly test-backend test-frontend test-e2e test-stack test-browser chaos fuzz bench screenshots lint
test: $(PYTHON_READY) $(FRONTEND_BUILT) ## Check everything: lint, types, imports, backend, frontend, browser
	@$(MAKE) checked STEPS="test-browser test-stack test-backend lint test-frontend"

test-nightly: $(PYTHON_READY) $(FRONTEND_BUILT) ## The slow proofs at full length: long property runs, kills, whole storms
	@TEST_PROFILE=nightly $(MAKE) checked STEPS="storms test-stack test-backend"

# Every step runs, whatever became of the others, four side by side: what starts, kills and waits for processes leaves two
# cores idle a third of the time, and what only computes (`nice`) fills it. What a step printed is shown when it has ended; the
# summary says how long each took.
.PHONY: checked
checked:
	@rm -rf $(REPORTS); mkdir -p $(REPORTS); failed=; \
	$(MAKE) --jobs=4 --keep-going --output-sync=target $(STEPS:%=step-%) || failed=yes; \
	$(BIN)/python backend/tests/summary.py $(REPORTS) || failed=yes; \
	[ -z "$$failed" ]

step-lint: NICE = nice -n 10

step-%:
	@echo "── make $*"; begun=$$(date +%s); $(NICE) $(MAKE) $*; ended=$$?; times > $(REPORTS)/$*.times; \
	echo "$* $$begun $$(date +%s) $$ended" >> $(REPORTS)/steps.txt; exit $$ended

test-backend: $(PYTHON_READY) $(FRONTEND_BUILT) ## Run the tests of the backend and of the deployment's files
	@$(BIN)/pytest -n 2 --junitxml=$(REPORTS)/backend.xml backend/tests/unit backend/tests/contract backend/tests/wire backend/tests/integration backend/tests/infra

test-frontend: $(NODE_READY) ## Run the frontend's tests (npm test)
	@cd frontend && npm test -- --reporter=default --reporter=junit --outputFile.junit=../$(REPORTS)/frontend.xml

test-e2e: test-stack test-browser ## Run the tests of the whole stack, in a browser and under kill -9

test-stack: $(PYTHON_READY) $(FRONTEND_BUILT) ## Run the tests that start, kill and starve the whole stack
	@$(BIN)/pytest -n 3 --dist loadgroup --junitxml=$(REPORTS)/e2e.xml backend/tests/e2e

test-browser: $(PYTHON_READY) $(FRONTEND_BUILT) ## Run the tests in a browser, and take the pictures of every screen
	@cd frontend && npm run test:e2e -- --reporter=default --reporter=junit --outputFile.junit=../$(REPORTS)/browser.xml

# A storm of another seed each night, and the two that once ended badly.
.PHONY: storms
storms: $(PYTHON_READY)
	@failed=; for seed in 202 6887 $$(date +%Y%j); do \
		$(MAKE) chaos ARGS="--seed $$seed" || failed=1; \
	done; [ -z "$$failed" ]

chaos: $(PYTHON_READY) ## Let patients, staff and every fault loose on a stack of its own; both sides must agree (ARGS="--seed 7")
	@PYTHONPATH=backend $(BIN)/python -m chaos $(ARGS)

fuzz: $(PYTHON_READY) ## Let a coverage-guided fuzzer loose on what reads a webhook (ARGS="--seconds 3600")
	@PYTHONPATH=backend $(BIN)/python -m tests.fuzz $(ARGS)

bench: $(PYTHON_READY) $(FRONTEND_BUILT) ## Measure the real stack, each figure beside a baseline of the same run (ARGS="--only intake")
	@PYTHONPATH=backend:infra $(BIN)/python -m bench $(ARGS)

screenshots: $(PYTHON_READY) $(FRONTEND_BUILT) ## Write pictures of every screen, phone and desktop, to frontend/screenshots
	@cd frontend && npm run test:e2e -- screens

lint: $(PYTHON_READY) $(NODE_READY) ## Check style, types, import rules, the generated API client and known vulnerabilities
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	PYTHONPATH=infra $(BIN)/lint-imports --cache-dir .cache/import_linter --no-logo
	$(BIN)/python -m entrypoints.cli openapi --check
	cd frontend && npm run --silent lint
	cd frontend && npm run --silent generate:check
	PYTHONPATH=backend $(BIN)/python -m tests.audit

##### Change

.PHONY: format openapi lock clean
format: $(PYTHON_READY) $(NODE_READY) ## Format all code, and fix what the linters can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd frontend && npm run --silent format

openapi: $(PYTHON_READY) $(NODE_READY) ## Export the API's description and generate the frontend's client from it
	$(BIN)/python -m entrypoints.cli openapi
	cd frontend && npm run --silent generate

lock: $(UV_READY) ## Lock the Python packages anew after a change of pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
		--group dev --group embedded --group sandbox pyproject.toml -o requirements.lock

clean: ## Delete everything installed, built and cached; .data stays
	rm -rf .tools .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis frontend/node_modules frontend/dist

##### Installation (each step runs when what it depends on is newer)

.tools/python-found:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer was found on the PATH. Install one and try again." >&2; exit 1; fi
	@mkdir -p .tools && touch $@

$(UV_READY): .tools/python-found
	@echo "Installing uv $(UV_VERSION) with $(PYTHON) …"
	@$(PYTHON) -m venv --clear .tools/uv || \
		{ echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(PYTHON_READY): requirements.lock pyproject.toml | $(UV_READY)
	@echo "Installing the Python packages of requirements.lock …"
	@[ -x $(BIN)/python ] || $(UV) venv --quiet --python $(PYTHON) .venv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# `npm ci` fails where a registry lacks the optional binaries of other platforms; `npm install` keeps to the lock too.
$(NODE_READY): frontend/package.json frontend/package-lock.json
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' || \
		{ echo "Node.js 20.19 or newer is needed (found: $$(node --version 2>/dev/null || echo none))." >&2; exit 1; }
	@echo "Installing the frontend's packages …"
	@cd frontend && npm install --no-audit --no-fund --loglevel=error
	@touch $@

$(FRONTEND_BUILT): $(NODE_READY) $(FRONTEND_SOURCES)
	@echo "Building the frontend …"
	@cd frontend && npm run --silent build
	@touch $@
