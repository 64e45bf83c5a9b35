"""City-run schools in a county's call: entrusted by the city, from a day to a day, taken back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.domains.enrolment.entrusted_world import NOTICE, TODAY, City, call_of, found_city
from tests.domains.enrolment.world import key
from tests.kernel.calls.world import citizen_number
from xueyou.domains.enrolment.models import HomeUse, ZoneNotice, ZoneSchool
from xueyou.domains.enrolment.refusals import EnrolmentRefused, TableNotTaken
from xueyou.domains.enrolment.selectors.entrusted import city_run_schools, entrusted
from xueyou.domains.enrolment.services.entrusting import (
    Entrusting,
    entrust_school,
    withdraw_entrusted,
)
from xueyou.domains.enrolment.services.homes import import_homes
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import CapacityLine, Option, Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.desk import may_take_part
from xueyou.kernel.calls.services.calls import copy_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.options import add_option, withdraw_option
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act

TOMORROW = TODAY + timedelta(days=1)
REFUSED = (
    "“SY”是市直属学校，2026年11月20日那天没有委托给本县区招生。请先请市教育局登记委托，再导入。"
)


@pytest.fixture
def city(db: None, own_roles: None) -> City:
    """Found the city, nothing entrusted yet."""
    return found_city()


def faults(asked: Any, *given: Any, **more: Any) -> list[str]:
    """Return what is wrong with a table that is not taken."""
    with pytest.raises(TableNotTaken) as refused:
        asked(*given, **more)
    return [fault.zh for fault in refused.value.faults]


def add(city: City, round_: UUID, code: str = "SY") -> UUID:
    """Add a school as an option by hand."""
    place = city.places[code]
    return add_option(
        actor=city.east,
        call_uid=call_of(round_).uid,
        organisation_uid=place.uid,
        code=code,
        title=place.name,
        attributes={"school": code},
        key=key(),
    )


def place(city: City, round_: UUID, option: UUID, delta: int = 1) -> None:
    """Add a planned place by hand."""
    add_line(
        actor=city.east,
        round_uid=round_,
        option_uid=option,
        kind="planned",
        delta=delta,
        reason="招生计划",
        key=key(),
    )


def withdraw(city: City, uid: UUID) -> None:
    """Take an entrusting back."""
    withdraw_entrusted(actor=city.city, standing_uid=uid, why="改由市里招", key=key())


def test_tables_are_refused_until_the_city_has_entrusted_the_school(city: City) -> None:
    """The sentence says who has to do what; of another county's school nothing is told."""
    round_ = city.call()
    unknown = "本县区没有代码是“W1”的学校。"
    assert faults(city.zones, "E1", "SY", "W1") == [REFUSED, unknown]
    assert faults(city.planned, round_, "E1", "SY", "W1") == [REFUSED, unknown]
    assert not ZoneNotice.objects.exists()
    assert not Option.objects.exists()
    city.entrust()
    city.zones("E1", "SY")
    assert ZoneSchool.objects.filter(school=city.places["SY"]).count() == 1
    city.planned(round_, "E1", "SY")
    kept = Option.objects.get(code="SY")
    assert kept.organisation == city.places["SY"]
    assert kept.attributes == {"school": "SY", "zone": "SY"}
    assert faults(city.planned, round_, "W1") == [unknown]


def test_an_option_by_hand(city: City) -> None:
    """The list to choose from has it only while it is entrusted, and to the right county."""
    round_ = city.call()
    call = call_of(round_)
    assert [name for _, name in may_take_part(city.east, call.uid)] == ["东县一小"]
    with pytest.raises(NotFound):
        add(city, round_)
    city.entrust()
    assert {name for _, name in may_take_part(city.east, call.uid)} == {"东县一小", "市实验小学"}
    place(city, round_, add(city, round_))
    with pytest.raises(NotFound):
        add(city, round_, "W1")
    assert CapacityLine.objects.get().option.organisation == city.places["SY"]


def test_days_count(city: City) -> None:
    """Half-open; a zone table counts by the day it comes in force, if that is still to come."""
    city.entrust(TOMORROW, TOMORROW + timedelta(days=10))
    round_ = city.call()
    assert faults(city.planned, round_, "SY") == [REFUSED]
    assert faults(city.zones, "SY", valid_from=TODAY) == [REFUSED]
    city.zones("SY", valid_from=TOMORROW)
    ended = TOMORROW + timedelta(days=10)
    assert "2026年12月1日那天没有委托" in faults(city.zones, "SY", valid_from=ended)[0]


def test_an_entrusting_of_the_past_admits_no_table_of_the_past(city: City) -> None:
    """A table that says it is in force since last year is taken as of today."""
    city.entrust(date(2025, 1, 1), TODAY)
    assert faults(city.zones, "SY", valid_from=date(2025, 5, 1)) == [REFUSED]


def test_withdrawn_before_anything_is_announced(city: City) -> None:
    """What families were not told of yet needs the city's word on the day it is announced."""
    uid = city.entrust()
    round_ = city.call()
    city.zones("E1", "SY")
    city.planned(round_, "E1", "SY")
    withdraw(city, uid)
    with pytest.raises(CallRefused, match=r"“市实验小学”不归东县教育局管.*没有公布"):
        city.announce(round_)
    option = Option.objects.get(code="SY")
    with pytest.raises(CallRefused, match="没有登记"):
        place(city, round_, option.uid)
    withdraw_option(actor=city.east, option_uid=option.uid, key=key())
    city.announce(round_)


