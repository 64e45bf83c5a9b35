#!/bin/sh
# Everything but tests: style, types, layers, migrations, templates. All are run; any that fails fails the whole.
set -u
bin=.venv/bin
failed=""
step() {
    name="$1"; shift
    if output=$("$@" 2>&1); then echo "✓ $name"; else echo "✗ $name"; echo "$output"; failed="$failed $name"; fi
}
export XUEYOU_ENV=test DJANGO_SETTINGS_MODULE=xueyou.site.settings.test
step "ruff format" $bin/ruff format --check -q .
step "ruff" $bin/ruff check -q .
step "layers" $bin/lint-imports
step "mypy" $bin/mypy
step "django" $bin/python manage.py check --fail-level WARNING
step "migrations" $bin/python manage.py makemigrations --check --dry-run
[ -z "$failed" ] || { echo "没有通过：$failed" >&2; exit 1; }
