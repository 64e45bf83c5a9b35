# 学优: two commands are enough: `make run` and `make test`. The others are steps of theirs.
# Variables: PYTHON (3.11 or newer), PORT, BIND, DATABASE_URL, XUEYOU_DATA; see docs/interfaces.md.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
TESTS ?= all
DB ?= both
NAME ?= reading
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: help run stop system setup setup-dev quick check test test-deep load bench shots lock clean

help:  ## This list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## / — /'

run: setup  ## Start the site: web, worker and, the first time, a demonstration city
	@exec $(PY) -m xueyou.site.run

stop:  ## Stop the site that `make run` started
	@$(PY) -m xueyou.site.run --stop

setup:
	@sh make/venv.sh base

setup-dev:
	@sh make/venv.sh dev

system:  ## Install what pip cannot bring: Chromium, CJK fonts, PostgreSQL (as root, by apt)
	@sh make/system.sh

check: setup-dev  ## Style, types, layers, migrations: everything but tests
	@sh make/check.sh

quick: setup-dev  ## Under five minutes, no browser: engines, domains on SQLite, house rules
	@$(PY) -m tests quick

test: system setup-dev  ## Everything, on both databases, in a real browser
	@$(PY) -m tests $(TESTS) --db $(DB)

test-deep: system setup-dev  ## The long form: every leak mutation, 2000 examples a property
	@XUEYOU_DEEP=1 $(PY) -m tests all --db both

load: system setup-dev  ## A call's first hour in full, on both databases, into var/load/ (on a quiet machine)
	@for db in sqlite postgres; do \
	  $(PY) -m tests.load opening-hour --db $$db --seconds 60 --json var/load/opening-hour-$$db.json || status=$$?; \
	done; exit $${status:-0}

bench: setup-dev  ## A benchmark by name: make bench NAME=reading
	@$(PY) -m benchmarks.$(NAME)

shots: system setup-dev  ## A picture of every page in every size, into var/shots/
	@$(PY) -m tests.shots

lock: setup-dev  ## Write the hashed, host-free lock files anew from requirements/*.in
	@sh make/lock.sh

clean:  ## Remove what was made here; your data in var/ stays
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .import_linter_cache
