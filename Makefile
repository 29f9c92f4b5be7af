# make demo   a store from the sample papers, its board and themes
# make test   ruff, mypy, import-linter, pytest
# make bench  ratios of memory, start-up and loading; see bench/README.md
# make bench-queries   every stored query at 1 k, 10 k and 100 k papers; see bench/queries.md
# make bench-synthesis   the syntheses of all categories against one query; see bench/synthesis.md
# make bench-interchange   works of OpenAlex to a validated store; see bench/interchange.md
# make bench-serve     pages and the endpoint at 10 k papers, beside oxigraph's server; see bench/serve.md
# Each makes the virtual environment it needs; PYTHON chooses the interpreter (3.11 or newer).

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench bench-interchange bench-queries bench-serve bench-synthesis format clean

demo: $(VENV)/installed
	$(BIN)/cpgraph demo

test: $(VENV)/installed-dev
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: $(VENV)/installed
	$(BIN)/python bench/run.py

bench-interchange: $(VENV)/installed
	$(BIN)/python bench/interchange.py

bench-queries: $(VENV)/installed
	$(BIN)/python bench/queries.py

bench-synthesis: $(VENV)/installed
	$(BIN)/python bench/synthesis.py

bench-serve: $(VENV)/installed
	$(BIN)/python -m pip install --quiet oxigraph
	$(BIN)/python bench/serve.py

format: $(VENV)/installed-dev
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "cpgraph needs Python 3.11 or newer; set PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $(VENV)/installed $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist demo-store
