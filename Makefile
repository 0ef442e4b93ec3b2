# Tolqyn: `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
PORT ?= 8080

.DEFAULT_GOAL := help

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(STAMP) ## Fill .venv with everything the program needs

$(STAMP): pyproject.toml scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh
	touch $@

demo: setup ## Load the invented study and serve it; prints one link per role
	$(BIN)/tolqyn demo --port $(PORT)

test: setup ## Run every test, browser journeys included
	sh scripts/browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	$(BIN)/python -m pytest

test-postgresql: setup ## Run the tests of the app on a PostgreSQL server of their own
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	TOLQYN_TEST_POSTGRESQL=1 $(BIN)/python -m pytest tests/app

check: setup ## Lint and type-check only
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

faults: setup ## Kill, cut, fill, lock and crash the server for an hour; print what was lost
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	$(BIN)/python -m tests.faults

gallery: setup ## Write a PNG of every page in kk, ru and en to build/gallery
	sh scripts/browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	$(BIN)/python -m tests.gallery

benchmarks: setup ## Measure what BUDGETS and README state
	sh scripts/browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	$(BIN)/python -m tests.benchmarks

compare: setup ## Compare the study's statistics with R; FOLDER=... for other references
	$(BIN)/python -m tests.compare $(FOLDER)

compare-r: setup ## Run analysis.R on the demo where R is installed, and compare number by number
	$(BIN)/python -m tests.compare.r_script $(FOLDER)

compare-other: setup ## Compute the invented cases anew where R is installed, and compare
	Rscript tests/compare/other.R tests/exports/reference/other build/other
	$(BIN)/python -m tests.compare.other build/other

clean: ## Remove what was built
	rm -rf $(VENV) build *.egg-info

.PHONY: help setup demo test test-postgresql check faults gallery benchmarks compare compare-r compare-other clean
