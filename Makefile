# Two commands for a new machine: `make demo` and `make test`. `make help` lists the others.

PY   ?= python3
V    := .venv
B    := $(V)/bin
PORT ?= 8000
T    ?= tests
JOBS ?= 2

export PORT
BUILD := KEPT_SECRET_KEY=only-for-building KEPT_DATA=$(V)/data

SOURCES   := $(wildcard src/kept/*/locale/*/LC_MESSAGES/*.po)
STATIC    := $(shell find src/kept -type f -path '*/static/*' 2>/dev/null)
TEMPLATES  = $(shell find src/kept -type f -name '*.html' -path '*/templates/*')
TOOLED    := $(wildcard src tests scripts bench)

.PHONY: help install demo demo-reset test test-spark check format trace bench bench-full screenshots messages lock clean

help:
	@echo 'make demo          start Kept with a working company on http://127.0.0.1:$(PORT)'
	@echo 'make demo-reset    forget that company and load it anew'
	@echo 'make test          everything that must hold; T=tests/orders for a part'
	@echo 'make test-spark    the figures once more, by a Spark of two workers; needs Java 17'
	@echo 'make install       .venv with the kept command, nothing else'
	@echo 'make check         style, types, layers, templates, migrations, documents'
	@echo 'make format        put source and templates into the style of the house'
	@echo 'make trace         which requirements have tests'
	@echo 'make bench         figures at 100,000 orders; bench-full at 1,000,000'
	@echo 'make screenshots   pictures of the pages'
	@echo 'make messages      compile the translations'
	@echo 'make lock          write the lock files anew'

install: $(V)/.core $(V)/.messages $(V)/.static

demo: install
	@$(B)/kept demo

demo-reset: install
	@$(B)/kept demo-reset

test: $(V)/.dev $(V)/.messages $(V)/.static
	@$(B)/python -m scripts.chromium
	env -u DATABASE_URL $(B)/pytest -n $(JOBS) --dist loadfile $(T)
	@if [ -n "$$TEST_DATABASE_URL" ]; then echo 'Once more on PostgreSQL'; \
	  DATABASE_URL="$$TEST_DATABASE_URL" $(B)/pytest -n $(JOBS) --dist loadfile $(T); fi

# Small jobs: few partitions, and no time spent on making code fast that runs once.
QUICK := -XX:TieredStopAtLevel=1
SPARK := --conf spark.sql.shuffle.partitions=2 --driver-java-options $(QUICK) --conf spark.executor.extraJavaOptions=$(QUICK)
test-spark: $(V)/.spark $(V)/.messages $(V)/.static
	env -u DATABASE_URL KEPT_TEST_SPARK=1 PYSPARK_SUBMIT_ARGS='$(SPARK) pyspark-shell' $(B)/pytest tests/scorecards

check: $(V)/.dev $(V)/.messages
	$(B)/ruff check $(TOOLED)
	$(B)/ruff format --check $(TOOLED)
	$(B)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BUILD) $(B)/lint-imports --no-logo
	$(BUILD) $(B)/mypy
	$(BUILD) $(B)/django-admin makemigrations --check --dry-run --settings kept.config.settings
	$(B)/pytest -q tests/house --ignore tests/house/test_rights.py

format: $(V)/.dev
	$(B)/ruff check --fix $(TOOLED)
	$(B)/ruff format $(TOOLED)
	$(B)/djade --target-version 5.2 $(TEMPLATES) || true

trace: $(V)/.dev
	@$(B)/python -m scripts.trace

bench: install
	$(B)/python -m bench --orders 100000

bench-full: install
	$(B)/python -m bench --orders 1000000

screenshots: $(V)/.dev $(V)/.messages $(V)/.static
	@$(B)/python -m scripts.chromium
	$(B)/python -m scripts.screenshots

messages: $(V)/.messages

LOCK := UV_SYSTEM_CERTS=1 $(B)/uv pip compile --no-config -q --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock: $(V)/.core
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt requirements/pg.in -o requirements/pg.txt
	$(LOCK) -c requirements/dev.txt requirements/core.in -o requirements/core.txt
	$(LOCK) -c requirements/dev.txt requirements/spark.in -o requirements/spark.txt

clean:
	rm -rf $(V)

# Stamps: each says that what it depends on has been done.

$(V)/.core: requirements/core.txt requirements/uv.txt pyproject.toml
	@$(PY) scripts/install.py requirements/core.txt
	@touch $@

$(V)/.dev: $(V)/.core requirements/dev.txt
	@$(PY) scripts/install.py requirements/dev.txt
	@touch $@

$(V)/.spark: $(V)/.dev requirements/spark.txt
	@$(PY) scripts/install.py requirements/spark.txt
	@touch $@

$(V)/.messages: $(V)/.core $(SOURCES)
	@$(B)/python -m kept.config.messages
	@touch $@

$(V)/.static: $(V)/.core $(STATIC)
	@$(BUILD) $(B)/kept assets
	@touch $@
