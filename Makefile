# Two commands do all their own set-up: make run, make test. The others are the developers' shortcuts.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
WORKERS ?= 2
LANGUAGES := -l ar -l fr -l es

.PHONY: help run test reset check messages requirements format benchmark shell drills

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

run:  ## the whole portal on this machine (PORT=8000 DATA_DIR=.local DEMO=1)
	@sh deploy/bootstrap.sh run
	@exec $(PYTHON) -m tetouan_portal.embedded run

test:  ## everything that must hold before a change is accepted
	@sh deploy/bootstrap.sh test
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m tetouan_portal.embedded exec -- $(PYTHON) -m pytest -q -n $(WORKERS) -m "not drill" $(PYTEST)

check:
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --quiet --check .
	find templates -name '*.html' | xargs .venv/bin/djade --check --target-version 6.1
	.venv/bin/lint-imports --quiet || .venv/bin/lint-imports
	.venv/bin/mypy --no-error-summary
	@$(PYTHON) -m tetouan_portal.embedded exec -- $(PYTHON) manage.py check
	@$(PYTHON) -m tetouan_portal.embedded exec -- $(PYTHON) manage.py makemigrations --check --dry-run

drills:  ## the longer tests: killed workers, long matrices
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m tetouan_portal.embedded exec -- $(PYTHON) -m pytest -q -m drill

reset:  ## forget the data of DATA_DIR and start over
	@$(PYTHON) -m tetouan_portal.embedded reset

benchmark:  ## what pages and the report cost, as ratios
	@sh deploy/bootstrap.sh test
	@$(PYTHON) -m tetouan_portal.embedded exec -- $(PYTHON) -m benchmarks

messages:  ## collect the texts to translate (needs gettext)
	$(PYTHON) manage.py makemessages $(LANGUAGES) --no-obsolete --no-location -i .venv -i .local -i tests -i benchmarks

requirements:  ## resolve the requirements again, with hashes
	sh deploy/bootstrap.sh requirements

format:  ## format code and templates
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	find templates -name '*.html' | xargs .venv/bin/djade --target-version 6.1

shell:  ## a Django shell on the embedded servers of DATA_DIR
	@$(PYTHON) -m tetouan_portal.embedded exec --keep -- $(PYTHON) manage.py shell
