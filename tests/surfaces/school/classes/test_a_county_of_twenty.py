"""Twenty schools draw on one morning: all lists stand, and the county sees them on one board."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.classes.grade import CALLED, WITNESSES, Grade
from tests.kernel.registry.people_world import officer
from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.soup import words
from xueyou.domains.classes.models import GradePupil, Lot, LotState
from xueyou.domains.classes.services.lots import reveal_lot
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.tree import create_organisation

SCHOOLS, PUPILS, MOST_QUERIES = 20, 12, 40


def another(first: Grade, number: int) -> Grade:
    """Return one more school of the county with its clerk and a small seventh grade."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        school = create_organisation(
            a,
            name=f"第{number}中学",
            kind="school",
            parent=first.places.county_a,
            code=f"school-{number}",
            opened_on=date(2020, 1, 1),
        )
    clerk = officer("school_clerk", school, f"clerk-{number}")
    made = replace(first, school=school, clerk=clerk, people=[])
    for pupil in range(PUPILS):
        made.enrol(SCHOOLS * number + pupil)
    return made


def test_twenty_schools_on_one_morning(hall: Hall) -> None:
    """Sealed and committed the day before, called out in the same minute, each its own list."""
    schools = [another(hall.grade, number) for number in range(1, SCHOOLS + 1)]
    lots = [(one, one.seal(one.open())) for one in schools]
    for one, lot in lots:
        one.commit(lot)
    hall.grade.clock.advance(timedelta(hours=2))
    seeds = {
        reveal_lot(
            actor=one.clerk,
            lot_uid=lot.uid,
            published=CALLED,
            witnesses=WITNESSES,
            key=str(uuid4()),
        )
        for one, lot in lots
    }
    assert len(seeds) == SCHOOLS, "the same digits, called at each school, give each its own seed"
    work_off()
    assert Lot.objects.filter(state=LotState.DONE).count() == SCHOOLS
    assert GradePupil.objects.exclude(given=None).count() == SCHOOLS * PUPILS
    with CaptureQueriesContext(connection) as asked:
        board = hall.county.see("/classes/watch/")
    shown = words(board)
    assert all(f"第{number}中学七年级" in shown for number in range(1, SCHOOLS + 1))
    assert shown.count("差得最多的") == SCHOOLS
    assert not any(person.name in shown for one in schools for person in one.people)
    assert len(asked) <= MOST_QUERIES
