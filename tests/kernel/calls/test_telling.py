"""Families are told of what became of their applications: both guardians, once, no former one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import published
from tests.kernel.calls.results_world import TAKEN, frozen_round
from tests.kernel.calls.world import (
    TODAY,
    World,
    child_of,
    claimed,
    hand_in,
    parent,
    send_back,
)
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.registry.models import PersonBond
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.telling import NotificationView, notifications_of


def told(family: SignedIn) -> list[NotificationView]:
    """Return what a family reads on its page of messages."""
    return notifications_of(family.user)


def test_both_guardians_are_told_once_that_it_is_handed_in(world: World):
    """The receipt number stands in it, the child's name does not; it leads to the application."""
    mother, father, stranger = parent("林母"), parent("林父"), parent("旁人")
    draft = world.filled(mother, child_of(mother, father))
    number = shown(hand_in(mother, draft).receipt_no)
    hand_in(father, draft)  # the same page, sent by the other one
    for one in (mother, father):
        (found,) = told(one)
        assert found.sentence == f"{world.call.title}交好了，受理号{number}。报名截止前都可以改。"
        assert found.link == f"/family/applications/{draft.uid}/"
    assert told(stranger) == []


def test_a_change_and_what_is_missing_are_told_too(world: World):
    """Tests the words of a change that was handed in, and of what was sent back."""
    mother = parent("林母")
    application = world.handed_in(mother, child_of(mother))
    save_draft(actor=mother, application_uid=application.uid, answers={"note": "又改"})
    hand_in(mother, Application.objects.get(uid=application.uid))
    assert "受理号还是" in told(mother)[0].sentence
    send_back(
        actor=world.officer,
        application_uid=application.uid,
        missing=[Missing("zone", "请写明住址")],
    )
    assert "补上就行" in told(mother)[0].sentence
    assert "住址" not in told(mother)[0].sentence


def test_a_former_guardian_is_told_nothing_more(world: World):
    """A bond that ends today ends the messages today."""
    mother, former = parent("林母"), parent("前监护人")
    child = child_of(mother, former)
    draft = world.filled(mother, child)
    ended = PersonBond.objects.filter(subject=child, holder__account=former.user)
    assert ended.update(valid_from=TODAY - timedelta(days=30), valid_to=TODAY) == 1
    hand_in(mother, draft)
    assert len(told(mother)) == 1
    assert told(former) == []


def test_a_child_only_claimed_is_told_of_to_who_claims_it(world: World):
    """Nobody else is told of a number that somebody typed."""
    mother, other = parent("林母"), parent("另一人")
    hand_in(mother, world.filled(mother, claimed()))
    hand_in(other, world.filled(other, claimed()))
    assert [len(told(one)) for one in (mother, other)] == [1, 1]


@pytest.mark.parametrize("again", [False, True])
def test_of_a_result_each_family_is_told_once(
    again: bool, db: None, settings: Any, tmp_path: Path, business_clock: object
):
    """Also where the job is run a second time; the placed read what the waiting read."""
    settings.DATA = tmp_path
    TAKEN.clear()
    results = frozen_round({"S1": 1}, [(90, ["S1"]), (80, ["S1"])])
    Notification.objects.all().delete()
    published(results)
    if again:
        Job.objects.filter(kind="calls.tell").update(state="queued", finished_at=None, attempts=0)
        work_off()
    for number, family in results.families.items():
        (found,) = told(family)
        assert found.sentence.endswith("的结果出来了，点开看结果和原因。")
        uid = results.applications[number].uid
        assert found.link == f"/family/applications/{uid}/"
