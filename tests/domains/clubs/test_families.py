"""Brothers and sisters draw together; what is kept of a child is handed out, merged, erased."""

from datetime import date, timedelta

import pytest

from tests.domains.clubs.world import (
    FIRST,
    HOLIDAYS,
    LAST,
    SATURDAY_WORKED,
    World,
    bond,
    enter_calendar,
    guard,
    key,
    pupil,
)
from xueyou.domains.clubs.families import family_keys
from xueyou.domains.clubs.holders import ClubsHolder
from xueyou.domains.clubs.lanes import falls_on
from xueyou.domains.clubs.models import Leave, Place, Session
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.places import places_of
from xueyou.domains.clubs.selectors.rolls import roll_of
from xueyou.domains.clubs.selectors.terms import menu_of, participation
from xueyou.domains.clubs.services.families import ask_leave, authorise
from xueyou.domains.clubs.services.places import give_place
from xueyou.domains.clubs.services.rulebook_text import text_of
from xueyou.domains.clubs.services.sessions import lay_out_sessions
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now


def test_a_family_has_one_code_whoever_asks(world: World) -> None:
    """By bond, by a guardian in common, along a chain; an only child has none."""
    one, two, three, alone = (pupil(world, f"孩子{n}") for n in range(4))
    bond(one, two, "sibling")
    guard(two, three)
    guard(alone)
    keys = family_keys([p.pk for p in (one, two, three, alone)])
    assert set(keys) == {one.pk, two.pk, three.pk}
    assert len(set(keys.values())) == 1
    assert family_keys([three.pk])[three.pk] == keys[one.pk]
    assert keys[one.pk].isalpha()


def test_a_place_is_taken_up_once(world: World) -> None:
    """And begins with the term."""
    club = world.add("棋")
    child = pupil(world, "林一")
    offer = world.place(club, child).offer
    with act(world.clerk, "clubs.club.add") as a:
        give_place(offer, a)
        give_place(offer, a)
        a.about("club", club.uid)
    assert Place.objects.get().from_on == FIRST


def test_sessions_follow_the_calendar(world: World) -> None:
    """Not on holidays, not on a Saturday worked; laid out twice they are there once."""
    world.add("棋")
    asked = {"actor": world.clerk, "call_uid": world.call.uid}
    with pytest.raises(ClubRefused, match="2027年的放假安排"):
        lay_out_sessions(**asked, key=key())
    enter_calendar()
    mondays = [
        day
        for n in range((LAST - FIRST).days + 1)
        if (day := FIRST + timedelta(days=n)).weekday() == 0 and day not in HOLIDAYS
    ]
    assert lay_out_sessions(**asked, key=key()) == len(mondays)
    assert lay_out_sessions(**asked, key=key()) == 0
    assert list(Session.objects.order_by("day").values_list("day", flat=True)) == mondays
    table = calendar()
    assert not falls_on("sat-weekend", SATURDAY_WORKED, table)
    assert falls_on("sat-weekend", date(2027, 5, 15), table)


def test_a_holidays_clubs_meet_on_its_days(world: World) -> None:
    """From Monday to Friday of the span that the term says, when no other club meets."""
    enter_calendar()
    asked = {"actor": world.clerk, "call_uid": world.call.uid}
    with pytest.raises(ClubRefused, match="假期日间从哪天到哪天"):
        world.add("托", lane="holiday-daytime")
    first, last = date(2027, 5, 3), date(2027, 5, 16)
    settings = {"holiday_first": first.isoformat(), "holiday_last": last.isoformat()}
    world.call.settings |= settings
    world.call.save(update_fields=["settings"])
    world.add("托", lane="holiday-daytime", hours=6)
    world.add("棋")
    lay_out_sessions(**asked, key=key())
    days = Session.objects.order_by("day").values_list("club__option__code", "day")
    assert [day for code, day in days if code == "托"] == [
        day
        for n in range(14)
        if (day := first + timedelta(days=n)).weekday() < 5 and day not in HOLIDAYS
    ]
    assert not [day for code, day in days if code == "棋" and first <= day <= last]
    rules = text_of(world.call, document="办法", number="1号")
    assert "假期日间（5月3日至5月16日）" in rules
    assert roll_of(world.clerk, Session.objects.filter(club__lane="holiday-daytime")[0].uid)


def test_everybody_joining_is_noticed(world: World) -> None:
    """In a class as in the whole school; one who stays away ends it."""
    club = world.add("棋", least=3)
    for name in ("林一", "陈二"):
        world.place(club, pupil(world, name, group="1班"))
    rows = {row.group: row for row in participation(world.clerk, world.call.uid)}
    assert rows[""].everybody
    assert rows["1班"].everybody
    pupil(world, "王三", group="2班")
    rows = {row.group: row for row in participation(world.clerk, world.call.uid)}
    assert (rows[""].pupils, rows[""].joined, rows[""].everybody) == (3, 2, False)
    assert rows["1班"].everybody
    (line,) = menu_of(world.clerk, world.call.uid)
    assert (line.taken, line.short) == (2, True)


def test_a_family_sees_its_own_childs_clubs(world: World) -> None:
    """And nobody else's."""
    club = world.add("棋")
    mine = pupil(world, "林一")
    for child in (mine, pupil(world, "陈二")):
        world.place(club, child)
    assert [row.name for row in places_of(guard(mine))] == ["林一"]
    assert len(places_of(world.clerk, world.call.uid)) == 2


def test_what_is_kept_is_handed_out_merged_and_erased(world: World) -> None:
    """Refused where two places or a running place stand in the way."""
    club, holder, now = world.add("棋"), ClubsHolder(), business_now()
    gone, keep = pupil(world, "林一"), pupil(world, "林一")
    mother = guard(gone)
    ask_leave(actor=mother, person_uid=gone.uid, first_on=FIRST, last_on=FIRST, key=key())
    named = {"person_uid": gone.uid, "name": "林奶奶", "relation": "grandparent"}
    authorise(actor=mother, **named, key=key())
    first, second = world.place(club, gone), world.place(club, keep)
    with pytest.raises(RegistryRefused, match="同一时段"):
        holder.merge(gone, keep, now)
    Place.objects.filter(pk=second.pk).update(until=FIRST)
    holder.merge(gone, keep, now)
    found = holder.export(Person.objects.get(pk=keep.pk))
    assert len(found["places"]) == 2
    assert found["collectors"] == [{"name": "林奶奶", "relation": "grandparent"}]
    assert found["leaves"] == [{"from": FIRST.isoformat(), "to": FIRST.isoformat()}]
    with pytest.raises(RegistryRefused, match="还在参加"):
        holder.erase(keep, now)
    Place.objects.filter(pk=first.pk).update(until=FIRST)
    holder.erase(keep, now)
    assert not Leave.objects.exists()
    assert holder.export(keep)["collectors"][0]["name"] == "（已删除）"
