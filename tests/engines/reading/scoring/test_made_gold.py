"""The gold of the made documents is what its notes say, and every span holds its quote."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.data.reading.build import HERE, build, text_of

NOTES = sorted(HERE.glob("*.notes"))
SPANNED = ("facts", "sections", "tasks", "responsible_units", "projects", "milestones", "negatives")


def spans(gold: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Every span of a gold file with the words it should hold."""
    for name in SPANNED:
        for item in gold[name]:
            yield item["start"], item["end"], item["quote"]
    for fact in gold["facts"]:
        number = fact["number"]
        yield number["start"], number["end"], number["text"]
    for table in gold["tables"]:
        for row in table["rows"]:
            yield row["start"], row["end"], row["quote"]
            for cell in row["cells"]:
                yield cell["start"], cell["end"], cell["quote"]


@pytest.mark.parametrize("notes", NOTES, ids=lambda path: path.stem)
def test_gold_is_built_from_its_notes(notes: Path) -> None:
    """Nobody edits the offsets by hand: a rebuilt file equals the stored one."""
    stored = json.loads(notes.with_suffix(".json").read_text("utf-8"))
    assert build(notes) == stored


@pytest.mark.parametrize("notes", NOTES, ids=lambda path: path.stem)
def test_every_span_holds_its_quote(notes: Path) -> None:
    """Offsets are code points of the file as it is decoded."""
    text = text_of(notes).read_bytes().decode("utf-8")
    gold = json.loads(notes.with_suffix(".json").read_text("utf-8"))
    assert [(s, e, q) for s, e, q in spans(gold) if text[s:e] != q] == []


@pytest.mark.parametrize("notes", NOTES, ids=lambda path: path.stem)
def test_every_number_lies_inside_its_evidence(notes: Path) -> None:
    """A fact quotes the number it speaks of."""
    gold = json.loads(notes.with_suffix(".json").read_text("utf-8"))
    outside = [
        fact["quote"]
        for fact in gold["facts"]
        if not fact["start"] <= fact["number"]["start"] < fact["number"]["end"] <= fact["end"]
    ]
    assert outside == []
