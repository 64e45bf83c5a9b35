"""The list goes out with whole numbers as text, comes back with pupil numbers, whole or not."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
import python_calamine as calamine

from tests.domains.arrivals.world import BORN, NAMES, YEAR, Arrived
from tests.kernel.calls.room import WORK
from tests.kernel.registry.people_world import citizen_number, officer
from xueyou.domains.arrivals.refusals import ArrivalRefused, NumbersNotTaken
from xueyou.domains.arrivals.selectors.reconciling import reconciled
from xueyou.domains.arrivals.services.noting import note_arrivals
from xueyou.domains.arrivals.services.numbers import fetch_list, take_numbers
from xueyou.formats.tables import table_of
from xueyou.kernel.registry.models import IDENTIFIER_NUMBER, Identifier, Membership
from xueyou.kernel.registry.services.people import confirm_identifier
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act

Row = dict[str, str]


def row(serial: int, name: str, pupil_number: str | None = None) -> Row:
    """Return a filled row; the number is G and the citizen number unless said."""
    citizen = citizen_number(serial, BORN)
    given = f"G{citizen}" if pupil_number is None else pupil_number
    return {"姓名": name, "身份证件号": citizen, "学籍号": given}


def take(arrived: Arrived, *rows: Row) -> int:
    """Hand the list back."""
    return take_numbers(
        actor=arrived.clerk,
        school_uid=arrived.school.uid,
        table=table_of("numbers", rows),
        key=str(uuid4()),
    )


def numbers() -> list[str]:
    """Return the pupil numbers that stand."""
    rows = Identifier.objects.filter(kind="pupil_number", voided_at=None)
    return sorted(IDENTIFIER_NUMBER.text(one) for one in rows)


def test_out_and_back(arrived: Arrived) -> None:
    """Two are on the roll; what came back is not asked for again."""
    name, data = fetch_list(actor=arrived.clerk, school_uid=arrived.school.uid, year=YEAR)
    assert name.endswith("建学籍名单.xlsx")
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    heads, *rows = sheet.to_python()
    found = [dict(zip(heads, one, strict=True)) for one in rows]
    assert {one["姓名"] for one in found} == set(NAMES[:2])
    assert {one["身份证件号"] for one in found} == {citizen_number(n, BORN) for n in (1, 2)}
    assert Act.objects.get(verb="arrivals.fetch_numbers").data == {"year": YEAR, "rows": 2}
    assert take(arrived, row(1, NAMES[0]), row(2, NAMES[1], "")) == 1
    assert take(arrived, row(1, NAMES[0])) == 0
    assert numbers() == [f"G{citizen_number(1, BORN)}"]
    assert take(arrived, row(2, NAMES[1])) == 1
    with pytest.raises(ArrivalRefused, match="都有学籍号了"):
        fetch_list(actor=arrived.clerk, school_uid=arrived.school.uid, year=YEAR)


def test_the_document_that_stands_goes_out(arrived: Arrived) -> None:
    """One that has ended does not; a citizen's goes before a passport. Only the school's own."""
    first, second = arrived.children[:2]
    with act(SYSTEM, WORK.name) as a:
        for person, number in ((first, "E12345678"), (second, "E12345679")):
            confirm_identifier(
                a, person, kind="passport", number=number, checked_by="document", on=BORN
            )
        a.about("person", first.uid)
    ended = first.identifiers.get(kind="citizen")
    ended.valid_to = ended.valid_from + timedelta(days=1)
    ended.save(update_fields=["valid_to"])
    _, data = fetch_list(actor=arrived.clerk, school_uid=arrived.school.uid, year=YEAR)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    heads, *rows = sheet.to_python()
    found = {one[heads.index("姓名")]: one[heads.index("身份证件号")] for one in rows}
    assert found == {NAMES[0]: "E12345678", NAMES[1]: citizen_number(2, BORN)}
    Membership.objects.filter(person=second).update(primary=False)
    with pytest.raises(NumbersNotTaken) as refused:
        take(arrived, row(2, NAMES[1]))
    assert "本校名册里没有" in refused.value.faults[0].zh


WRONG: tuple[tuple[list[Row], str], ...] = (
    ([row(1, "林小满")], "姓名和证件号码登记的不一样"),
    ([row(9, NAMES[0])], "本校名册里没有"),
    ([row(1, NAMES[0], f"G{citizen_number(1, BORN)[:-1]}Z")], "19位"),
    ([row(1, NAMES[0]), row(2, NAMES[1], f"G{citizen_number(1, BORN)}")], "和第2行的一样"),
    ([row(1, NAMES[0]), row(1, NAMES[0])], "同一个人"),
    ([row(1, NAMES[0], "G350504201001010015")], "校验不通过"),
    ([row(1, NAMES[0], "L350504201001019999")], "出生日期和登记的不一样"),
    ([row(1, NAMES[0], "")], "没有填学籍号"),
)


def test_one_wrong_cell_and_nothing_is_taken(arrived: Arrived) -> None:
    """Every fault names its row and the child; the right rows wait too."""
    for rows, said in WRONG:
        with pytest.raises(NumbersNotTaken) as refused:
            take(arrived, *rows)
        assert any(said in fault.zh for fault in refused.value.faults), said
        assert numbers() == []


def test_only_the_school_itself(arrived: Arrived) -> None:
    """Neither another school nor an office above gets whole numbers or gives any."""
    above = officer("registry_officer", arrived.enrolment.office.bureau, "above")
    other = officer("school_clerk", arrived.enrolment.schools["WL"])
    for actor in (above, other):
        with pytest.raises(NotFound):
            fetch_list(actor=actor, school_uid=arrived.school.uid, year=YEAR)
        with pytest.raises(NotFound):
            take_numbers(
                actor=actor,
                school_uid=arrived.school.uid,
                table=table_of("numbers", [row(1, NAMES[0])]),
                key=str(uuid4()),
            )


def test_five_lists_are_held_against_each_other(arrived: Arrived) -> None:
    """Each child who is missing somewhere is named with the first reason; then none is."""
    found = reconciled(arrived.clerk, arrived.school.uid, YEAR)
    assert (found.placed, found.came, found.enrolled, found.numbered) == (3, 0, 2, 0)
    why = {one.name: one.why for one in found.differing}
    assert "还没有登记报到" in why[NAMES[0]]
    assert "还没有接受" in why[NAMES[2]]
    note_arrivals(
        actor=arrived.clerk,
        school_uid=arrived.school.uid,
        year=YEAR,
        said={arrived.offer(0): "came", arrived.offer(1): "unreached"},
        key=str(uuid4()),
    )
    why = {o.name: o.why for o in reconciled(arrived.clerk, arrived.school.uid, YEAR).differing}
    assert "还没有学籍号" in why[NAMES[0]]
    assert "联系不上" in why[NAMES[1]]
    take(arrived, row(1, NAMES[0]))
    why = {o.name: o.why for o in reconciled(arrived.clerk, arrived.school.uid, YEAR).differing}
    assert why[NAMES[0]] == "还没有编班。"
