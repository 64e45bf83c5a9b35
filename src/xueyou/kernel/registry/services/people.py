"""Meet people: add a person, confirm a number as his, find or add a whole list at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BinaryField, Q, QuerySet

from xueyou.kernel.registry.codes import countries
from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.documents import NumberRefused, canonical_number
from xueyou.kernel.registry.documents import born_on as born_on_of
from xueyou.kernel.registry.documents import sex as sex_of
from xueyou.kernel.registry.models import (
    IDENTIFIER_NUMBER,
    DocumentKind,
    Identifier,
    Person,
    Sex,
    number_kind,
)
from xueyou.kernel.registry.names import clean_name, name_key, name_order
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.bonds import require_standing
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.crypto import BlindIndex, blind_index
from xueyou.platform.db import lock, lock_value, prepared, uuid7
from xueyou.platform.time import wall_now

_AT_ONCE = 400


class NumberTaken(RegistryRefused):
    """The number stands confirmed as another person's; `person` is that one."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            "这个证件号码已经登记在另一份档案上。请先核对是不是同一个人：是，就合并；不是，请照证件重录。"
        )
        self.person = person


@dataclass(frozen=True, slots=True)
class Number:
    """A canonical number with the index under which it is found."""

    kind: str
    country: str
    text: str
    index: BlindIndex


@dataclass(frozen=True, slots=True)
class Described:
    """One line of a list of people. Without a number the line is always a new person."""

    name: str
    sex: str = Sex.UNKNOWN.value
    born_on: date | None = None
    kind: str = DocumentKind.NONE_YET.value
    number: str | None = None
    country: str = CHINA


def number_of(kind: str, text: str, country: str = CHINA) -> Number:
    """Return the number in canonical form with its blind index. Raises NumberRefused."""
    canonical = canonical_number(kind, text)
    return Number(kind, country, canonical, blind_index(number_kind(kind, country), canonical))


def numbers_of(kind: str, text: str) -> list[Number]:
    """Return what a number may be where nobody wrote of which country: of a passport, many.

    Raises NumberRefused.
    """
    if kind != DocumentKind.PASSPORT:
        return [number_of(kind, text)]
    return [number_of(kind, text, one.code) for one in countries()]


def add_person(
    a: ActInProgress, *, name: str, sex: str = Sex.UNKNOWN.value, born_on: date | None = None
) -> Person:
    """Add a person who is in no list yet. Raises RegistryRefused for what is no name."""
    person = _new(name, sex, born_on)
    person.save(force_insert=True)
    return person


def account_person(user: User) -> Person:
    """Return the person who signs in with this account, made when first needed."""
    found = Person.objects.filter(account=user).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Person.objects.create(**_named(user.name), account=user, recorded_at=wall_now())
    except IntegrityError:  # another request of this account was first
        return Person.objects.get(account=user)


@prepared(value=BinaryField(), following=BinaryField())
def _holders(value: Any, following: Any) -> QuerySet[Identifier]:
    found = Q(bidx__in=[value, following]) | Q(bidx_next__in=[value, following])
    rows = Identifier.objects.filter(found, voided_at=None).select_related("person")
    return rows.order_by("pk")[:1]


def person_with(number: Number) -> Person | None:
    """Return whose confirmed number this is, if anybody's."""
    index = number.index
    rows = _holders(value=index.value, following=index.next or index.value)
    person: Person | None = rows[0].person if rows else None
    return person


def confirm_identifier(
    a: ActInProgress,
    person: Person,
    *,
    kind: str,
    number: str,
    checked_by: str,
    on: date,
    country: str = CHINA,
) -> Identifier:
    """Write that a source confirms the number as this person's; a repeat is the same row.

    An earlier number of the same kind ends on that day (passports may stand side by side); birth
    day and sex are filled in from it. Raises NumberRefused (also where the number carries another
    birth day than the file), NumberTaken, RegistryRefused for a merged or erased person.
    """
    wanted = number_of(kind, number, country)
    lock_value(wanted.index.value)
    lock(person)
    require_standing(person)
    found = _standing(wanted).select_related("person").first()
    if found is not None:
        if found.person_id != person.pk:
            raise NumberTaken(found.person)
        return found
    _agree(person, wanted)
    if kind != DocumentKind.PASSPORT:
        _end_earlier(person, kind, country, on)
    row = _identifier(person, wanted, checked_by, on)
    row.save(force_insert=True)
    return row


