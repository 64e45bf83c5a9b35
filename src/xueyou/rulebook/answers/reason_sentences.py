"""Owns the sentences in which a family is told what became of a choice: one code, one sentence.

docs/interfaces.md prints them. A sentence is filled from an explanation's data and holds nothing
else, so whoever has the data can say it again.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

_SAYINGS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    files("xueyou.rulebook.answers").joinpath("reasons.toml").read_text(encoding="utf-8")
)

CODES = tuple(_SAYINGS)
"""The closed list."""


def template(code: str, variant: str = "") -> str:
    """Return the sentence of a code with its braces; `variant` names one of its other wordings."""
    saying = _SAYINGS[code]
    return str(saying["more"][variant] if variant else saying["zh"])


def variants(code: str) -> tuple[str, ...]:
    """Return the names of a code's other wordings."""
    return tuple(_SAYINGS[code].get("more", {}))


def meaning(code: str) -> str:
    """Return what a code stands for, in English."""
    return str(_SAYINGS[code]["meaning"])


def sentence(code: str, variant: str, data: Mapping[str, Any]) -> str:
    """Return the sentence of a code filled from data; of several `pools`, one part for each.

    A pool's own code and variant, where it has them, choose its part's wording.
    """
    pools = data.get("pools")
    if not isinstance(pools, list):
        return template(code, variant).format_map(data)
    shared = {name: value for name, value in data.items() if name != "pools"}
    parts = [
        template(pool.get("code", code), pool.get("variant", "")).format_map(shared | pool)
        for pool in pools
    ]
    first, *others = parts
    head = first.partition("。")[0] + "。"
    if len(parts) > 1 and all(part.startswith(head) for part in others):
        others = [part.removeprefix(head) for part in others]
    return "".join([first, *others])
