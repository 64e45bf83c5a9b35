"""A roll is looked at first, taken in whole or not at all, and undone while nothing rests on it."""

import io
from typing import Any
from uuid import uuid4

import pytest
import python_calamine as calamine
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.roll.files import Rolls, pupil, wrong_cells
from tests.kernel.registry.people_world import citizen_number, doing, family, guard, officer
from xueyou.domains.roll.models import RollImport, RollLine
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.selectors.rolls import classes, pupils, roll_imports, school, schools
from xueyou.domains.roll.services.hand_in import returned_workbook, take_in_roll, template
from xueyou.domains.roll.services.undoing import undo_roll
from xueyou.formats.roll_reader import read_roll
from xueyou.kernel.registry.models import (
    GuardianContact,
    Identifier,
    Membership,
    Person,
    PersonBond,
)
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.kernel.registry.services.people import number_of, person_with
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.tree import create_organisation

TABLES = (Person, Identifier, Membership, GuardianContact, PersonBond, RollLine)


def dump() -> str:
    """Return everything that a roll may touch, as text."""
    return serialize("json", [row for table in TABLES for row in table.objects.order_by("pk")])


def test_nothing_is_written_before_somebody_confirms(rolls: Rolls) -> None:
    """The preview says what would come, without one name; the pupils come with the confirmation."""
    before = dump()
    found = rolls.hand_in([pupil(1), pupil(2, "王知夏", "2班")])
    assert (found.state, dump()) == ("ready", before)
    assert found.counts["new"] == 2
    assert [one["class"] for one in found.shown["groups"]] == ["一年级1班", "一年级2班"]
    done = rolls.take_in(found)
    assert done.state == "done"
    row = Membership.objects.get(person__name="王知夏")
    assert (row.organisation, row.stage, row.grade, row.group, row.year) == (
        rolls.places.school_a, "primary", 1, "2班", 2026,
    )  # fmt: skip
    known = person_with(number_of("citizen", citizen_number(2)))
    assert known is not None
    assert (known.name, known.sex, str(known.born_on)) == ("王知夏", "female", "2020-03-05")
    assert GuardianContact.objects.filter(person=known).get().relation == "父亲"


def test_no_number_lies_in_the_file_store_or_the_acts(rolls: Rolls) -> None:
    """The workbook is kept encrypted, and the log only counts."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    kept = [path.read_bytes() for path in rolls.path.parent.rglob("*") if path != rolls.path
            and path.is_file() and "key" not in path.name]  # fmt: skip
    assert not any(data.startswith(b"PK") for data in kept)
    said = " ".join(str(one.data) for one in Act.objects.filter(verb__startswith="roll."))
    assert citizen_number(1) not in said
    assert "林小满" not in said


def test_one_wrong_cell_refuses_the_whole(rolls: Rolls) -> None:
    """The file comes back as it was sent, with a sentence on the wrong row and on no other."""
    before = dump()
    rows = [pupil(n) for n in range(1, 6)]
    rows[2] |= {"证件号码": citizen_number(3)[:-1] + "Z", "备注": "走读"}
    found = rolls.hand_in(rows, heads=(*rows[0], "备注"), above=("名册",))
    assert found.state == "wrong"
    (cell,) = found.shown["wrong"]
    assert (cell["cell"], cell["child"]) == ("C5", "林**")
    with pytest.raises(RollRefused, match="要改的格子"):
        rolls.take_in(found)
    assert dump() == before
    data = returned_workbook(rolls.clerk, found.uid)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    values = sheet.to_python(skip_empty_area=False)
    said = [(number, row[-1]) for number, row in enumerate(values, start=1) if row[-1]]
    assert [number for number, _ in said] == [1, 2, 5]
    assert "身份证号码" in said[2][1]
    assert values[4][:3] == ["林小满", "居民身份证", citizen_number(3)[:-1] + "Z"]
    assert values[4][10] == "走读"


def test_the_returned_file_put_right_is_taken(rolls: Rolls) -> None:
    """Its last column is not mistaken for anything."""
    found = rolls.hand_in([pupil(1, 姓名="林1满")])
    rolls.path.write_bytes(returned_workbook(rolls.clerk, found.uid))
    again = rolls.hand_in()
    assert set(wrong_cells(again)) == {"A2"}


def test_a_second_roll_changes_only_what_differs(rolls: Rolls) -> None:
    """A class, a new guardian; who is not in it stays as he is; the same again is nothing."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "王知夏"), pupil(3, "陈一诺")]))
    changed = [pupil(1, 班级="3班"), pupil(2, "王知夏", 监护人1手机号="13900000002")]
    found = rolls.hand_in(changed)
    counts = {name: found.counts[name] for name in ("new", "changed", "contacts", "absent")}
    assert counts == {"new": 0, "changed": 1, "contacts": 1, "absent": 1}
    assert found.shown["changed"] == [{"row": 2, "before": "一年级1班", "after": "一年级3班"}]
    rolls.take_in(found)
    standing = Membership.objects.standing().filter(valid_to=None)
    assert standing.get(person__name="林小满").group == "3班"
    assert standing.count() == 3
    again = rolls.hand_in(changed)
    assert again.counts["unchanged"] == 2
    with pytest.raises(RollRefused, match="没有要改的"):
        rolls.take_in(again)


