"""Owns the reading of JSON inputs, with a sentence when one is missing or broken."""

import json
from pathlib import Path
from typing import Any

from xueyou.cli.exits import REFUSED, USAGE, Stop


def require_file(path: Path) -> None:
    """Raise Stop(USAGE) unless `path` is a file that may be read."""
    try:
        is_file = path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        raise Stop(USAGE, f"没有找到文件 {path}。请核对文件名和所在的文件夹。")


def read_json_object(path: Path) -> dict[str, Any]:
    """Return the JSON object in a file; raises Stop(USAGE or REFUSED)."""
    require_file(path)
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Stop(REFUSED, f"{path} 不是 UTF-8 编码的 JSON，没有读。") from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else "里面"
        raise Stop(REFUSED, f"{path} {place}不是合格的 JSON，没有读。") from None
    if not isinstance(value, dict):
        raise Stop(REFUSED, f"{path} 里应当是一个 JSON 对象，没有读。")
    return value
