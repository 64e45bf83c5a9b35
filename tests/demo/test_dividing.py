"""The demonstration's first grade was divided in public, and its roll says what was drawn."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.databases import world_in_memory
from xueyou.demo.replay.after import after_summer
from xueyou.demo.replay.dividing import SCHOOL
from xueyou.demo.replay.enrolling import zones
from xueyou.demo.replay.enrolment_done import enrolment_done
from xueyou.demo.replay.stage import moment, person, place
from xueyou.demo.replay.telling import QUEUE, happen, tell
from xueyou.demo.world import found_city
from xueyou.demo.year.enrolment import DONE
from xueyou.domains.classes.models import Alarm, ChangeRequest, Division, Rehearsal
from xueyou.domains.classes.selectors.evenness import told_to_office
from xueyou.kernel.registry.models import Membership
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import frozen_business

FEW, CROWD = 14, 90


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


@pytest.fixture(scope="module")
def division(django_db_setup: None, django_db_blocker: Any) -> Iterator[Division]:
    """Tell the summer of the school, stopped half-way and taken up again."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        for event in zones(DONE):
            happen(event)
        assert tell(enrolment_done(FEW, crowd=CROWD), seconds=600, say=unsaid)
        events = [event for event in after_summer() if "-CD-01-" in event.key]
        divided = [event for event in after_summer() if event.key.startswith("demo-classes-")]
        told = sorted([*events, *divided], key=lambda event: event.at)
        tell(told[: len(told) // 2], seconds=600, say=unsaid)
        assert tell(told, seconds=600, say=unsaid)
        with frozen_business(moment(date(2026, 11, 20), 8)):
            yield Division.objects.get()


def test_the_list_is_up_and_every_pupil_has_the_class_that_was_drawn(division: Division) -> None:
    """One draw, one list; the registry says what the list says, also after the roll came in."""
    assert division.state == "issued"
    assert division.issued_at == moment(date(2026, 8, 31), 9, 55)
    pupils = list(division.pupils.all())
    assert pupils
    for pupil in pupils:
        row = Membership.objects.standing().get(
            person=pupil.person, organisation=place(SCHOOL), primary=True, valid_to=None
        )
        assert row.group == f"{pupil.given}班"
    assert not Job.objects.filter(queue=QUEUE).exclude(state="done").exists()


def test_what_was_tried_is_told(division: Division) -> None:
    """The preset was caught and answered, the request was refused; no rehearsed list is left."""
    alarm = Alarm.objects.get()
    assert "没有采纳" in alarm.answer
    assert ChangeRequest.objects.get().state == "refused"
    assert Rehearsal.objects.get().given is None
    told = told_to_office(person("zhengheng"), division.uid)
    assert told is not None
    assert len(told.draws) == 1
