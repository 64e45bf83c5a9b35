"""学籍: the list goes out whole to whoever builds the national file, the numbers come back."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID

from xueyou.domains.arrivals import verbs
from xueyou.domains.arrivals.access import KEEP_ARRIVALS
from xueyou.domains.arrivals.refusals import ArrivalRefused, Fault, NumbersNotTaken
from xueyou.formats.name_lists import name_list
from xueyou.formats.tables import Table
from xueyou.kernel.registry.documents import NumberRefused, born_on
from xueyou.kernel.registry.models import (
    IDENTIFIER_NUMBER,
    DocumentKind,
    Identifier,
    Membership,
    MembershipKind,
    Person,
    Sex,
)
from xueyou.kernel.registry.names import name_key
from xueyou.kernel.registry.services.people import (
    Number,
    NumberTaken,
    confirm_identifier,
    numbers_of,
    people_by_index,
)
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

MOST_ROWS = 5_000
CHECKED_BY = "register:pupils"
WIDTHS = {"name": 16, "number": 24, "pupil_number": 24, "entered": 12}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are called, and where that stands."""

    heads: Mapping[str, str]
    source: str
    verified: bool


@cache
def columns() -> Columns:
    """Return the columns of the list."""
    said = tomllib.loads(
        (files("xueyou.domains.arrivals") / "number_columns.toml").read_text(encoding="utf-8")
    )
    source, verified = said.pop("source"), said.pop("verified")
    return Columns(said, source, verified)


def fetch_list(
    *, actor: Actor, school_uid: UUID | str, year: int, at: datetime | None = None
) -> tuple[str, bytes]:
    """Return name and bytes of the list of pupils who entered that year and have no number yet.

    Each time is an act, a second click too: it holds whole numbers of children. Raises NotFound,
    ArrivalRefused.
    """
    with act(actor, verbs.FETCH.name, at=at) as a:
        school: Organisation = target(actor, KEEP_ARRIVALS, school_uid)
        found = _without_number(school, year)
        if not found:
            raise ArrivalRefused("这一年入学的学生都有学籍号了，或者名册里还没有新生。没有名单。")
        a.about("organisation", school.uid, org_path=school.path)
        a.data = {"year": year, "rows": len(found)}
        rows = _rows(found)
    heads = columns().heads
    shown = [(heads[code], WIDTHS.get(code, 10)) for code in heads]
    data = name_list("建学籍名单", shown, [[row[code] for code in heads] for row in rows])
    return f"{school.display_name}{year}学年建学籍名单.xlsx", data


