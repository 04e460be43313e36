# Two commands do all their own set-up: make run, make test. The others are the developers' shortcuts.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
BESIDE_SERVERS := $(PYTHON) -m tetouan_portal.embedded exec --
SET_UP := sh deploy/bootstrap.sh
WORKERS ?= 2

.PHONY: help run test drills audit reset demo-remove check messages requirements advisories format benchmark flood lighthouse screenshots shell

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*##/\1 /p' $(MAKEFILE_LIST) | while read name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run:  ## the whole portal on this machine (PORT=8000 DATA_DIR=.local DEMO=1)
	@$(SET_UP) run
	@exec $(PYTHON) -m tetouan_portal.embedded run

test:  ## everything that must hold before a change is accepted (WORKERS=2); PYTEST="tests/house -k css": these alone, at once
	@$(SET_UP) test
	@$(if $(PYTEST),,$(MAKE) --no-print-directory check)
	@exec $(BESIDE_SERVERS) $(PYTHON) -m pytest -q -n $(if $(PYTEST),0,$(WORKERS)) --dist worksteal -m "not drill and not audit" $(PYTEST)

check:
	.venv/bin/ruff check --quiet .
	.venv/bin/ruff format --quiet --check .
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --check --target-version 6.1
	.venv/bin/lint-imports --no-logo
	.venv/bin/mypy --no-error-summary
	$(BESIDE_SERVERS) sh -c '$(PYTHON) manage.py check && $(PYTHON) manage.py makemigrations --check --dry-run'

drills:  ## what drags on the portal, printed as one table: killed servers and workers, floods, full disks, upgrades
	@$(SET_UP) drills
	@exec $(BESIDE_SERVERS) $(PYTHON) -m pytest -q -m drill $(PYTEST)

audit:  ## every page in every language, size and colour scheme, every role at every door: all of which make test runs a share
	@$(SET_UP) test
	@exec $(BESIDE_SERVERS) $(PYTHON) -m pytest -q -n $(WORKERS) --dist worksteal --whole -m "audit or matrix" $(PYTEST)

reset:  ## forget the data of DATA_DIR; make run starts over
	@[ ! -x $(PYTHON) ] || exec $(PYTHON) -m tetouan_portal.embedded reset

demo-remove:  ## take the demonstration away, while the portal is not running; what people wrote stays
	@exec $(PYTHON) -m tetouan_portal.embedded exec --keep -- $(PYTHON) manage.py remove_demo

benchmark:  ## what pages and the report cost, as ratios
	@$(SET_UP) test
	@exec $(BESIDE_SERVERS) $(PYTHON) -m benchmarks

flood:  ## a thousand posts at once: what becomes of them, of readers, of a neighbour
	@$(SET_UP) test
	@exec $(BESIDE_SERVERS) $(PYTHON) -m benchmarks.flood

lighthouse:  ## Lighthouse's scores of the main pages, for a phone; fails when they are too low
	@$(SET_UP) lighthouse
	@exec $(BESIDE_SERVERS) $(PYTHON) -m benchmarks.lighthouse

screenshots:  ## keep the pictures of the style guide as they are now (look at them first)
	@$(SET_UP) test
	@KEEP_PICTURES=1 exec $(BESIDE_SERVERS) $(PYTHON) -m pytest -q tests/browser/test_style_guide_pictures.py -k look

messages:  ## collect the texts to translate (needs gettext)
	$(PYTHON) manage.py makemessages -l ar -l fr -l es --no-obsolete --no-location -i .venv -i .local -i tests -i benchmarks

requirements:  ## resolve the requirements again, with hashes
	@$(SET_UP) requirements

advisories:  ## compare the requirements with the known vulnerabilities of what they name; fails when it cannot
	@$(SET_UP) advisories

format:  ## format code and templates
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	find templates -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 6.1

shell:  ## a Django shell on the data of DATA_DIR, while the portal is not running
	@exec $(PYTHON) -m tetouan_portal.embedded exec --keep -- $(PYTHON) manage.py shell
