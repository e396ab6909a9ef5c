# make demo    the whole round on sample data; opens the window where there is a screen
# make test    everything that must hold: check, then the tests
# make check   format, lint, types, contracts
# make lock    requirements.lock anew from pyproject.toml
# make bundle  dist/officer-app: the program as one folder that needs no Python
# make screenshots   every page in both languages and looks into build/screenshots, a few into docs/screenshots
# make clean   remove what the others made
#
# QT_QPA_PLATFORM=vnc:port=5987 shows the demo's windows to a VNC viewer on a machine without a screen.
# PYTHON=/path/to/python3 chooses the Python (3.11 or newer); OUT=dir where the demo leaves its files;
# TESTS="tests/print -k thai" which tests run.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test check lock bundle clean

PYTHON ?= python3
OUT ?= demo-out
TESTS ?=
BIN := .venv/bin

export PYTHON
export LANG := C.UTF-8
export LC_ALL := C.UTF-8

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

demo:
	@.ci/install run
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}$${QT_QPA_PLATFORM:-}" ]; then \
		$(BIN)/officer-app demo --out "$(OUT)"; \
	else \
		$(BIN)/officer-app demo --headless --out "$(OUT)"; \
	fi

test:
	@.ci/install test
	@$(MAKE) --no-print-directory checks
	@if [ -n "$(TESTS)" ]; then $(BIN)/python -m pytest $(TESTS); else .ci/tests; fi

check:
	@.ci/install run
	@$(MAKE) --no-print-directory checks

# Stubs under typings/ repeat other people's names: they are formatted and typed, not linted.
.PHONY: checks
checks:
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Not formatted: run $(BIN)/ruff format"; exit 1; }
	@$(BIN)/ruff check --quiet --output-format concise officer_app tests
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports --no-cache --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@echo "format, lint, types, contracts: ok"

lock:
	@.ci/install run
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade --extra dev \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		pyproject.toml --output-file requirements.lock
	@echo "requirements.lock: $$(grep -c '^[a-z]' requirements.lock) packages"

bundle:
	@.ci/install bundle
	@$(BIN)/pyinstaller --noconfirm --log-level ERROR build.spec
	@.ci/try_bundle dist/officer-app/officer-app
	@du -sh dist/officer-app

.PHONY: screenshots
screenshots:
	@.ci/install test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.ui.screenshots build/screenshots docs/screenshots
	@echo "build/screenshots: $$(ls build/screenshots | wc -l) pictures"

clean:
	@rm -rf .venv build dist demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find officer_app tests typings -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
