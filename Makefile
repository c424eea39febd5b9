# Needs git, make and Python 3.11 or newer; installs everything else by itself.
PYTHON ?= python3
VENV := .venv/bin
BOOTSTRAP := $(PYTHON) config/local/bootstrap.py

# Compiled code is kept even where the environment says not to: without it every start takes twice as long.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.local/pycache

.DEFAULT_GOAL := help
.PHONY: help run setup test permissions lint format bench evidence screenshots clean

help:  ## Show what there is to do
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

run:  ## Run everything at http://localhost:8000 (PORT=8001 for another port); Ctrl-C stops it
	@$(BOOTSTRAP) run && exec $(VENV)/python -m config.local.run

setup:  ## Install what developing needs
	@$(BOOTSTRAP) dev

test:  ## Run every test (ARGS="-k name" for some)
	@$(BOOTSTRAP) test && exec $(VENV)/python -m pytest -n 2 $(ARGS)

permissions: setup  ## Write docs/permissions.md anew: who gets what at every address
	WRITE_PERMISSIONS=1 $(VENV)/python -m pytest -q -p no:randomly tests/architecture/test_permissions.py

lint: setup  ## Check style and types
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	DEBUG=1 DATABASE_URL=postgresql:///none REDIS_URL=redis://none $(VENV)/mypy .

format: setup  ## Bring the code into the common style
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

bench: setup  ## Measure the speed at 100,000 candidates (ARGS="--candidates 10000" for less)
	$(VENV)/python -m config.bench.run $(ARGS)

evidence: setup  ## Measure the decision rule, and with DATA=<folder> sourcing (ARGS="--only identity" for one part)
	$(VENV)/python -m config.evidence.run $(if $(DATA),"$(DATA)") $(ARGS)

screenshots: setup  ## Take the pictures of docs/images anew, from the demo organisation
	$(VENV)/python -m config.screenshots

clean:  ## Remove what was installed and built; the data in .local stays
	rm -rf .venv node_modules staticfiles .mypy_cache .ruff_cache
