# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
SAMPLE ?= samples/cat-videos/before.yaml

.PHONY: demo test lint bench clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[report]' --group dev
	@touch $@

demo: $(VENV)/.installed  ## lint a sample that has mistakes in it and the mended one, price it, and write a report
	@$(BIN)/archlint schema > samples/archlint.schema.json
	@echo '$$ archlint lint $(SAMPLE)'
	@$(BIN)/archlint lint $(SAMPLE) || test $$? -eq 1
	@echo '$$ archlint lint $(SAMPLE:before.yaml=after.yaml)'
	@$(BIN)/archlint lint $(SAMPLE:before.yaml=after.yaml)
	@echo '$$ archlint cost $(SAMPLE:before.yaml=after.yaml)'
	@$(BIN)/archlint cost $(SAMPLE:before.yaml=after.yaml)
	@echo '$$ archlint report $(SAMPLE) -o review.html'
	@$(BIN)/archlint report $(SAMPLE) -o review.html
	@echo 'Open file://$(CURDIR)/review.html in a browser.'

lint: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint  ## every linter, the type checker and every test
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: $(VENV)/.installed  ## the ratios of how fast it is; never part of the tests
	$(BIN)/python -m benchmarks --peers

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
