"""Schools whose rolls somebody keeps, their classes and pupils, and the rolls handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.roll.access import (
    FETCH_RETURNED,
    KEEP_IMPORT,
    KEEP_ROLL,
    PUPILS,
    READ_ROLL,
    ROLL_IMPORTS,
    SCHOOLS,
)
from xueyou.domains.roll.services.checking import grade_zh
from xueyou.kernel.registry.models import CONTACT_PHONE, GuardianContact, Sex
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.platform.access.reading import NotFound, Page, read, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.accounts.phone_numbers import masked_number
from xueyou.platform.acts.actors import Actor
from xueyou.platform.db import sort_key
from xueyou.platform.jobs.api import JobView, job_view


@view_of(SCHOOLS)
class SchoolRow:
    """A school whose roll the actor keeps."""

    id: int
    uid: UUID
    name: str
    sort_key: str
    kind: str


def _sex(value: str) -> str:
    return Sex(value).label


def _class(stage: str, grade: int | None, group: str) -> str:
    return grade_zh(stage, grade, None) + group


@view_of(PUPILS)
class RollRow:
    """A pupil as his own school sees him, by name; without any number."""

    uid: UUID
    person_id: int
    person_uid: UUID = source("person__uid")
    school_uid: UUID = source("organisation__uid")
    school: str = source("organisation__name")
    school_id: int = source("organisation_id")
    name: str = source("person__name")
    search_key: str = source("person__search_key")
    sort_key: str = source("person__sort_key")
    sex_zh: str = computed(_sex, "person__sex")
    born_on: date | None = source("person__born_on")
    stage: str
    grade: int | None
    group: str
    class_zh: str = computed(_class, "stage", "grade", "group")
    valid_from: date


@view_of(PUPILS)
class MaskedRow:
    """A pupil as an office above his school sees him: the name masked, not to be searched for."""

    uid: UUID
    person_id: int
    person_uid: UUID = source("person__uid")
    school_uid: UUID = source("organisation__uid")
    school: str = source("organisation__name")
    school_id: int = source("organisation_id")
    name: str = computed(masked_name, "person__name")
    sex_zh: str = computed(_sex, "person__sex")
    born_on: date | None = source("person__born_on")
    stage: str
    grade: int | None
    group: str
    class_zh: str = computed(_class, "stage", "grade", "group")
    valid_from: date


@view_of(ROLL_IMPORTS)
class ImportRow:
    """A roll that was handed in and what it would do, or has done."""

    uid: UUID
    school_uid: UUID = source("school__uid")
    school: str = source("school__name")
    file_name: str
    state: str
    counts: Mapping[str, int]
    shown: Mapping[str, Any]
    counts_from: date
    received_on: date
    parts: list[dict[str, Any]]
    parts_done: int
    applied_at: datetime | None
    undone_at: datetime | None
    job_uid: UUID | None

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return sum(self.counts[name] for name in ("new", "joined", "changed", "contacts"))

    @property
    def written(self) -> int:
        """How many of its rows, from the first, are recorded."""
        return sum(part["rows"] for part in self.parts[: self.parts_done])


@dataclass(frozen=True, slots=True)
class ContactView:
    """A guardian as the roll names him; the number masked, for offices above the name too."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class of a school and how many pupils it has. `code` finds it again."""

    code: str
    class_zh: str
    pupils: int


def schools(actor: Actor, page: int | str | None = 1, *, name: str = "") -> Page[SchoolRow]:
    """Return the schools whose rolls the actor keeps, by name."""
    rows = read(actor, KEEP_ROLL, SchoolRow)
    if name.strip():
        rows = rows.filter(name__contains=name.strip())
    return rows.order_by("sort_key").page(page)


def school(actor: Actor, uid: UUID | str) -> SchoolRow:
    """Return one of them. Raises NotFound."""
    return read(actor, KEEP_ROLL, SchoolRow).get(uid)


