"""Memberships: one source hands a person over once; a pupil has one school."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.registry.people_world import (
    LONG_AGO,
    TODAY,
    Places,
    child,
    citizen_number,
    doing,
    family,
    guard,
    officer,
)
from xueyou.kernel.registry.models import Membership, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.people import cards, children_of, pupils
from xueyou.kernel.registry.services.memberships import (
    Enrolment,
    end_membership,
    enrol,
    enrol_many,
)
from xueyou.kernel.registry.services.people import Described, find_or_add
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation

SEPTEMBER = date(2026, 9, 1)


def put(person: Person, school: Organisation, source: Ref, on: date = SEPTEMBER) -> Membership:
    """Enrol a pupil in the first class."""
    with doing() as a:
        return enrol(
            a,
            person,
            school,
            kind="pupil",
            on=on,
            source=source,
            year=2026,
            stage="primary",
            grade=1,
            group="一（2）班",
        )


def test_the_same_source_a_second_time_changes_nothing(places: Places) -> None:
    """A repeated hand-over answers the row that stands."""
    ward, source = child(), Ref("offer", uuid7())
    first = put(ward, places.school_a, source)
    assert put(ward, places.school_a, source).pk == first.pk
    assert Membership.objects.count() == 1


def test_a_pupil_moves_and_the_old_school_is_left(places: Places) -> None:
    """The earlier row is voided and written again as one that ends that day."""
    ward = child()
    put(ward, places.school_a, Ref("offer", uuid7()))
    put(ward, places.school_b, Ref("transfer", uuid7()), on=TODAY)
    rows = Membership.objects.standing().order_by("valid_from")
    assert [(row.organisation, row.valid_to, row.ended_why) for row in rows] == [
        (places.school_a, TODAY, "moved"),
        (places.school_b, None, ""),
    ]


def test_the_left_source_still_answers_once(places: Places) -> None:
    """The closed row keeps its source: the old hand-over, repeated, does not enrol again."""
    ward, old = child(), Ref("offer", uuid7())
    put(ward, places.school_a, old)
    put(ward, places.school_b, Ref("transfer", uuid7()), on=TODAY)
    put(ward, places.school_a, old)
    assert Membership.objects.standing().filter(valid_to=None).get().organisation == places.school_b


def test_each_school_sees_its_own_and_no_longer_who_left(places: Places) -> None:
    """From the day of leaving; the family sees the new school."""
    parent, ward = family("a"), child()
    guard(parent, ward)
    put(ward, places.school_a, Ref("offer", uuid7()))
    a, b = (officer("school_clerk", school) for school in (places.school_a, places.school_b))
    assert [row.name for row in pupils(a).rows] == ["林小满"]
    assert pupils(b).rows == ()
    put(ward, places.school_b, Ref("transfer", uuid7()), on=TODAY)
    assert pupils(a).rows == ()
    assert [row.uid for row in pupils(b, name="小滿").rows] == [ward.uid]
    place = children_of(parent.actor)[0].place
    assert place is not None
    assert (place.organisation, place.stage_zh, place.grade, place.group) == (
        "乙小学",
        "小学",
        1,
        "一（2）班",
    )


def test_counties_look_up_masked_and_only_their_own(places: Places) -> None:
    """The other county's pupil does not exist for them; the keeper of the city sees all."""
    put(child("林小满", 1), places.school_a, Ref("offer", uuid7()))
    put(child("周小河", 3), places.school_b, Ref("offer", uuid7()))
    child("吴所属", 5)

    def seen(role: str, place: Organisation) -> list[str]:
        return [row.name for row in cards(officer(role, place)).rows]

    assert seen("registry_officer", places.county_a) == ["林**"]
    assert seen("registry_officer", places.county_b) == ["周**"]
    assert seen("registry_keeper", places.bureau) == ["林**", "周**", "吴**"]
    assert [
        row.name
        for row in cards(officer("registry_keeper", places.bureau, "keeper-2"), name="周小河").rows
    ] == ["周**"]


def test_a_place_that_begins_later_shows_its_pupil_already(places: Places) -> None:
    """The school prepares its classes before September."""
    put(child(), places.school_a, Ref("offer", uuid7()), on=TODAY + timedelta(days=30))
    assert len(pupils(officer("school_clerk", places.school_a)).rows) == 1


def test_ended_membership_is_told_from_until_when(places: Places) -> None:
    """Ended twice is ended once; ended on its first day it never was."""
    ward = child()
    row = put(ward, places.school_a, Ref("offer", uuid7()))
    with doing() as a:
        end_membership(a, row, on=TODAY, why="left_city")
    row.refresh_from_db()
    with doing() as a:
        end_membership(a, row, on=TODAY, why="left_city")
    standing = Membership.objects.standing().get()
    assert (standing.valid_to, standing.ended_why, standing.grade) == (TODAY, "left_city", 1)
    again = put(ward, places.school_a, Ref("offer", uuid7()), on=TODAY)
    with doing() as a:
        end_membership(a, again, on=TODAY, why="wrong")
    assert Membership.objects.standing().count() == 1


def test_staff_may_belong_to_several(places: Places) -> None:
    """One school is a rule for pupils."""
    teacher = child("沈老师", 1)
    for school in (places.school_a, places.school_b):
        with doing() as a:
            enrol(a, teacher, school, kind="staff", on=LONG_AGO, source=Ref("list", uuid7()))
    assert Membership.objects.standing().filter(valid_to=None).count() == 2


def roster(size: int, school: Organisation, start: int = 0) -> int:
    """Take in a school's list of that size; return the number of statements."""
    lines = [
        Described(f"学生{'甲乙丙丁戊己庚辛壬癸'[n % 10]}", kind="citizen", number=number(start + n))
        for n in range(size)
    ]
    with CaptureQueriesContext(connection) as asked, doing() as a:
        people = find_or_add(a, lines, checked_by="import:1", on=TODAY)
        enrol_many(
            a,
            [
                Enrolment(
                    person, school, "pupil", SEPTEMBER, Ref("line", uuid7()), 2026, "primary", 1
                )
                for person in people
            ],
        )
    return len(asked)


def number(serial: int) -> str:
    """Return the number of one of many made children."""
    return citizen_number(serial % 1000, date(2019, 9, 1) + timedelta(days=serial // 1000))


def test_a_list_costs_the_same_statements_at_two_sizes(places: Places) -> None:
    """As long as one statement holds them all: a school of 10 and one of 50."""
    small, large = roster(10, places.school_a), roster(50, places.school_b, 200)
    assert small == large
    assert Person.objects.count() == 60


def test_a_list_read_twice_adds_nobody(places: Places) -> None:
    """Found by their numbers; sex and birth day come from the number."""
    roster(12, places.school_a)
    first = set(Person.objects.values_list("pk", flat=True))
    roster(12, places.school_a)
    assert set(Person.objects.values_list("pk", flat=True)) == first
    assert set(Person.objects.values_list("sex", flat=True)) == {"male", "female"}
    assert not Person.objects.filter(born_on=None).exists()
    open_rows = Membership.objects.standing().filter(valid_to=None)
    assert open_rows.count() == 12


def test_a_list_with_one_child_twice_is_one_person(places: Places) -> None:
    """Two lines, one number."""
    line = Described("林小满", kind="citizen", number=citizen_number(1))
    with doing() as a:
        one, two = find_or_add(a, [line, line], checked_by="import:1", on=TODAY)
    assert one is two
    assert Person.objects.count() == 1
