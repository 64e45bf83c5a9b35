"""Owns the facts that may be neither collected nor used, told by their names and words."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.strict_yaml import Mapping, Node, Scalar, Sequence, Value

_SPOKEN = ("zh", "fact", "need", "when", "by", "who")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing nobody may ask for. `stages` empty: at no stage."""

    what: str
    en: str
    source: str
    stages: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


@cache
def forbidden_list() -> tuple[Forbidden, ...]:
    """Return the list shipped with this release (forbidden.toml)."""
    text = files("xueyou.rulebook.language").joinpath("forbidden.toml").read_text(encoding="utf-8")
    return tuple(
        Forbidden(
            what=entry["what"],
            en=entry["en"],
            source=entry["source"],
            stages=tuple(entry.get("stages", ())),
            patterns=tuple(re.compile(pattern) for pattern in entry["names"] + entry["words"]),
        )
        for entry in tomllib.loads(text)["fact"]
    )


def found_forbidden(said: str, stage: str) -> Forbidden | None:
    """Return what a name or phrase asks for that nobody may, or None.

    Case, width, spaces and punctuation make no difference. `stage` is one of model.STAGES.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", said).casefold() if sign.isalnum()
    )
    for entry in forbidden_list():
        if entry.stages and stage not in entry.stages:
            continue
        if any(pattern.search(plain) for pattern in entry.patterns):
            return entry
    return None


def check_names(root: Mapping, faults: Faults) -> None:
    """Add a fault for each name or phrase of the rules that asks for something forbidden."""
    stage = root.entries.get("stage")
    at = stage.value if isinstance(stage, Scalar) else ""
    for key in ("facts", "derived", "attributes", "siblings", "batches"):
        for place, said in _names(root.entries.get(key), named=key in ("facts", "derived")):
            entry = found_forbidden(said, at)
            if entry is not None:
                why = f"这是{entry.what}"
                faults.add(
                    place,
                    "forbidden_fact",
                    value=said[:60],
                    why=why,
                    why_en=entry.en,
                    source=entry.source,
                )


def _names(value: Value | None, *, named: bool) -> Iterator[tuple[Node, str]]:
    """Yield what is spoken: keys of the facts, words for people, conditions; never clauses."""
    if isinstance(value, Sequence):
        for item in value.items:
            yield from _names(item, named=False)
    elif isinstance(value, Mapping):
        for key, inner in value.entries.items():
            if key in ("clause", "clauses"):
                continue
            if named:
                yield value.keys[key], key
            if isinstance(inner, Scalar):
                if key in _SPOKEN:
                    yield inner, inner.value
            else:
                yield from _names(inner, named=False)
