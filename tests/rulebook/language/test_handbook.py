"""docs/handbook/rules.md shows rules that are taken and lists every refusal."""

import re
from collections.abc import Iterator
from typing import Any

from tests.paths import ROOT
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.language.refusals import SAYINGS
from xueyou.rulebook.language.schema import frame_schema, rules_schema

TEXT = (ROOT / "docs/handbook/rules.md").read_text(encoding="utf-8")
RULES, FRAME = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_example_is_taken_within_its_frame() -> None:
    """Tests that both documents of the page are read as they stand."""
    found = rulebook_of(RULES.encode(), "rules.yaml", frame=FRAME.encode())
    assert [batch.id for batch in found.batches] == ["到校", "统招"]


def test_every_refusal_is_listed() -> None:
    """Tests that the page prints the same sentences as the program says."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
    assert rows == [(code, said["zh"], said["en"]) for code, said in SAYINGS.items()]


def keys(schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield every key that a schema knows, joined by dots; `clause` stands in many parts."""
    for key, inner in schema.get("properties", {}).items():
        path = f"{at}.{key}".removeprefix(".")
        if key == "clause":
            continue
        yield path
        if key != "clauses":
            yield from keys(inner, path)
    more = schema.get("additionalProperties")
    inner_parts = [*schema.get("oneOf", ()), schema.get("items"), more]
    for part in inner_parts:
        if isinstance(part, dict):
            yield from keys(part, at)


def test_every_key_of_the_schema_is_explained() -> None:
    """Tests the tables of keys against the schemas: none is missing, none is made up."""
    known = set()
    for schema in (rules_schema(), frame_schema()):
        known |= set(keys(schema))
        for name, part in schema["$defs"].items():
            known |= set(keys(part, name))
    section = TEXT.split("## Every key\n")[1].split("\n## ")[0]
    said = [
        key
        for first in re.findall(r"^\| (`.+?`) \|", section, re.MULTILINE)
        for key in re.findall(r"`([\w.]+)`", first)
    ]
    assert sorted(said) == sorted(known)


def test_what_must_be_written_is_marked() -> None:
    """Tests the stars against `required`, for the parts that have fixed keys."""
    schema = rules_schema()
    parts = {"": schema, **{f"{name}.": part for name, part in schema["$defs"].items()}}
    for at, part in parts.items():
        for key in part.get("required", ()):
            row = re.search(rf"^\|[^|]*`{at}{key}`[^|]*\| (.)", TEXT, re.MULTILINE)
            assert row is not None, f"{at}{key}"
            assert row[1] == "★", f"{at}{key}"
