"""Owns how this desk's forms are read: money, numbers, choices, and what is said to a refusal."""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import CITY
from xueyou.surfaces.shell.days import DayMissing
from xueyou.surfaces.shell.keys import KeyMissing
from xueyou.surfaces.shell.refusing import words_of

_YUAN = re.compile(r"\d{1,8}(\.\d{1,2})?")
_NUMBER = re.compile(r"\d{1,6}")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
OLD_FORM = "这张表已经交过一次，那一次办好了，没有受影响。要再办一次，请核对下面的内容再交。"


class FieldWrong(ValueError):
    """A field cannot be read; nothing was tried. `zh` says how to put it right."""

    def __init__(self, field: str, zh: str) -> None:
        super().__init__(zh)
        self.field = field
        self.zh = zh


class FieldsWrong(ValueError):
    """Several fields cannot be read; `faults` says of each how to put it right."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


def gathered(questions: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Return what each question gives. Raises FieldsWrong with all that cannot be read."""
    found, wrong = {}, {}
    for name, ask in questions.items():
        try:
            found[name] = ask()
        except FieldWrong as refused:
            wrong[refused.field] = refused.zh
    if wrong:
        raise FieldsWrong(wrong)
    return found


Refused = (
    ClubRefused,
    CallRefused,
    RegistryRefused,
    DayMissing,
    KeyMissing,
    KeyReused,
    FieldWrong,
    FieldsWrong,
)


def faults(refused: Exception) -> dict[str, str]:
    """Return what is wrong by field; under "" what concerns the whole form."""
    if isinstance(refused, (AnswersRefused, FieldsWrong)):
        return refused.faults
    if isinstance(refused, KeyReused):
        return {"": OLD_FORM}
    field = refused.field if isinstance(refused, (FieldWrong, DayMissing)) else ""
    return {field: words_of(refused)}


def typed(request: HttpRequest, name: str, most: int = 200) -> str:
    """Return what was typed, without blanks around it, cut to `most`."""
    return request.POST.get(name, "").strip()[:most]


def fen(request: HttpRequest, name: str, zh: str) -> int:
    """Return an amount typed in yuan, in fen. Raises FieldWrong."""
    text = typed(request, name).replace("，", "").replace(",", "")
    if not _YUAN.fullmatch(text):
        raise FieldWrong(name, zh)
    yuan, _, cents = text.partition(".")
    return int(yuan) * 100 + int(cents.ljust(2, "0") or 0)


def number(request: HttpRequest, name: str, zh: str) -> int:
    """Return a whole number. Raises FieldWrong."""
    text = typed(request, name)
    if not _NUMBER.fullmatch(text):
        raise FieldWrong(name, zh)
    return int(text)


def one_of(request: HttpRequest, name: str, among: Container[str], zh: str) -> str:
    """Return a choice. Raises FieldWrong."""
    text = typed(request, name)
    if text not in among:
        raise FieldWrong(name, zh)
    return text


def uid_of(text: str, name: str, zh: str) -> UUID:
    """Return a uid that a form carried. Raises FieldWrong."""
    try:
        return UUID(text)
    except ValueError:
        raise FieldWrong(name, zh) from None


def moment_of(request: HttpRequest, name: str, on: date, zh: str) -> datetime:
    """Return a time of day typed as HH:MM, on that day in the city. Raises FieldWrong."""
    found = _TIME.fullmatch(typed(request, name).replace("：", ":"))
    if found is None:
        raise FieldWrong(name, zh)
    hour, minute = (int(part) for part in found.groups())
    return datetime.combine(on, time(hour, minute), CITY)