def take_numbers(
    *, actor: Actor, school_uid: UUID | str, table: Table, key: str, at: datetime | None = None
) -> int:
    """Take the list back with its numbers, whole or not at all; return how many are new.

    A pupil is found by the number of the document among those of the school, and must bear the
    name; rows without a pupil number are left. Raises NotFound, NumbersNotTaken.
    """
    school: Organisation = target(actor, KEEP_ARRIVALS, school_uid)
    given = list(_given(table))
    wanted = _checked(school, given)
    request = {
        "school": str(school.uid),
        "numbers": {str(p.uid): n.index.value.hex() for p, n in wanted},
    }
    with act(actor, verbs.TAKE.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return int(a.outcome)
        known = _numbered([person.pk for person, _ in wanted])
        new = 0
        for person, number in wanted:
            if known.get(person.pk) == number.text:
                continue
            try:
                confirm_identifier(
                    a,
                    person,
                    kind=number.kind,
                    number=number.text,
                    checked_by=CHECKED_BY,
                    on=a.business_at.date(),
                )
            except NumberTaken:
                raise ArrivalRefused(
                    "有一个学籍号刚刚登记给了别人，一行也没有收。请重新核对。"
                ) from None
            new += 1
        a.about("organisation", school.uid, org_path=school.path)
        a.data = {"rows": new}
        a.outcome = new
        return new


def _without_number(school: Organisation, year: int) -> list[Membership]:
    rows = Membership.objects.standing().filter(
        organisation=school, kind=MembershipKind.PUPIL, primary=True, valid_to=None, year=year
    )
    numbered = Identifier.objects.filter(kind=DocumentKind.PUPIL_NUMBER, voided_at=None)
    rows = rows.exclude(person__in=numbered.values("person"))
    return list(rows.select_related("person").order_by("stage", "grade", "group", "person_id"))


def _rows(found: Sequence[Membership]) -> list[dict[str, str]]:
    documents = _documents([one.person_id for one in found])
    made = []
    for one in found:
        person, document = one.person, documents.get(one.person_id)
        kind = DocumentKind.NONE_YET if document is None else DocumentKind(document.kind)
        made.append(
            {
                "name": person.name,
                "kind": kind.label,
                "number": "" if document is None else IDENTIFIER_NUMBER.text(document),
                "sex": "" if person.sex == Sex.UNKNOWN else Sex(person.sex).label,
                "born_on": "" if person.born_on is None else f"{person.born_on:%Y%m%d}",
                "grade": "" if one.grade is None else str(one.grade),
                "group": one.group,
                "entered": f"{one.year}09",
                "pupil_number": "",
            }
        )
    return made


def _documents(people: Sequence[int]) -> dict[int, Identifier]:
    """Return the document that stands for each person: a citizen's before all others."""
    rows = Identifier.objects.filter(person__in=people, voided_at=None, valid_to=None)
    best: dict[int, Identifier] = {}
    for row in rows.exclude(kind=DocumentKind.PUPIL_NUMBER).order_by("person_id", "pk"):
        if row.person_id not in best or row.kind == DocumentKind.CITIZEN:
            best[row.person_id] = row
    return best


@dataclass(frozen=True, slots=True)
class _Given:
    row: int
    name: str
    kind: str
    number: str
    pupil_number: str


def _given(table: Table) -> Iterator[_Given]:
    heads = columns().heads
    needed = [heads[code] for code in ("name", "number", "pupil_number")]
    missing = [
        Fault(1, head, f"缺少“{head}”这一列。") for head in needed if head not in table.columns
    ]
    if len(table.rows) > MOST_ROWS:
        missing.append(Fault(1, "", f"一张表最多{MOST_ROWS}行，请分成几张交。"))
    if missing:
        raise NumbersNotTaken(missing)

    def cell(code: str, index: int) -> str:
        column = table.columns.get(heads[code])
        return "" if column is None else column.values[int(column.codes[index])].strip()

    for index, row in enumerate(table.rows.tolist()):
        said = _Given(int(row), *(cell(code, index) for code in _READ))
        if said.pupil_number:
            yield said


_READ = ("name", "kind", "number", "pupil_number")


def _checked(school: Organisation, given: Sequence[_Given]) -> list[tuple[Person, Number]]:
    """Return who gets which number. Raises NumbersNotTaken with all that is wrong."""
    heads, faults = columns().heads, list[Fault]()
    kinds = {kind.label: kind.value for kind in DocumentKind}

    def numbers(one: _Given, kind: str, code: str, text: str) -> list[Number]:
        try:
            return numbers_of(kind, text)
        except NumberRefused as refused:
            zh = refused.zh.removesuffix("没有保存。")
            faults.append(Fault(one.row, heads[code], zh, one.name))
            return []

    documents = {
        one.row: numbers(one, kinds.get(one.kind, DocumentKind.CITIZEN.value), "number", one.number)
        for one in given
    }
    people = people_by_index([one for some in documents.values() for one in some])
    pupils = set(
        Membership.objects.standing()
        .filter(organisation=school, kind=MembershipKind.PUPIL, primary=True, valid_to=None)
        .filter(person__in=[one.pk for one in people.values()])
        .values_list("person", flat=True)
    )
    found: list[tuple[_Given, Person, Number]] = []
    for one in given:
        document = documents[one.row]
        said = numbers(one, DocumentKind.PUPIL_NUMBER.value, "pupil_number", one.pupil_number)
        if not document or not said:
            continue
        theirs = said[0]
        meant = [people[n.index.value] for n in document if n.index.value in people]
        person = next((one for one in meant if one.pk in pupils), None)
        if person is None:
            zh = "本校名册里没有这个证件号码的学生。请照证件核对，或者先导入名册。"
            faults.append(Fault(one.row, heads["number"], zh, one.name))
        elif name_key(person.name) != name_key(one.name):
            zh = "姓名和证件号码登记的不一样，请照证件核对。"
            faults.append(Fault(one.row, heads["name"], zh, one.name))
        elif person.born_on and born_on(theirs.text) not in (None, person.born_on):
            zh = "学籍号里的出生日期和登记的不一样，请核对是不是填串了行。"
            faults.append(Fault(one.row, heads["pupil_number"], zh, one.name))
        else:
            found.append((one, person, theirs))
    faults += _met_twice(found, heads["pupil_number"])
    if faults or not found:
        raise NumbersNotTaken(faults or [Fault(1, "", "表里没有填学籍号的行。")])
    return [(person, theirs) for _, person, theirs in found]


def _met_twice(found: Sequence[tuple[_Given, Person, Number]], head: str) -> list[Fault]:
    faults = []
    taken = people_by_index([number for *_, number in found])
    rows: dict[bytes, int] = {}
    people: dict[int, int] = {}
    for one, person, number in found:
        first = rows.setdefault(number.index.value, one.row)
        if first != one.row:
            zh = f"这个学籍号和第{first}行的一样。"
            faults.append(Fault(one.row, head, zh, one.name))
        if (earlier := people.setdefault(person.pk, one.row)) != one.row:
            faults.append(Fault(one.row, head, f"这个学生和第{earlier}行是同一个人。", one.name))
        owner = taken.get(number.index.value)
        if owner is not None and owner.pk != person.pk:
            zh = "这个学籍号已经登记在另一个学生名下，请核对。"
            faults.append(Fault(one.row, head, zh, one.name))
    return faults


def _numbered(people: Sequence[int]) -> dict[int, str]:
    rows = Identifier.objects.filter(
        person__in=people, kind=DocumentKind.PUPIL_NUMBER, voided_at=None, valid_to=None
    )
    return {row.person_id: IDENTIFIER_NUMBER.text(row) for row in rows}
