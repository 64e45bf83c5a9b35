"""The annotated documents a reader is measured on, by who has seen them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tests.data.reading.build import HERE, text_of
from tests.paths import SHARED
from xueyou.engines.reading import NoPlan, read

Group = Literal["seen", "made", "held-out"]


@dataclass(frozen=True)
class Annotated:
    """A document with its gold; it reads like a plain text file."""

    name: str
    group: Group
    text: str
    gold: dict[str, Any]
    media: str = "txt"
    encoding: str = "utf-8"
    grids: tuple[()] = ()
    headings: tuple[()] = ()
    pages: tuple[()] = ()
    recognised: tuple[()] = ()


def made() -> Iterator[Annotated]:
    """Documents of our own, held-out ones among them: always at hand."""
    for notes in sorted(HERE.glob("*.notes")):
        group: Group = "held-out" if notes.stem.startswith("heldout") else "made"
        gold = json.loads(notes.with_suffix(".json").read_text("utf-8"))
        yield Annotated(notes.stem, group, text_of(notes).read_bytes().decode("utf-8"), gold)


def real() -> Iterator[Annotated]:
    """Real documents with hand-made gold, where they lie beside the project."""
    if SHARED is None:
        return
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        words = (SHARED / "documents" / gold["doc"]["file"]).read_bytes().decode("utf-8")
        yield Annotated(path.stem, "seen", words, gold)


def annotated() -> list[Annotated]:
    """Return every annotated document at hand, the real ones first."""
    return [*real(), *made()]


def reading_of(document: Annotated) -> dict[str, Any]:
    """Return what the reader writes; a document it refuses has nothing in it."""
    try:
        return read(document).as_json()
    except NoPlan:
        return {"facts": []}
