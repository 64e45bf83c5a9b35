#!/bin/sh
# Bring .venv in line with requirements/$1.txt (base or dev). Quiet and quick when it already is.
set -eu
want="$1"
cd "$(dirname "$0")/.."

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then echo "$candidate"; return 0; fi
    done
    return 1
}

if ! [ -x .venv/bin/python ] || ! usable .venv/bin/python; then
    python=$(find_python) || { echo "需要 Python 3.11 或更新的版本；装好后再运行一次，或用 PYTHON=… 指明。" >&2; exit 4; }
    rm -rf .venv
    "$python" -m venv .venv || { echo "建不了虚拟环境：请先装 python3-venv（apt install python3-venv）。" >&2; exit 4; }
fi

stamp() { .venv/bin/python -c '
import hashlib, sys
print(hashlib.sha256(b"".join(open(n, "rb").read() for n in sys.argv[1:])).hexdigest())' "requirements/$1.txt" pyproject.toml; }

has() { [ -f ".venv/.$1" ] && [ "$(cat ".venv/.$1")" = "$(stamp "$1")" ]; }

# dev holds everything of base, so whoever has dev is served for base too.
if has "$want" || { [ "$want" = base ] && has dev && cmp -s .venv/.with-base requirements/base.txt; }; then exit 0; fi

echo "正在准备运行环境（requirements/$want.txt）……" >&2
if command -v uv >/dev/null 2>&1; then
    uv pip sync -q --python .venv/bin/python --require-hashes "requirements/$want.txt"
    uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e . 2>/dev/null \
        || uv pip install -q --python .venv/bin/python --no-deps -e .
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$want.txt"
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
fi
rm -f .venv/.base .venv/.dev
stamp "$want" > ".venv/.$want"
cp requirements/base.txt .venv/.with-base
