# Two commands matter: `make run` and `make test`. Neither needs anything but python3 (3.11 or newer) with venv, and make.
PYTHON ?= python3
BIN := .venv/bin
# Compiled modules are kept, out of the way of the sources: every process that a test starts would compile them again, 2 s each.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/bytecode
unexport PYTHONDONTWRITEBYTECODE
.PHONY: run test check bench bench-large format catalogues browser

.venv: pyproject.toml uv.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv sync --frozen --quiet
	touch .venv

run: .venv
	@MIQUAN_DEMO=$${MIQUAN_DEMO:-1} $(BIN)/flask start

test: .venv browser
	$(BIN)/python -m pytest tests -n 2 --dist loadfile --no-loadscope-reorder --durations 20

check: .venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --config pyproject.toml
	$(BIN)/python -m tests.lint

bench: .venv
	$(BIN)/python -m bench

bench-large: .venv
	$(BIN)/python -m bench --large

format: .venv
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

# Takes new strings into the catalogues; tests/lint.py says what is then still untranslated.
catalogues: .venv
	$(BIN)/python -m tests.catalogues

browser: .venv
	@$(BIN)/python -m tests.browser.install
