"""The demonstration's school has clubs running: held till yesterday, last term's money settled."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.databases import world_in_memory
from xueyou.demo.replay.club_days import UNPAID, clubs
from xueyou.demo.replay.clubs import OWN, call_of, round_of
from xueyou.demo.replay.stage import moment, person, place
from xueyou.demo.replay.steering import preparations
from xueyou.demo.replay.telling import QUEUE, tell
from xueyou.demo.world import found_city
from xueyou.demo.year.clubs import AUTUMN, CLERK, FORGOTTEN, NOT_OPENED, SCHOOL, SPRING
from xueyou.domains.clubs.models import Bill, Club, Entry, HandOver, Mark, Place, Session
from xueyou.domains.clubs.selectors.accounts import balance
from xueyou.kernel.publications.models import Publication
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import frozen_business

FEW = 8


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


@pytest.fixture(scope="module")
def school(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city and tell the story once, with few of its made families."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        assert not tell(clubs(FEW), seconds=600, say=unsaid)
        next(iter(preparations())).happen()
        assert tell(clubs(FEW), seconds=600, say=unsaid)
        with frozen_business(moment(date(2026, 11, 20), 8)):
            yield


def test_sessions_are_held_till_yesterday(school: None) -> None:
    """By roll-calls that teachers sent; one was called off, one forgotten, one club not opened."""
    assert [round_of(ran).state for ran in (SPRING, AUTUMN)] == ["published", "published"]
    sessions = Session.objects.filter(club__call=call_of(AUTUMN), club__closed_at=None)
    past = sessions.filter(day__lt=date(2026, 11, 20))
    assert set(past.values_list("state", flat=True)) == {"held", "cancelled", "planned"}
    late = past.filter(state="planned").values_list("club__option__code", "day")
    assert list(late) == [FORGOTTEN]
    assert set(sessions.filter(day=date(2026, 11, 20)).values_list("state", flat=True)) == {
        "planned"
    }
    assert Club.objects.get(option__code=NOT_OPENED).closed_at is not None
    assert {"present", "late", "absent", "leave"} <= set(
        Mark.objects.values_list("mark", flat=True)
    )
    assert HandOver.objects.count() > 2
    assert not Job.objects.filter(queue=QUEUE).exclude(state="done").exists()


def test_the_spring_is_billed_and_its_account_published(school: None) -> None:
    """The exempt pupil pays nothing; what is left in the fund is what was entered."""
    bills = Bill.objects.filter(call=call_of(SPRING))
    free = bills.get(person__name=OWN[1][1])
    assert (free.total, free.counted) == (0, 0)
    owed = bills.filter(total__gt=0)
    assert Entry.objects.filter(kind="income").count() == owed.count() - UNPAID > 0
    fund = place(SCHOOL)
    assert balance(fund.pk) == sum(
        Entry.objects.filter(organisation=fund).values_list("amount", flat=True)
    )
    assert Publication.objects.filter(subject_kind="clubs_account").count() == 2
    assert person(CLERK).org_path == fund.path
    assert Place.objects.filter(person__name=OWN[0][1], until=None).exists()