def test_withdrawn_in_the_middle_of_a_call(city: City) -> None:
    """Families were told: places, zones and a second round go on; the next call is refused."""
    round_ = city.announced()
    (row,) = entrusted(city.city).rows
    assert row.calls == ["东县2026年小学入学"]
    withdraw(city, row.row.uid)
    assert entrusted(city.city).total == 0
    city.handed_in(round_)
    place(city, round_, Option.objects.get(code="SY").uid, 2)
    city.zones("E1", "SY", valid_from=TOMORROW)
    second = city.round(call_of(round_).uid)
    city.planned(second, "SY")
    city.announce(second)
    assert Round.objects.get(uid=second).state == "announced"
    other = city.call(2027)
    assert faults(city.planned, other, "SY") == [REFUSED]
    with pytest.raises(NotFound):
        add(city, other)


def test_a_wish_keeps_the_school_when_its_lines_are_written_anew(city: City) -> None:
    """A slip in the number of places, put right after the withdrawal, loses no school."""
    round_ = city.announced()
    city.handed_in(round_)
    withdraw(city, entrusted(city.city).rows[0].row.uid)
    option = Option.objects.get(code="SY")
    option.lines.update(voided_at=Round.objects.get(uid=round_).opens_at)
    place(city, round_, option.uid, 3)


def test_last_years_call_is_copied_and_asked_again(city: City) -> None:
    """The copy has the school; it is announced only while the city entrusts it."""
    round_ = city.announced()
    copied = copy_call(
        actor=city.east,
        call_uid=call_of(round_).uid,
        year=2027,
        title="东县2027年小学入学",
        key=key(),
    )
    new = Round.objects.get(call__uid=copied).uid
    withdraw(city, entrusted(city.city).rows[0].row.uid)
    with pytest.raises(CallRefused, match="市实验小学"):
        city.announce(new)
    city.entrust()
    city.announce(new)


def test_only_the_city_entrusts_and_each_county_sees_its_own(city: City) -> None:
    """A county can neither take a school, nor give one of its own, nor withdraw."""
    for officer in (city.east, city.west):
        assert city_run_schools(officer) == []
        with pytest.raises(NotFound):
            city.entrust(by=officer)
    uid = city.entrust()
    assert [one.name for one in city_run_schools(city.city)] == ["市实验小学"]
    assert [(one.county, one.may_withdraw) for one in entrusted(city.city).rows] == [
        ("东县教育局", True)
    ]
    assert [one.may_withdraw for one in entrusted(city.east).rows] == [False]
    assert entrusted(city.west).total == 0
    for officer in (city.east, city.west):
        with pytest.raises(NotFound):
            withdraw_entrusted(actor=officer, standing_uid=uid, why="不要", key=key())
    done = Act.objects.get(verb="enrolment.school.entrust")
    assert done.data["school"] == str(city.places["SY"].uid)
    assert NOTICE not in str(done.data)


def test_what_is_wrong_is_said_and_nothing_is_written(city: City) -> None:
    """No source, no span, a county's own school, no county, the same days twice, no reason."""
    school, county = city.places["SY"].uid, city.places["E"].uid

    def given(**more: Any) -> UUID:
        said = {"school_uid": school, "county_uid": county, "source": NOTICE, "valid_from": TODAY}
        return entrust_school(actor=city.city, given=Entrusting(**{**said, **more}), key=key())

    with pytest.raises(EnrolmentRefused, match="文号"):
        given(source=" ")
    with pytest.raises(EnrolmentRefused, match="结束的日子"):
        given(valid_to=TODAY)
    for wrong in ({"school_uid": city.places["W1"].uid}, {"county_uid": city.places["E1"].uid}):
        with pytest.raises(NotFound):
            given(**wrong)
    with pytest.raises(NotFound):
        given(county_uid=uuid4())
    uid = given(valid_to=TODAY + timedelta(days=9))
    with pytest.raises(EnrolmentRefused, match="已经委托给东县教育局"):
        given(source="另一份", valid_from=TODAY + timedelta(days=8))
    given(source="另一份", valid_from=TODAY + timedelta(days=9))
    with pytest.raises(EnrolmentRefused, match="写明原因"):
        withdraw_entrusted(actor=city.city, standing_uid=uid, why=" ", key=key())
    assert entrusted(city.city).total == 2


def test_the_same_key_is_the_same_entrusting(city: City) -> None:
    """A page sent twice."""
    given = Entrusting(city.places["SY"].uid, city.places["E"].uid, NOTICE, TODAY)
    own = key()
    first = entrust_school(actor=city.city, given=given, key=own)
    assert entrust_school(actor=city.city, given=given, key=own) == first


def test_past_years_of_the_school_stand_in_the_ledger_of_homes(city: City) -> None:
    """Also once the entrusting has ended: what was used was used."""
    row = {
        "住址": "桂园小区7幢2单元501",
        "入学年份": "2022",
        "学校代码": "SY",
        "孩子证件号码": citizen_number(1),
    }

    def taken() -> UUID:
        return import_homes(
            actor=city.east,
            organisation_uid=city.places["E"].uid,
            stage="primary",
            table=table_of("homes", [row]),
            key=key(),
        )

    said = "“SY”是市直属学校，没有委托给本县区招生。请先请市教育局登记委托，再导入。"
    assert faults(taken) == [said]
    withdraw(city, city.entrust())
    taken()
    assert HomeUse.objects.get().school == city.places["SY"]
