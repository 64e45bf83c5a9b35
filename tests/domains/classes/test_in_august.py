"""Grades are divided in the last days of August, for the year that begins in September."""

from datetime import date, datetime
from uuid import uuid4

from tests.domains.classes.grade import Grade
from xueyou.domains.classes.services.issuing import issue_list
from xueyou.kernel.registry.models import Membership
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.time import CITY, frozen_business

BEFORE = datetime(2026, 8, 28, 9, tzinfo=CITY)


def test_a_division_of_august_is_of_the_year_that_begins(grade: Grade) -> None:
    """Also where last year's days hold today; the classes begin with the memberships."""
    with frozen_business(BEFORE) as clock:
        grade.clock = clock
        assert grade.open().year == 2026
        set_school_year(
            actor=SYSTEM,
            year=2025,
            starts_on=date(2025, 9, 1),
            ends_on=date(2026, 9, 1),
            key="earlier",
        )
        grade.enrol(90, grade=8)
        assert grade.open(classes=1, grade=8).year == 2026


def test_a_list_put_up_in_august_holds_from_the_first_day_of_school(grade: Grade) -> None:
    """Nobody belongs to a class before he belongs to the school."""
    with frozen_business(BEFORE) as clock:
        grade.clock = clock
        division = grade.drawn()
        grade.sign(division)
        issue_list(actor=grade.clerk, division_uid=division.uid, key=str(uuid4()))
    rows = Membership.objects.standing().filter(organisation=grade.school, valid_to=None)
    carried = rows.exclude(group="")
    assert carried.count() == len(grade.people)
    assert {row.valid_from for row in carried} == {date(2026, 9, 1)}
