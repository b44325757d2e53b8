# Everything one does with a checkout. Needs make and Python 3.11 to 3.14; the rest is fetched.
# make help says what there is.

SHELL := /bin/sh
PORT ?= 8000
# make test TESTS="src/vakwerk/people" runs those only.
TESTS ?=
# The newest Python on this machine that Vakwerk runs on; one that does not answer is passed over. uv fetches none.
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	answer=$$($$name -c 'import sys; print((3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null </dev/null); \
	if [ "$$answer" = True ]; then echo $$name; break; fi; done)
UV ?= $(shell command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
export UV
export UV_PYTHON_DOWNLOADS = never
RUN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check figures bench setup wheel browser clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
	|| sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1   \2/p' Makefile

run: setup  ## open the demo academy in your browser, with a database in data/; PORT=8100 chooses another port
	@echo "Opening Vakwerk with its demo academies; the first time this takes a minute."
	@exec $(RUN)/vakwerk serve --demo --port $(PORT)

test: setup browser  ## run all tests
	@echo "Running $(if $(TESTS),the tests in $(TESTS),all tests)."
	@$(RUN)/pytest -n 2 --dist loadgroup $(TESTS)

check: setup  ## look at style, types, arrows between rooms, templates, translations, pages of names and migrations
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/djangofmt --check --quiet src
	$(RUN)/python tools/templates.py
	$(RUN)/python tools/translations.py check
	$(RUN)/python tools/api_pages.py check
	VAKWERK_DATA_DIR=$$(mktemp -d) $(RUN)/vakwerk manage makemigrations --check --dry-run

figures: setup  ## count lines, copies, knots and long lines; docs/reference/code-figures.md says what they mean
	@$(RUN)/python tools/figures.py

bench: setup  ## measure again what docs/reference/performance.md says
	@for script in $$(grep -l __main__ bench/*.py); do echo "$$script"; $(RUN)/python "$$script" || exit 1; done

setup: .venv/.ready  ## install what Vakwerk needs into .venv, and build what git does not keep
	@$(RUN)/python tools/built_files.py

.venv/.ready: uv.lock pyproject.toml $(wildcard packages/*/pyproject.toml) | $(filter .uv/bin/uv,$(UV))
	@test -n "$(PYTHON)" || { echo "Vakwerk needs Python 3.11 to 3.14, and finds none."; exit 1; }
	@echo "Installing what Vakwerk needs into .venv."
	@$(UV) sync --frozen --quiet --group dev --python "$(PYTHON)"
	@touch .venv/.ready

.uv/bin/uv:
	@echo "Fetching uv, which installs Python packages."
	@sh tools/get-uv.sh "$(PYTHON)"

wheel: setup  ## build what a server needs, in dist/: the wheel of Vakwerk and those of its two libraries
	@rm -f dist/*.whl
	@$(UV) build --all-packages --wheel --quiet --out-dir dist
	@ls dist/*.whl

browser:
	@sh tools/get-browser.sh

clean:  ## throw away what was installed here; the data in data/ stays
	rm -rf .venv .uv
