"""A whole roll against the registry: what each row would do, every cell to be put right."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xueyou.domains.roll.cells import Grade, Guardian, Line, line_of
from xueyou.formats.canonical import canonical_json
from xueyou.formats.roll_reader import RawRoll
from xueyou.kernel.registry import grades
from xueyou.kernel.registry.models import (
    GuardianContact,
    Identifier,
    Membership,
    MembershipKind,
    Person,
)
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.kernel.registry.services.contacts import PHONE
from xueyou.kernel.registry.services.people import people_by_index
from xueyou.platform.crypto import blind_index
from xueyou.platform.orgs.models import Organisation

MOST_SHOWN = 200
_AT_ONCE = 400
ACTIONS = ("new", "joined", "changed", "contacts", "unchanged")
"""new: nobody knew the child; joined: known, at no school today; changed: another class;
contacts: only its guardians are named differently."""


@dataclass(slots=True)
class Planned:
    """A row with what it would do."""

    line: Line
    action: str
    person: Person | None = None
    now: Membership | None = None
    names_guardians: bool = False
    named: tuple[str, ...] = ()
    """uids of the named guardians in whose place the row's would come."""


@dataclass(slots=True)
class Checked:
    """What a roll would do. `wrong`: row → {column: sentence}, `names` whose row it is; `sha256` of
    all that it would do.
    """

    planned: list[Planned] = field(default_factory=list)
    wrong: dict[int, dict[str, str]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    sha256: str = ""


def lines_of(roll: RawRoll, school: Organisation, *, today: date) -> list[Line]:
    """Return what the rows mean by themselves: no question to the database."""
    kindergarten = school.kind == "kindergarten"
    return [line_of(row, kindergarten=kindergarten, today=today) for row in roll.rows]


def check(
    roll: RawRoll,
    school: Organisation,
    *,
    on: date,
    today: date,
    year: int,
    lines: list[Line] | None = None,
) -> Checked:
    """Return what the roll would do to the school's pupils. A handful of queries in all.

    `year`: the school year that holds `on`. `lines`: as `lines_of` gave them, for who must not
    hold a transaction while they are read.
    """
    lines = lines_of(roll, school, today=today) if lines is None else lines
    _twice(lines)
    known = people_by_index([line.number for line in lines if line.number is not None])
    here = _pupils_here(school)
    places = _places_of(known.values())
    unnumbered = _without_numbers(here)
    planned = [_planned(line, known, places, unnumbered, school, year) for line in lines]
    _met_again(planned, here, {row.person_id for row in unnumbered.values()})
    found = Checked()
    for one in planned:
        if one.line.wrong:
            found.wrong[one.line.row] = one.line.wrong
            found.names[one.line.row] = one.line.name
        else:
            found.planned.append(one)
    _compare_contacts(found.planned)
    found.counts = _counts(found, roll, here)
    found.sha256 = digest_of(found.planned, on)
    return found


def planned_again(
    lines: Sequence[Line], school: Organisation, *, year: int
) -> list[Planned] | None:
    """Return what some checked rows would do by now; None where something speaks against one.

    A handful of queries for these rows, not for the school's. Rows of one file that mean one child
    are found by `check`, once, over all of them.
    """
    known = people_by_index([line.number for line in lines if line.number is not None])
    places = _places_of(known.values())
    names = [name_key(line.name) for line in lines if line.number is None]
    unnumbered = _without_numbers(_pupils_here(school, names)) if names else {}
    planned = [_planned(line, known, places, unnumbered, school, year) for line in lines]
    if any(line.wrong for line in lines):
        return None
    _compare_contacts(planned)
    return planned


def shown(checked: Checked, roll: RawRoll) -> dict[str, Any]:
    """Return what the page shows of it, names masked, no number; the first MOST_SHOWN of each."""
    wrong = [
        {
            "cell": f"{roll.letter(code)}{row}",
            "child": masked_name(checked.names[row]),
            "says": says,
        }
        for row, cells in checked.wrong.items()
        for code, says in cells.items()
    ]
    changed = [
        {"row": one.line.row, "before": _class_of(one.now), "after": class_zh(one.line)}
        for one in checked.planned
        if one.action == "changed" and one.now is not None
    ]
    return {
        "wrong": wrong[:MOST_SHOWN],
        "changed": changed[:MOST_SHOWN],
        "groups": _groups(checked.planned),
    }


def class_zh(line: Line) -> str:
    """Return the class of a row in words."""
    return grade_zh(grade_of(line).stage, grade_of(line).grade, grade_of(line).years) + line.group


def grade_zh(stage: str, grade: int | None, years: int | None) -> str:
    """Return a grade in words: 一年级; 小班 in a kindergarten; "" where it is not known."""
    if stage == "kindergarten":
        return ("小班", "中班", "大班")[years] if years is not None and 0 <= years < 3 else ""
    return "" if grade is None or grades.stage_of(grade) is None else grades.grade_zh(grade)


def _planned(
    line: Line,
    known: Mapping[bytes, Person],
    places: Mapping[int, Membership],
    unnumbered: Mapping[tuple[str, date | None], Membership],
    school: Organisation,
    year: int,
) -> Planned:
    """Decide one row; what speaks against it goes into its `wrong`."""
    if line.number is None:
        now = unnumbered.get((name_key(line.name), line.born_on))
        person = None if now is None else now.person
    else:
        person = known.get(line.number.index.value)
        now = None if person is None else places.get(person.pk)
    if person is None:
        return Planned(line, "new")
    if line.number is not None and name_key(person.name) != name_key(line.name):
        line.wrong.setdefault(
            "name",
            "这个证件号码登记的不是这个姓名。请照证件核对姓名和号码；改过名的，请找学籍经办人。",
        )
    if now is None:
        return Planned(line, "joined", person)
    if now.organisation_id != school.pk:
        line.wrong.setdefault(
            "number", "这个学生在另一所学校还有在读登记。请先由那所学校办离校，再导入。"
        )
        return Planned(line, "joined", person, now)
    if line.wrong or _same_class(now, line, year):
        return Planned(line, "unchanged", person, now)
    return Planned(line, "changed", person, now)


def _same_class(now: Membership, line: Line, year: int) -> bool:
    grade = grade_of(line)
    if grade.grade is None and now.year != year - grade.years:
        return False  # a kindergarten's grades differ by the year of entry alone
    return (now.stage, now.grade, now.group) == (grade.stage, grade.grade, line.group)


def _twice(lines: Iterable[Line]) -> None:
    """Mark rows that mean the same child as an earlier one."""
    seen: dict[object, int] = {}
    for line in lines:
        if line.number is not None:
            key: object = line.number.index.value
        elif line.name and not line.wrong:
            key = (name_key(line.name), line.born_on)
        else:
            continue
        first = seen.setdefault(key, line.row)
        if first != line.row:
            where = "number" if line.number is not None else "name"
            same = "证件号码" if line.number is not None else "姓名和出生日期"
            line.wrong.setdefault(where, f"和第{first}行的{same}一样。同一个学生只留一行。")


def _met_again(
    planned: Sequence[Planned], here: Sequence[Membership], unnumbered: Collection[int]
) -> None:
    """Mark rows that would make a pupil a second time: his number came, or was left out.

    He is one of the school's by name and birth day, the only such, and no other row means him.
    """
    meant = {one.person.pk for one in planned if one.person is not None}
    alike: dict[tuple[str, date | None], list[int]] = {}
    for row in here:
        if row.person_id not in meant:
            key = (name_key(row.person.name), row.person.born_on)
            alike.setdefault(key, []).append(row.person_id)
    for one in planned:
        people = alike.get((name_key(one.line.name), one.line.born_on), [])
        if one.line.wrong or one.now is not None or len(people) != 1:
            continue
        if one.line.number is not None and people[0] in unnumbered:
            one.line.wrong["number"] = _NUMBER_CAME
        elif one.line.number is None and people[0] not in unnumbered:
            one.line.wrong["number"] = _NUMBER_LEFT_OUT


_NUMBER_CAME = (
    "本校已有同姓名、同一天出生的学生，登记时还没有证件。是同一个人的，先在他的页上办离校"
    "（选登记错了），再交名册，然后请学籍主管合并两份档案。是两个人的，把他也写进名册。"
)
_NUMBER_LEFT_OUT = (
    "本校已有同姓名、同一天出生的学生，登记过证件号码。是同一个人的，请写上他的证件类型和号码。"
    "是两个人的，把他也写进名册。"
)


def _pupils_here(school: Organisation, names: Sequence[str] | None = None) -> list[Membership]:
    """Return who is a pupil of the school, of these names alone where some are given."""
    rows = Membership.objects.standing().filter(
        organisation=school, kind=MembershipKind.PUPIL, primary=True, valid_to=None
    )
    rows = rows.select_related("person")
    if names is None:
        return list(rows)
    return [
        row
        for start in range(0, len(names), _AT_ONCE)
        for row in rows.filter(person__search_key__in=names[start : start + _AT_ONCE])
    ]


def _places_of(people: Iterable[Person]) -> dict[int, Membership]:
    """Return the open primary school membership of each, by key of person."""
    keys = [person.pk for person in people]
    found: dict[int, Membership] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = Membership.objects.standing().filter(
            kind=MembershipKind.PUPIL,
            primary=True,
            valid_to=None,
            person_id__in=keys[start : start + _AT_ONCE],
        )
        found |= {row.person_id: row for row in rows}
    return found


def _without_numbers(here: Sequence[Membership]) -> dict[tuple[str, date | None], Membership]:
    """Return the school's pupils of whom no number is confirmed, by name and birth day."""
    keys = [row.person_id for row in here]
    numbered: set[int] = set()
    for start in range(0, len(keys), _AT_ONCE):
        rows = Identifier.objects.filter(
            person_id__in=keys[start : start + _AT_ONCE], voided_at=None
        )
        numbered |= set(rows.values_list("person_id", flat=True))
    return {
        (name_key(row.person.name), row.person.born_on): row
        for row in here
        if row.person_id not in numbered
    }


def _compare_contacts(planned: Sequence[Planned]) -> None:
    """Note whose guardians the roll names otherwise than they stand; none named, none changed."""
    naming = [one for one in planned if one.line.guardians]
    keys = [one.person.pk for one in naming if one.person is not None]
    standing: dict[int, set[tuple[str, str, bytes]]] = {}
    uids: dict[int, list[str]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = GuardianContact.objects.filter(
            person_id__in=keys[start : start + _AT_ONCE], ended_at=None
        )
        for row in rows:
            standing.setdefault(row.person_id, set()).add((row.name, row.relation, bytes(row.bidx)))
            uids.setdefault(row.person_id, []).append(str(row.uid))
    for one in naming:
        said = {_contact(guardian) for guardian in one.line.guardians}
        one.names_guardians = one.person is None or standing.get(one.person.pk, set()) != said
        one.named = () if one.person is None else tuple(sorted(uids.get(one.person.pk, ())))
        if one.names_guardians and one.action == "unchanged":
            one.action = "contacts"


def _contact(guardian: Guardian) -> tuple[str, str, bytes]:
    return guardian.name, guardian.relation, blind_index(PHONE, guardian.phone).value


def _counts(found: Checked, roll: RawRoll, here: Sequence[Membership]) -> dict[str, int]:
    counts = dict.fromkeys(ACTIONS, 0)
    for one in found.planned:
        counts[one.action] += 1
    listed = {one.person.pk for one in found.planned if one.person is not None}
    return counts | {
        "rows": len(roll.rows),
        "wrong": len(found.wrong),
        "hidden": sum(row.hidden for row in roll.rows),
        "absent": 0 if found.wrong else sum(row.person_id not in listed for row in here),
    }


def _groups(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    found: dict[tuple[str, int, str], dict[str, Any]] = {}
    for one in planned:
        grade = grade_of(one.line)
        key = (grade.stage, grade.grade or grade.years, one.line.group)
        entry = found.setdefault(key, {"class": class_zh(one.line), "rows": 0, "new": 0})
        entry["rows"] += 1
        entry["new"] += one.action in ("new", "joined")
    return [found[key] for key in sorted(found)]


def _class_of(now: Membership) -> str:
    return grade_zh(now.stage, now.grade, None) + now.group


def grade_of(line: Line) -> Grade:
    """Return the grade of a row without fault."""
    assert line.grade is not None, "only rows without fault are planned"
    return line.grade


def digest_of(planned: Sequence[Planned], on: date) -> str:
    """Return the SHA-256 of all that rows would do from a day on."""
    rows = [
        [
            one.line.row,
            one.action,
            "" if one.person is None else str(one.person.uid),
            "" if one.now is None else str(one.now.uid),
            class_zh(one.line),
            one.names_guardians,
            *one.named,
        ]
        for one in planned
    ]
    return hashlib.sha256(canonical_json([on.isoformat(), rows])).hexdigest()