def test_undoing_leaves_everything_as_it_was(rolls: Rolls) -> None:
    """Byte by byte, also classes and guardians that the roll had changed."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "王知夏")]))
    before = dump()
    second = rolls.hand_in(
        [pupil(1, 班级="3班"), pupil(2, "王知夏", 监护人1手机号="13900000002"), pupil(3, "新来")]
    )
    rolls.take_in(second)
    assert dump() != before
    rolls.undo(second.uid)
    assert dump() == before
    with pytest.raises(RollRefused, match="已经撤销过"):
        rolls.undo(second.uid)


def test_undoing_is_refused_with_the_reason(rolls: Rolls) -> None:
    """A bond, a later roll: what rests on it is named, and nothing is changed."""
    first = rolls.take_in(rolls.hand_in([pupil(1)]))
    ward, mother = Person.objects.get(name="林小满"), family("m")
    bond = guard(mother, ward)
    before = dump()
    with pytest.raises(RollRefused, match="监护关系"):
        rolls.undo(first.uid)
    assert dump() == before
    with doing() as a:
        unbind(a, bond, on=bond.valid_from)
    PersonBond.objects.all().delete()
    second = rolls.take_in(rolls.hand_in([pupil(1, 班级="2班")]))
    with pytest.raises(RollRefused, match="换了班"):
        rolls.undo(first.uid)
    rolls.undo(second.uid)
    rolls.undo(first.uid)
    assert not Person.objects.filter(name="林小满").exists()


def test_another_schools_pupil_is_not_taken_away(rolls: Rolls) -> None:
    """Nor does the answer say at which school he is; a wrong name is no key to him either."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    there = {"actor": rolls.other, "school": rolls.places.school_b}
    found = rolls.hand_in([pupil(1), pupil(2, "王知夏")], **there)  # type: ignore[arg-type]
    assert wrong_cells(found) == {
        "C2": "这个学生在另一所学校还有在读登记。请先由那所学校办离校，再导入。"
    }
    renamed = rolls.hand_in([pupil(1, "别的名字")], **there)  # type: ignore[arg-type]
    assert "林" not in str(renamed.shown)


def test_a_child_without_papers_is_met_again(rolls: Rolls) -> None:
    """By name and birth day, among the school's own; and is not made twice."""
    row = pupil(1, 证件类型="还没有证件", 证件号码=None)
    rolls.take_in(rolls.hand_in([row]))
    again = rolls.hand_in([row | {"班级": "2班"}])
    assert (again.counts["new"], again.counts["changed"]) == (0, 1)
    missing = rolls.hand_in([pupil(1, 证件号码=None)])
    assert set(wrong_cells(missing)) == {"C2"}


