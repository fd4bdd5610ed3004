# The commands everybody uses. Only python3.11 (with venv) and make are needed beforehand.
.DEFAULT_GOAL := help
.PHONY: help run test check fmt demo-reset lock bench clean
SHELL := /bin/bash

PYTHON ?= python3.11
PORT ?= 8000
PY := .venv/bin/python
export PYTHON PORT

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | column -t -s '|'

run: .venv/.installed ## Start the portal on http://127.0.0.1:8000 (PORT=... for another port)
	@$(PY) -m scripts.run

test: .venv/.installed-dev ## Run the whole test suite, on PostgreSQL and with Redis too where they are there
	@$(PY) -m scripts.test

check: .venv/.installed-dev ## Format, lint, import order, types, templates, migrations, deploy check
	@$(PY) -m scripts.check

fmt: .venv/.installed-dev ## Put code and templates in the house format
	@$(PY) -m ruff check --fix-only --quiet . && $(PY) -m ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} + || true # 1: has changed some

demo-reset: .venv/.installed ## Throw the demo database away and fill a fresh one
	@$(PY) -m scripts.run --demo-reset

lock: .venv/.installed-dev ## Lock requirements.in and requirements-dev.in again, with hashes
	@$(PY) -m scripts.lock

bench: .venv/.installed-dev ## Run the benchmarks; they print ratios and assert nothing
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(PY) "$$file" || exit 1; done

clean: ## Remove the environment and what tools left behind; keeps .env and var/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage .coverage.*

.venv/.installed: requirements.txt
	@sh scripts/environment.sh requirements.txt
	@touch $@

.venv/.installed-dev: requirements.txt requirements-dev.txt
	@sh scripts/environment.sh requirements.txt requirements-dev.txt
	@touch .venv/.installed $@
