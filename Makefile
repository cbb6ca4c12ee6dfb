# Everyday commands of the kit; `make help` lists them.
# Paths are relative and nothing is built from the folder's name, so the kit may live in a path with a space.
# More words for the command behind a target go into ARGS: make start ARGS="--port 8890"

PYTHON ?= python3
UV_VERSION := 0.13.9

# Programs in .venv remember the folder where they were installed. A stamp with the folder's checksum in its name
# is missing where the kit was moved, copied, or set up by other means, and then .venv is made anew.
TOOLS := .venv/uv-$(UV_VERSION)-in-$(shell pwd | cksum | cut -d ' ' -f 1)
# What the course needs, and what work on the kit needs on top. While these stamps are fresh no network is used.
COURSE := .venv/ready-for-the-course
ALL := .venv/ready-for-all
SYNC := UV_PYTHON_DOWNLOADS=never .venv/uv/bin/uv sync --locked

# Tests run in as many processes as there are cores, a file in one, in the order of tests/conftest.py.
SIDE_BY_SIDE := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

# What measures the speed of pages has the machine to itself.
ALONE := tests/setup/test_book_lighthouse.py

.PHONY: help start test unit content grading browser long book pdf demo lint format hooks lock

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z ]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

start: $(COURSE) ## Open the course in JupyterLab
	@.venv/bin/school start $(ARGS)

test: $(ALL) ## Run all tests except the long ones
	@.venv/bin/pytest $(SIDE_BY_SIDE) $(ARGS)

unit: ## Run only the tests of the code
content: ## Run only the tests of lessons, tasks and pages
grading: ## Run only the tests of the grading cycle
browser: ## Run only the tests in a web browser
unit content grading browser: $(ALL)
	@.venv/bin/pytest $(SIDE_BY_SIDE) -m "$@ and not long" $(ARGS)

long: $(ALL) ## Run the long tests: set-up on a fresh copy and the like
	@.venv/bin/pytest $(SIDE_BY_SIDE) -m long --deselect $(ALONE) $(ARGS)
	@.venv/bin/pytest -m long $(ALONE)

book: $(ALL) ## Build the book
	@.venv/bin/school book $(ARGS)

pdf: $(ALL) ## Print the book as one PDF
	@.venv/bin/school book --pdf $(ARGS)

demo: $(COURSE) ## Show the whole grading cycle with made-up students
	@.venv/bin/school demo --students 12 $(ARGS)

lint: $(ALL) ## Check the style of Python and notebooks
	@.venv/bin/pre-commit run --all-files

format: $(ALL) ## Mend the style of Python and notebooks, and take the outputs out
	@.venv/bin/ruff check --fix-only
	@.venv/bin/ruff format
	@git ls-files -z --cached --others --exclude-standard '*.ipynb' | xargs -0 .venv/bin/nbstripout --keep-id

hooks: $(ALL) ## Check each commit before it is made
	@.venv/bin/pre-commit install

lock: $(TOOLS) ## After a change of pins in pyproject.toml: write uv.lock and environment.yml
	@.venv/uv/bin/uv lock
	@$(MAKE) --silent $(COURSE)
	@.venv/bin/python -m school.dev.environment

# --inexact: when the course's packages are brought up to date, tools that are there for the tests may stay.
$(COURSE): $(TOOLS) pyproject.toml uv.lock
	$(SYNC) --inexact
	@touch $@

$(ALL): $(TOOLS) pyproject.toml uv.lock
	$(SYNC) --all-groups
	@.venv/bin/python -m school.book.runtime # the Python of the book's pages, and axe for the tests
	@.venv/bin/python -m school.book.lite # the Python of whole lessons in the browser
	@touch $(COURSE) $@

$(TOOLS):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "The kit needs Python 3.11 or newer, and $(PYTHON) is not: install it, or name one: make start PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv in this folder. This happens once and takes some minutes."
	@rm -rf .venv
	@"$(PYTHON)" -m venv --without-pip .venv
	@"$(PYTHON)" -m venv .venv/uv
	@.venv/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
