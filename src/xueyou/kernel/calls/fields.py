"""Declared fields: what a form's answers, a call's settings and an option's attributes may hold.

Every value is canonical text: 12, 2020-01-31, yes, a code. A draft may hold anything its family
typed; what is handed in is checked here and written in its one form.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

FieldType = Literal["text", "code", "choice", "integer", "day", "flag", "place"]

LONGEST_TYPED = 2000
"""Code points that a draft keeps of one field, whatever its type."""
_FLAGS = {"yes": "yes", "是": "yes", "1": "yes", "no": "no", "否": "no", "0": "no"}
_HIDDEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `among` gives the codes of a choice with their words; `most` is the greatest
    number, or the longest text in code points; `sensitive` answers are masked for staff; `hint`
    says what follows from it, or from leaving it empty.
    """

    name: str
    zh: str
    type: FieldType = "text"
    required: bool = False
    sensitive: bool = False
    among: Mapping[str, str] | None = None
    most: int = 200
    hint: str = ""

    def canonical(self, typed: str) -> str:
        """Return the value in its one form. Raises ValueError with the sentence for its owner."""
        text = unicodedata.normalize("NFC", typed).strip()
        if not text:
            return ""
        return _READERS[self.type](self, text)


class FieldsRefused(ValueError):
    """Some fields cannot be taken; `faults` says why, field by field, in words."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


def checked(fields: Iterable[Field], given: Mapping[str, str]) -> dict[str, str]:
    """Return what is given in canonical form, without empty fields.

    Raises FieldsRefused with all faults: unknown names, wrong forms, what is required and missing.
    """
    declared = {field.name: field for field in fields}
    faults = {name: f"表里没有“{name}”这一项，没有收下。" for name in given if name not in declared}
    found: dict[str, str] = {}
    for name, field in declared.items():
        try:
            value = field.canonical(given.get(name, ""))
        except ValueError as refused:
            faults[name] = str(refused)
            continue
        if value:
            found[name] = value
        elif field.required:
            faults[name] = f"“{field.zh}”还没有填，请补上。"
    if faults:
        raise FieldsRefused(faults)
    return found


def typed(fields: Iterable[Field], given: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into a draft, as it is.

    Raises FieldsRefused for unknown names and for endless texts.
    """
    known = {field.name: field.zh for field in fields}
    faults = {name: f"表里没有“{name}”这一项，没有存。" for name in given if name not in known}
    for name, value in given.items():
        if name in known and len(value) > LONGEST_TYPED:
            faults[name] = (
                f"“{known[name]}”最多存 {LONGEST_TYPED} 个字，这次没有存这一项，请写短一些。"
            )
    if faults:
        raise FieldsRefused(faults)
    return dict(given)


def _text(field: Field, text: str) -> str:
    if any(unicodedata.category(sign) in _HIDDEN and sign != "\n" for sign in text):
        raise ValueError(f"“{field.zh}”里有看不见的字符，请重新键入。")
    if len(text) > field.most:
        raise ValueError(f"“{field.zh}”最多 {field.most} 个字，现在有 {len(text)} 个，请写短一些。")
    return text


def _code(field: Field, text: str) -> str:
    if text[0] in "=+-@":
        raise ValueError(f"“{field.zh}”不能以 = + - @ 开头，请改一下。")
    return _text(field, text)


def _choice(field: Field, text: str) -> str:
    among = field.among or {}
    if text not in among:
        raise ValueError(f"“{field.zh}”请从列出的几项里选一项。")
    return text


def _integer(field: Field, text: str) -> str:
    if not (text.isascii() and text.isdigit()) or len(text) > _DIGITS:
        raise ValueError(f"“{field.zh}”请填整数，例如 12。")
    number = int(text)
    if number > field.most:
        raise ValueError(f"“{field.zh}”最大是 {field.most}，请核对。")
    return str(number)


def _day(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"“{field.zh}”请填日期，例如 2020-01-31。") from None


def _flag(field: Field, text: str) -> str:
    found = _FLAGS.get(text.lower())
    if found is None:
        raise ValueError(f"“{field.zh}”请选“是”或“否”。")
    return found


def _place(field: Field, text: str) -> str:
    parts = text.split()
    if len(parts) != 2 or not all(_whole(part) for part in parts):
        raise ValueError(f"“{field.zh}”请填两个整数（米），中间空一格。")
    return f"{int(parts[0])} {int(parts[1])}"


def _whole(text: str) -> bool:
    bare = text.removeprefix("-")
    return bare.isascii() and bare.isdigit() and len(bare) <= _DIGITS


_READERS = {
    "text": _text,
    "code": _code,
    "choice": _choice,
    "integer": _integer,
    "day": _day,
    "flag": _flag,
    "place": _place,
}
