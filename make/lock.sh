#!/bin/sh
# Hashed lock files without any host in them, so that pip, uv and every package mirror can use them.
set -eu
command -v uv >/dev/null 2>&1 || { echo "生成锁文件要用 uv（pip install uv）。" >&2; exit 4; }
cd "$(dirname "$0")/../requirements"
for name in base dev; do
    uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        "$name.in" -o "$name.txt" "$@"
    ! grep -nE 'https?://|^--(index|find)' "$name.txt"
done
