"""Owns how declared fields are asked for on a desk: one box each, with what was typed and wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueyou.kernel.calls.fields import Field, FieldsRefused, checked

KINDS = {"integer": "number", "day": "date", "choice": "select", "flag": "select"}
FLAGS = (("yes", "是"), ("no", "否"))


@dataclass(frozen=True, slots=True)
class Box:
    """One field of a form. `kind`: text, number, date, select; `among`: (code, words)."""

    name: str
    zh: str
    kind: str
    value: str
    wrong: str
    required: bool
    among: Sequence[tuple[str, str]]
    most: int
    hint: str


def boxes(
    fields: Iterable[Field],
    given: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    *,
    prefix: str = "",
) -> list[Box]:
    """Return a box for each field, filled with what is given."""
    return [
        Box(
            name=prefix + field.name,
            zh=field.zh,
            kind=KINDS.get(field.type, "text"),
            value=given.get(field.name, ""),
            wrong=(faults or {}).get(field.name, ""),
            required=field.required,
            among=FLAGS if field.type == "flag" else tuple((field.among or {}).items()),
            most=field.most,
            hint=field.hint,
        )
        for field in fields
    ]


def posted(
    fields: Iterable[Field], given: Mapping[str, str], *, prefix: str = ""
) -> dict[str, str]:
    """Return what a form holds of the fields."""
    return {field.name: given.get(prefix + field.name, "") for field in fields}


def judged(
    fields: Sequence[Field], given: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the canonical values, and what is wrong, by field."""
    try:
        return checked(fields, given), {}
    except FieldsRefused as refused:
        return {}, refused.faults


def said_of(field: Field, value: str) -> str:
    """Return a canonical value in words."""
    among = dict(FLAGS) if field.type == "flag" else field.among or {}
    return among.get(value, value)
