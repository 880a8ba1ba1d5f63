# make run    set everything up, code data/hampshire, and leave pages to read
# make test   set everything up, and run the tests
# make bench  set everything up, and measure what reading, coding, runs and a report cost (about ten minutes)
# make lab    set everything up, and open the notebooks
# Needs Python 3.11 or newer and nothing else. On Windows see README.md: conda, and no make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PAGES := notebooks/pages

.PHONY: run test bench lab check clean

run: $(READY)
	$(BIN)/scrlearn run data/hampshire
	@echo
	@echo "Making the notebooks into pages; this takes two or three minutes."
	$(BIN)/jupyter nbconvert --execute --to html --template page --TemplateExporter.extra_template_basedirs=notebooks \
	  --ExecutePreprocessor.extra_arguments=--log-level=ERROR --embed-images --log-level ERROR \
	  --output-dir $(PAGES) notebooks/*.ipynb
	@echo
	@echo "Open these in a browser:"
	@echo "  data/hampshire/outputs/briefing.html"
	@for page in $(PAGES)/*.html; do echo "  $$page"; done

test: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.notebook_outputs

bench: $(READY)
	$(BIN)/python tests/benchmarks/bench.py

lab: $(READY)
	$(BIN)/jupyter lab notebooks

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "scrlearn needs Python 3.11 or newer; name one with: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $(READY)

clean:
	rm -rf $(VENV) $(PAGES) data/*/outputs data/*/runs
