"""Last summer's enrolment of the demonstration is over: published, and open to be verified."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.databases import world_in_memory
from xueyou.demo.replay.enrolling import round_of, zones
from xueyou.demo.replay.enrolment_done import NOT_PLACED, PLACED, enrolment_done
from xueyou.demo.replay.stage import moment, person
from xueyou.demo.replay.statutory import claiming, file_of, shows
from xueyou.demo.replay.telling import QUEUE, happen, tell
from xueyou.demo.world import found_city
from xueyou.demo.year.enrolment import DONE
from xueyou.demo.year.seasons import CD_DONE
from xueyou.domains.enrolment.selectors.season import season
from xueyou.kernel.calls.answers import attested_of
from xueyou.kernel.calls.contacts import contact_of
from xueyou.kernel.calls.models import Attestation, Offer, Round, Run
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.registry.models import Membership
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import frozen_business

FEW, CROWD = 14, 30


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


@pytest.fixture(scope="module")
def summer(django_db_setup: None, django_db_blocker: Any) -> Iterator[Round]:
    """Found the city and tell the story once, with few of its made families."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        for event in zones(DONE):  # as where the other call was told first
            happen(event)
        assert tell(enrolment_done(FEW, crowd=CROWD), seconds=600, say=unsaid)
        with frozen_business(moment(date(2026, 11, 20), 8)):
            yield round_of(DONE)


def test_the_result_was_published_in_july(summer: Round) -> None:
    """By a run with a draw, a signed order, a list for everybody; no job is left over."""
    assert summer.state == "published"
    assert summer.published_at == moment(date(2026, 7, 13), 17)
    run = Run.objects.get(purpose="official")
    assert run.draw_id is not None
    assert run.public_bundle is not None
    assert Publication.objects.get(subject_uid=run.uid).paper_uid is not None
    assert not Job.objects.filter(queue=QUEUE).exclude(state="done").exists()


def test_families_read_place_and_reason(summer: Round) -> None:
    """One was placed, has accepted by that and is a pupil; one waits and reads why."""
    (placed,) = mine(person(PLACED))
    (result,) = result_of(person(PLACED), placed.uid)
    assert (result.verdict, result.option) == ("placed", "桐荫小学")
    assert Offer.objects.get(application__uid=placed.uid).taken_up_at is not None
    assert Membership.objects.filter(person__uid=placed.person, grade=1).exists()
    (waits,) = mine(person(NOT_PLACED))
    (result,) = result_of(person(NOT_PLACED), waits.uid)
    assert result.verdict != "placed"
    assert result.zh


def test_statutory_groups_show_a_certificate(summer: Round) -> None:
    """Whose certificate was seen comes before the classes; who has none says so in vain."""
    for n, family in enumerate(claiming(CD_DONE.of(CROWD)[1])):
        file = file_of(DONE, family)
        said = attested_of(Attestation.objects.get(application=file, source="officer"))
        assert said["statutory"]["v"] == ("yes" if shows(n) else "no")
        (result,) = result_of(person(family.guardian.login_name), file.uid)
        said_so = "比的是“主管部门认定的优待对象”，孩子符合" in result.zh
        assert said_so == shows(n)


def test_the_map_has_every_school(summer: Round) -> None:
    """No two of them in one place; those in one zone near each other."""
    officer = person(DONE.officer)
    (line,) = season(officer, DONE.year).calls
    points = [one.point for one in line.schools]
    assert None not in points
    assert len(set(points)) == len(points) >= 10


def test_families_read_whom_to_ask(summer: Round) -> None:
    """The telephone of the county, and when somebody answers."""
    said = contact_of(summer.call, date(2026, 11, 20))
    assert all(words in said for words in ("澄东区教育局招生办", "工作日", "电话"))
