# Two commands do everything on a machine with python3 and make: `make site` and `make test`.
# What they install stands in requirements/*.lock, with hashes; see `make help` for the rest.

PYTHON ?= python3
PYTEST = .venv/bin/python -m pytest -q -n auto --maxprocesses=4 --dist=worksteal
export PYTHON
# The tests start hundreds of processes; each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help site test test-full torture lint serve screenshots lock clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

site: .venv/.run ## build this repository's own archive into site/
	@.venv/bin/newsgen build

serve: .venv/.run ## build it and show it on 127.0.0.1
	@.venv/bin/newsgen serve

test: lint node_modules/.done ## style, types, contracts and every quick test
	@bash tools/need.sh chromium java
	@echo "running the quick tests"
	@TMPDIR="$$(bash tools/scratch.sh)" $(PYTEST) -m "not long"

test-full: .venv/.test node_modules/.done ## the long tests
	@bash tools/need.sh chromium java
	@echo "running the long tests"
	@$(PYTEST) -m long

torture: .venv/.test ## kills, faults, full disks, power losses, races: the table of docs/reliability.md
	@TORTURE=$${TORTURE:-1} TMPDIR="$$(bash tools/scratch.sh)" .venv/bin/python -m pytest -q tests/torture

lint: .venv/.test ## style, types and contracts alone
	@echo "checking style (ruff), types (mypy) and contracts (import-linter)"
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { .venv/bin/ruff format --check .; exit 1; }
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }

screenshots: .venv/.test ## docs/images/*.png, from the built archive
	@bash tools/need.sh chromium fonts
	@.venv/bin/newsgen build
	@.venv/bin/python -m tools.screenshots

lock: ## pin the dependencies anew (make lock ARGS=--upgrade for newer ones)
	@bash tools/lock.sh $(ARGS)

clean: ## remove what the commands above made, except site/
	rm -rf .venv node_modules dist .newsgen .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.venv/.run: requirements/run.lock pyproject.toml
	@bash tools/venv.sh run

.venv/.test: requirements/test.lock pyproject.toml
	@bash tools/venv.sh test

# Without npm the tests that want these skip, so the rule does not fail outside CI.
node_modules/.done: package-lock.json
	@bash tools/need.sh node
	@if command -v npm >/dev/null; then \
	  echo "installing the HTML checker and axe-core (npm)" && npm ci --silent --ignore-scripts && touch $@; fi