def find_or_add(
    a: ActInProgress, lines: Sequence[Described], *, checked_by: str, on: date
) -> list[Person]:
    """Return the person of each line in order: found by its number, otherwise added with it.

    For lists from a source that vouches for the numbers: who is found keeps his own name, so the
    caller compares it with the line's. One statement for some hundred lines; lines with one number
    are one person. Raises NumberRefused, RegistryRefused.
    """
    numbers = [
        number_of(line.kind, line.number, line.country) if line.number else None for line in lines
    ]
    known = people_by_index([number for number in numbers if number is not None])
    people: list[Person] = []
    added: list[Person] = []
    rows: list[Identifier] = []
    for line, number in zip(lines, numbers, strict=True):
        person = None if number is None else known.get(number.index.value)
        if person is None:
            person = _new(
                line.name,
                line.sex if line.sex != Sex.UNKNOWN or number is None else sex_of(number.text),
                line.born_on or (None if number is None else born_on_of(number.text)),
            )
            added.append(person)
            if number is not None:
                known[number.index.value] = person
                rows.append(_identifier(person, number, checked_by, on))
        people.append(person)
    Person.objects.bulk_create(added, batch_size=500)
    Identifier.objects.bulk_create(rows, batch_size=500)
    return people


def _new(name: str, sex: str, born_on: date | None) -> Person:
    if sex not in Sex.values:
        raise ValueError(f"no sex {sex!r}")
    whole = clean_name(name)
    return Person(**_named(whole), sex=sex, born_on=born_on, recorded_at=wall_now())


def _named(name: str) -> dict[str, str]:
    """Return the columns of a name: itself, how it is searched, and where it is listed."""
    return {"name": name, "search_key": name_key(name), "sort_key": name_order(name)}


def _identifier(person: Person, number: Number, checked_by: str, on: date) -> Identifier:
    uid = uuid7()
    return Identifier(
        uid=uid,
        person=person,
        kind=number.kind,
        country=number.country,
        **IDENTIFIER_NUMBER.columns(uid, number.text),
        **number.index.columns(),
        valid_from=on,
        checked_by=checked_by,
        recorded_at=wall_now(),
    )


def _standing(number: Number) -> QuerySet[Identifier]:
    return Identifier.objects.filter(number.index.found(), voided_at=None)  # bound to its kind


def _agree(person: Person, number: Number) -> None:
    """Fill in what the number carries; refuse one that carries another birth day or sex."""
    born_on, sex = born_on_of(number.text), sex_of(number.text)
    if person.born_on not in (None, born_on) and born_on is not None:
        raise NumberRefused("证件号码里的出生日期和档案里的不一样，请照证件核对。没有保存。")
    if sex != Sex.UNKNOWN and person.sex not in (Sex.UNKNOWN, sex):
        raise NumberRefused("证件号码里的性别和档案里的不一样，请照证件核对。没有保存。")
    if (person.born_on, person.sex) != (born_on, sex):
        person.born_on = person.born_on or born_on
        person.sex = sex if person.sex == Sex.UNKNOWN else person.sex
        person.save(update_fields=["born_on", "sex"])


def _end_earlier(person: Person, kind: str, country: str, on: date) -> None:
    rows = Identifier.objects.filter(
        person=person, kind=kind, country=country, valid_to=None, voided_at=None
    )
    rows.filter(valid_from__lt=on).update(valid_to=on)
    rows.filter(valid_from__gte=on).update(voided_at=wall_now())


def people_by_index(numbers: Sequence[Number]) -> dict[bytes, Person]:
    """Return {index under the current key: person} of numbers that are confirmed already.

    One query for some hundred numbers.
    """
    meant = {
        value: number.index.value
        for number in numbers
        for value in (number.index.value, number.index.next)
        if value is not None
    }
    found: dict[bytes, Person] = {}
    values = list(meant)
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        rows = Identifier.objects.filter(
            Q(bidx__in=some) | Q(bidx_next__in=some), voided_at=None
        ).select_related("person")
        for row in rows:
            for value in (row.bidx, row.bidx_next):
                if value is not None and bytes(value) in meant:
                    found[meant[bytes(value)]] = row.person
    return found
