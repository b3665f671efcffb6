# Two commands are all the set-up there is: `make demo` and `make test`.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: demo test check wheel lock quality clean

demo: $(VENV)/.ready
	$(BIN)/onrecord read examples/harbour.txt --outlet "Harbour Post" --published 2025-03-04 --format marked

test: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

quality: $(VENV)/.ready
	$(BIN)/python benchmarks/quality/gate.py

wheel: $(VENV)/.ready
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	ls -l dist

# Written anew only on purpose: resolves the ranges of pyproject.toml and pins them with their hashes.
lock:
	$(PYTHON) -m venv .lock-venv
	.lock-venv/bin/pip install --quiet pip-tools
	.lock-venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra dev \
		--no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml
	rm -rf .lock-venv

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --editable .
	touch $@

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache
