# Two commands for a newcomer: `make run` and `make test`. The others are for who works on the project.
PYTHON ?= python3
PORT ?= 8000
ADDRESS ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.dev-$(shell cat requirements*.txt | cksum | cut -d' ' -f1)
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

run: export DEMO ?= 1

.PHONY: run test test-fast check messages benchmarks screenshots clean

run: $(RUN_STAMP)  ## set everything up, import samples/ once, start the site
	@$(BIN)/python manage.py serve --address $(ADDRESS) --port $(PORT)

test: $(DEV_STAMP)  ## every test that this machine can run
	$(BIN)/python -m pytest

test-fast: $(DEV_STAMP)  ## the pure parts, without a database: a few seconds
	$(BIN)/python -m pytest -p no:django -c tests/fast.ini --rootdir . tests/readers tests/extraction

check: $(DEV_STAMP)  ## style, Django's own checks, migrations, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -W error manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/test_translations.py

messages: $(DEV_STAMP)  ## collect and compile translations (needs GNU gettext)
	$(BIN)/python manage.py makemessages -l zh_Hans --no-location --no-obsolete --ignore .venv --ignore var --ignore samples
	$(BIN)/python manage.py compilemessages -l zh_Hans --ignore .venv

benchmarks: $(DEV_STAMP)  ## ratios against a floor measured in the same run; POSTGRES=postgres://… for the list there
	$(BIN)/python benchmarks/extract.py
	$(BIN)/python benchmarks/import_.py
	$(BIN)/python benchmarks/list_.py $(POSTGRES)
	$(BIN)/python benchmarks/review.py $(POSTGRES)

screenshots: $(DEV_STAMP)  ## the pictures of the README, from a demo site of their own
	$(BIN)/python docs/take_screenshots.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): $(VENV)/bin/python
	@echo "正在安装所需的软件包，约需一分钟…… Installing the packages, about a minute …"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): $(VENV)/bin/python
	@echo "正在安装测试所需的软件包…… Installing the packages for tests …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) var .pytest_cache .ruff_cache .hypothesis