def test_what_changed_meanwhile_is_shown_again(rolls: Rolls) -> None:
    """Confirmed, but no longer what was seen: nothing is written."""
    found = rolls.hand_in([pupil(1)])
    rolls.take_in(rolls.hand_in([pupil(1)]))
    before = dump()
    assert rolls.take_in(found).state == "stale"
    assert dump() == before


def test_only_ones_own_school(rolls: Rolls) -> None:
    """Another school's clerk sees neither rolls nor pupils, and confirms nothing."""
    found = rolls.take_in(rolls.hand_in([pupil(1)]))
    asked: tuple[Any, ...] = (
        lambda: rolls.hand_in(actor=rolls.other),
        lambda: take_in_roll(actor=rolls.other, roll_uid=found.uid, key=str(uuid4())),
        lambda: undo_roll(actor=rolls.other, roll_uid=found.uid, key=str(uuid4())),
        lambda: returned_workbook(rolls.other, found.uid),
        lambda: template(rolls.other, rolls.places.school_a.uid),
        lambda: school(rolls.other, rolls.places.school_a.uid),
    )
    for ask in asked:
        with pytest.raises(NotFound):
            ask()
    mine = school(rolls.clerk, rolls.places.school_a.uid)
    assert [one.name for one in pupils(rolls.clerk, mine).rows] == ["林小满"]
    assert [(one.class_zh, one.pupils) for one in classes(rolls.clerk, mine)] == [("一年级1班", 1)]
    assert pupils(rolls.clerk, mine, code="primary:1:1班").total == 1
    assert roll_imports(rolls.clerk, mine).total == 1
    assert [one.name for one in schools(rolls.other).rows] == ["乙小学"]
    assert RollImport.objects.count() == 1


def test_the_template_is_read_back(rolls: Rolls) -> None:
    """Empty as it is, it is a roll of this year."""
    name, data = template(rolls.clerk, rolls.places.school_a.uid)
    rolls.path.write_bytes(data)
    assert (read_roll(rolls.path).year, name) == (2026, "甲小学2026学年在籍名册.xlsx")


def test_a_kindergartens_grades_are_years(rolls: Rolls) -> None:
    """小班, 中班, 大班 differ by the year of entry; a school's grade is none there."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        garden = create_organisation(
            a, name="甲幼儿园", kind="kindergarten", parent=rolls.places.county_a, code="甲幼儿园"
        )
    clerk = officer("registry_officer", garden, "garden")
    there = {"actor": clerk, "school": garden}
    wrong = rolls.hand_in([pupil(1)], **there)  # type: ignore[arg-type]
    assert set(wrong_cells(wrong)) == {"F2"}
    rows = [pupil(1, 年级="大班", 班级="大一班"), pupil(2, "王知夏", 年级="小班", 班级="小一班")]
    rolls.take_in(rolls.hand_in(rows, **there), clerk)  # type: ignore[arg-type]
    kept = Membership.objects.order_by("person__born_on", "pk").values_list(
        "stage", "grade", "year"
    )
    assert list(kept) == [("kindergarten", None, 2024), ("kindergarten", None, 2026)]
    up = rolls.hand_in([pupil(2, "王知夏", 年级="中班", 班级="小一班")], **there)  # type: ignore[arg-type]
    assert up.counts["changed"] == 1


def test_lists_are_flat(rolls: Rolls) -> None:
    """As many questions to the database for twelve pupils as for two."""

    def asked() -> int:
        mine = school(rolls.clerk, rolls.places.school_a.uid)
        with CaptureQueriesContext(connection) as said:
            pupils(rolls.clerk, mine)
            classes(rolls.clerk, mine)
            roll_imports(rolls.clerk, mine)
        return len(said)

    names = [f"林小{c}" for c in "甲乙丙丁戊己庚辛壬癸子丑"]
    rolls.take_in(rolls.hand_in([pupil(n, name) for n, name in enumerate(names[:2], start=1)]))
    two = asked()
    rolls.take_in(rolls.hand_in([pupil(n, name) for n, name in enumerate(names, start=1)]))
    assert asked() == two
