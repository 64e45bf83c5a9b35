"""The published schema is the one that is enforced, and nothing breaks the reader."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rulebook.language.rules_text import RULES, faults, read
from xueyou.rulebook.language.faults import Fault, RulebookRefused
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.language.schema import frame_schema, rules_schema

UNDERSTOOD = {
    *("$schema", "$id", "$defs", "$ref", "type", "title", "properties", "required", "items"),
    *("additionalProperties", "propertyNames", "minProperties", "minItems", "minLength", "oneOf"),
    *("enum", "const", "pattern", "minimum", "maximum", "exclusiveMinimum"),
}


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and all schemas in it."""
    yield schema
    for key in ("properties", "$defs"):
        for inner in schema.get(key, {}).values():
            yield from parts(inner)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from parts(schema[key])
    for inner in schema.get("oneOf", []):
        yield from parts(inner)


@pytest.mark.parametrize("schema", [rules_schema(), frame_schema()], ids=["rules", "frame"])
def test_only_words_that_are_enforced_are_published(schema: dict[str, Any]) -> None:
    """Tests that the schema promises nothing the checker does not understand."""
    assert {word for part in parts(schema) for word in part} <= UNDERSTOOD


@pytest.mark.parametrize("schema", [rules_schema(), frame_schema()], ids=["rules", "frame"])
def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    """Tests that each $ref names a definition and each definition is used."""
    used = {part["$ref"] for part in parts(schema) if "$ref" in part}
    assert used == {f"#/$defs/{name}" for name in schema["$defs"]}


@pytest.mark.parametrize("key", rules_schema()["required"])
def test_each_required_part_is_asked_for(key: str) -> None:
    """Tests that what the schema requires the reader requires."""
    lines = RULES.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next(
        (i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines)
    )
    text = "".join(lines[:start] + lines[end:])
    with pytest.raises(RulebookRefused) as raised:
        rulebook_of(text.encode(), "rules.yaml")
    assert ("missing_key", key) in {(f.code, f.value) for f in raised.value.faults}


def test_every_object_refuses_what_it_does_not_know() -> None:
    """Tests that no part of the rules may hold a misspelt key in silence."""
    for part in parts(rules_schema()):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False or "propertyNames" in part


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(RULES) - 1),
            st.integers(0, 12),
            st.sampled_from(
                ["", " ", "\n", "x", "0", "-", "[", "]", "{", "}", ":", ": ", ",", "score", "是",
                 "null", "1.5", "'", "all: ", "- ", "by: ", "levels: {of: [moral]}", "true"]
            ),
        ),
        min_size=1,
        max_size=3,
    )
)  # fmt: skip
def test_nothing_breaks_the_reader(edits: list[tuple[int, int, str]]) -> None:
    """Tests that any damage to a rulebook is either harmless or refused, never a fault of ours."""
    text = RULES
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
    told = said_of(text)
    assert told is None or (told and all(fault.row and fault.zh and fault.en for fault in told))


def said_of(text: str) -> tuple[Fault, ...] | None:
    """Return the faults of a text, None where it is taken."""
    try:
        rulebook_of(text.encode(), "rules.yaml")
    except RulebookRefused as refused:
        return refused.faults
    return None


def test_a_choice_between_kinds_says_what_it_knows() -> None:
    """Tests that a term which is neither text nor a known mapping names the known ones."""
    (fault,) = faults(("rank: [score desc]", "rank: [{wenn: sibling}]"))
    assert "when、levels、by" in fault.zh
    assert read(("rank: [score desc]", "rank: [{by: score desc}]")).batches[0].rank