def classes(actor: Actor, found: SchoolRow) -> list[ClassCount]:
    """Return the classes of a school with their pupils, in order. One query."""
    counts: dict[tuple[str, int, str], int] = {}
    for row in read(actor, READ_ROLL, MaskedRow).filter(school_id=found.id):
        key = (row.stage, row.grade or 0, row.group)
        counts[key] = counts.get(key, 0) + 1
    return [
        ClassCount(f"{stage}:{grade}:{group}", _class(stage, grade or None, group), number)
        for (stage, grade, group), number in sorted(counts.items(), key=_by_class)
    ]


def _by_class(one: tuple[tuple[str, int, str], int]) -> tuple[str, int, str]:
    (stage, grade, group), _ = one
    return stage, grade, sort_key(group)


def pupils(
    actor: Actor,
    found: SchoolRow,
    page: int | str | None = 1,
    *,
    code: str = "",
    name: str = "",
) -> Page[RollRow] | Page[MaskedRow]:
    """Return the pupils of a school, of one class where its code is given, by class and name.

    Who may not read names is shown them masked, and finds nobody by them.
    """
    parts = _parts_of(code)
    own = read(actor, READ_ROLL, RollRow).filter(school_id=found.id, **parts)
    if not names_whole(actor, found):
        above = read(actor, READ_ROLL, MaskedRow).filter(school_id=found.id, **parts)
        return above.order_by("grade", "group", "uid").page(page)
    key = name_key(name)
    if key:
        own = own.filter(search_key__contains=key)
    return own.order_by("grade", "group", "sort_key").page(page)


def names_whole(actor: Actor, found: SchoolRow) -> bool:
    """Return whether the actor reads the names of a school's pupils: who acts for the school."""
    return read(actor, READ_ROLL, RollRow).filter(school_id=found.id).exists()


def _parts_of(code: str) -> dict[str, Any]:
    """Return by what a class is found, {} where the code is none."""
    stage, _, rest = code.partition(":")
    grade, _, group = rest.partition(":")
    if not rest:
        return {}
    number = int(grade) if grade.isascii() and grade.isdecimal() else 0
    of_grade: dict[str, Any] = {"grade": number} if number else {"grade__isnull": True}
    return {"stage": stage, "group": group, **of_grade}


def pupil(actor: Actor, uid: UUID | str) -> tuple[RollRow | MaskedRow, list[ContactView]]:
    """Return one pupil and whom the roll names as guardians. Raises NotFound."""
    row: RollRow | MaskedRow
    try:
        row = read(actor, READ_ROLL, RollRow).get(uid)
    except NotFound:
        row = read(actor, READ_ROLL, MaskedRow).get(uid)
    named_as = str if isinstance(row, RollRow) else masked_name
    named = GuardianContact.objects.filter(person_id=row.person_id, ended_at=None)
    return row, [
        ContactView(named_as(one.name), one.relation, masked_number(CONTACT_PHONE.text(one)))
        for one in named.order_by("pk")
    ]


def roll_import(actor: Actor, uid: UUID | str) -> tuple[ImportRow, JobView | None]:
    """Return a roll that was handed in, with its job. Raises NotFound."""
    row = read(actor, KEEP_IMPORT, ImportRow).get(uid)
    return row, job_view(row.job_uid) if row.job_uid else None


def may_fetch(actor: Actor, uid: UUID | str) -> bool:
    """Return whether the actor gets the roll back to put it right."""
    try:
        target(actor, FETCH_RETURNED, uid)
    except NotFound:
        return False
    return True


def roll_imports(actor: Actor, found: SchoolRow, page: int | str | None = 1) -> Page[ImportRow]:
    """Return the rolls handed in for a school, the latest first."""
    rows = read(actor, KEEP_IMPORT, ImportRow).filter(school_uid=found.uid)
    return rows.order_by("-received_on", "-uid").page(page, size=10)
