# gpt-to-aws. Needs nothing but make and Python 3.11 or newer; `make` alone lists what it can do.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Further arguments for the command at hand: make test ARGS="-k approve", make run ARGS="--port 9000"
ARGS ?=

# What it takes to run, and what it takes to work on it. Each is rebuilt when its list changes.
READY_TO_RUN := $(VENV)/.ready-to-run
READY_TO_WORK := $(VENV)/.ready-to-work
READY_FOR_FAR_ENDS := $(VENV)/.ready-for-far-ends
# It wants another botocore than we do, so it lives apart.
MINISTACK := .venv-ministack
READY_FOR_MINISTACK := $(MINISTACK)/.ready

PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PIP_INSTALL := $(PIP) install --quiet --require-hashes
LOCK := uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --universal \
	--python-version 3.11 --custom-compile-command "make lock" --quiet

.PHONY: help run demo test coverage check format format-check lint types architecture dependencies spelling \
	far-ends bench scoreboard install lock clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: $(READY_TO_RUN) ## Try the whole product here, with no account: http://127.0.0.1:8080
	@$(BIN)/gpt-to-aws sandbox $(ARGS)

demo: $(READY_TO_RUN) ## Play the journey in this terminal
	@$(BIN)/gpt-to-aws demo $(ARGS)

# Side by side, each file of tests by one process; more than four gain little and take memory.
SIDE_BY_SIDE ?= --numprocesses auto --maxprocesses 4 --dist loadscope

test: $(READY_TO_WORK) ## Run all tests; no network, no account
	$(BIN)/pytest $(SIDE_BY_SIDE) $(ARGS)

coverage: $(READY_TO_WORK) ## The same, and show which lines no test reaches
	$(BIN)/pytest $(SIDE_BY_SIDE) --cov $(ARGS)

check: format-check lint types architecture dependencies spelling test ## Run everything a change must pass

format: $(READY_TO_WORK) ## Rewrite files in the house style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

format-check: $(READY_TO_WORK)
	$(BIN)/ruff format --check .

lint: $(READY_TO_WORK)
	$(BIN)/ruff check .

types: $(READY_TO_WORK)
	$(BIN)/mypy

architecture: $(READY_TO_WORK)
	$(BIN)/lint-imports

dependencies: $(READY_TO_WORK)
	$(BIN)/deptry .

spelling: $(READY_TO_WORK)
	$(BIN)/codespell

far-ends: $(READY_FOR_FAR_ENDS) $(READY_FOR_MINISTACK) ## Test against far ends that are not ours
	$(BIN)/pytest -m far_ends $(ARGS)

bench: $(READY_TO_WORK) ## Measure beside a baseline; under a minute
	@$(BIN)/python -m benchmarks

# The folder of cases, the model's name on the page; its settings stand in .env or the environment.
CASES ?=
MODEL ?= the embedded model
scoreboard: $(READY_TO_WORK) ## Write docs/scoreboard.md from a folder of cases: make scoreboard CASES=DIR
	@test -n "$(CASES)" || { echo "Name a folder of cases: make scoreboard CASES=DIR" >&2; exit 2; }
	@report=$$(mktemp) && trap 'rm -f "$$report"' EXIT && \
		$(BIN)/gpt-to-aws eval --cases "$(CASES)" --json "$$report" && \
		$(BIN)/python -m benchmarks.scoreboard "$$report" "$(MODEL)" > docs/scoreboard.md

install: $(READY_TO_RUN) $(READY_TO_WORK) ## Put everything into .venv, from the hashed lists in requirements/

lock: $(READY_TO_WORK) ## Write requirements/*.txt anew from pyproject.toml
	@$(BIN)/uv --version >/dev/null 2>&1 || $(PIP) install --quiet uv
	$(BIN)/$(LOCK) --output-file requirements/main.txt
	$(BIN)/$(LOCK) --extra sandbox --extra vision --group build --constraint requirements/main.txt --output-file requirements/sandbox.txt
	$(BIN)/$(LOCK) --extra sandbox --extra vision --group dev --constraint requirements/sandbox.txt --output-file requirements/dev.txt
	$(BIN)/$(LOCK) --extra sandbox --extra vision --group dev --group far-ends --constraint requirements/dev.txt --output-file requirements/far-ends.txt
	$(BIN)/$(subst pyproject.toml,requirements/ministack.in,$(LOCK)) --output-file requirements/ministack.txt

clean: ## Take away .venv and every cache
	rm -rf $(VENV) $(MINISTACK) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "gpt-to-aws needs Python 3.11 or newer; $(PYTHON) is $$(command -v $(PYTHON) >/dev/null && $(PYTHON) --version 2>&1 || echo not there)." >&2; \
		echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(READY_TO_RUN): requirements/sandbox.txt pyproject.toml | $(BIN)/python
	@echo "Installing what it takes to run; the first time this takes about a minute ..."
	@$(PIP_INSTALL) -r requirements/sandbox.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_TO_WORK): requirements/dev.txt pyproject.toml | $(READY_TO_RUN)
	@echo "Installing what it takes to test; the first time this takes about two minutes ..."
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

$(READY_FOR_FAR_ENDS): requirements/far-ends.txt | $(READY_TO_WORK)
	@$(PIP_INSTALL) -r requirements/far-ends.txt
	@touch $@

$(READY_FOR_MINISTACK): requirements/ministack.txt | $(BIN)/python
	@$(BIN)/python -m venv $(MINISTACK)
	@$(MINISTACK)/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements/ministack.txt
	@touch $@
