"""Several at the same moment, each in a transaction of its own: one child, one application."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.kernel.calls.world import (
    AFTER,
    CLOSES,
    OPENS,
    World,
    child_of,
    claimed,
    found_world,
    hand_in,
    key,
    line,
    parent,
)
from tests.platform.threads import at_once
from tests.waiting import PATIENCE
from xueyou.kernel.calls.models import Application, CapacityLine, Choice, Round, RoundState
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.selectors.applications import application
from xueyou.kernel.calls.services import submitting
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import applications_in, freeze
from xueyou.kernel.calls.services.rounds import Times, edit_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.acts.models import Act
from xueyou.platform.time import frozen_business


@pytest.fixture
def here(own_database: Any, own_roles: None) -> World:
    """Found the county in a database that threads can reach."""
    return found_world()


def in_thread(work: Any) -> Any:
    """Freeze the business clock in the thread, too: its context is its own."""
    from tests.kernel.calls.world import NOW

    def one(number: int) -> Any:
        with frozen_business(NOW):
            return work(number)

    return one


def acts(verb: str) -> int:
    return Act.objects.filter(verb=verb).count()


def test_two_guardians_begin_at_once_and_find_one_draft(here: World):
    """Tests the race for a known child: one row, the same uid for both."""
    families = [parent("林母"), parent("林父")]
    child = child_of(*families)

    def begin(number: int) -> UUID:
        return start_draft(
            actor=families[number % 2],
            call_uid=here.call.uid,
            party=KnownChild(child.uid),
            key=f"begin-{number}",
        )

    assert len(set(at_once(6, in_thread(begin)))) == 1
    assert Application.objects.count() == 1
    assert acts("calls.application.start") == 1


def test_two_tabs_claim_one_number_at_once(here: World):
    """Tests the race of one account with itself: one claim, one draft."""
    mother = parent("林母")

    def begin(number: int) -> UUID:
        return start_draft(
            actor=mother, call_uid=here.call.uid, party=claimed(), key=f"begin-{number}"
        )

    assert len(set(at_once(4, in_thread(begin)))) == 1
    assert Application.objects.count() == 1


def test_two_guardians_hand_in_at_once_and_get_one_receipt(here: World):
    """Tests six presses by two people: one receipt number, one act, the wishes once."""
    families = [parent("林母"), parent("林父")]
    draft = here.filled(families[0], child_of(*families))
    code = str(draft.draft_key)

    def press(number: int) -> str:
        found = submit(actor=families[number % 2], application_uid=draft.uid, key=code)
        return found.receipt_no

    assert len(set(at_once(6, in_thread(press)))) == 1
    assert acts("calls.application.submit") == 1
    assert Choice.objects.count() == 2


def test_saves_of_different_fields_at_once_are_all_kept(here: World):
    """Tests that no autosave swallows another's field."""
    mother = parent("林母")
    draft = here.draft(mother, child_of(mother))
    fields = ["zone", "since", "note", "migrant"]

    def save(number: int) -> int:
        name = fields[number]
        return save_draft(
            actor=mother, application_uid=draft.uid, answers={name: f"v{number}"}
        ).revision

    assert sorted(at_once(4, in_thread(save))) == [2, 3, 4, 5]
    assert set(application(mother, draft.uid).answers) == set(fields)


def test_handing_in_and_saving_at_once_lose_nothing(here: World):
    """Tests that a save beside the handing in is either in it or a change of its own."""
    mother = parent("林母")
    draft = here.filled(mother, child_of(mother))
    code = str(draft.draft_key)

    def either(number: int) -> None:
        if number:
            save_draft(actor=mother, application_uid=draft.uid, answers={"note": "还有"})
        else:
            submit(actor=mother, application_uid=draft.uid, key=code)

    at_once(2, in_thread(either))
    assert application(mother, draft.uid).answers["note"] == "还有"
    row = Application.objects.get(uid=draft.uid)
    assert row.receipt_no
    if row.draft_enc is not None:
        assert str(row.draft_key) != code


def test_a_freeze_waits_for_who_is_handing_in(here: World, monkeypatch: pytest.MonkeyPatch):
    """Tests that an application accepted at the last moment is in the frozen round.

    The freeze begins while a family's transaction stands open, and counts it all the same.
    """
    mother = parent("林母")
    draft = here.filled(mother, child_of(mother))
    inside, go = threading.Event(), threading.Event()
    checked = submitting._checked

    def slow(*arguments: Any) -> Any:
        inside.set()
        assert go.wait(PATIENCE)
        return checked(*arguments)

    monkeypatch.setattr(submitting, "_checked", slow)
    last = CLOSES - timedelta(milliseconds=1)

    def either(number: int) -> Any:
        if number == 0:
            return hand_in(mother, draft, last).receipt_no
        assert inside.wait(PATIENCE)
        timer = threading.Timer(0.3, go.set)
        timer.start()
        found = freeze(actor=here.officer, round_uid=here.round.uid, key=key(), at=AFTER)
        return found.applications, go.is_set()

    receipt, (applications, waited) = at_once(2, in_thread(either))
    assert applications == 1
    assert waited, "the freeze was over before whoever was inside went on"
    here.round.refresh_from_db()
    assert [one.receipt_no for one in applications_in(here.round)] == [receipt]


def test_of_a_freeze_and_families_at_once_each_is_in_or_told(here: World):
    """Tests eight families and the freeze together: whoever has a receipt is in the round."""
    families = [parent(f"家长{n}") for n in range(8)]
    drafts = [here.filled(one, child_of(one)) for one in families]
    last = CLOSES - timedelta(milliseconds=1)

    def either(number: int) -> str | None:
        if number == 8:
            freeze(actor=here.officer, round_uid=here.round.uid, key=key(), at=AFTER)
            return None
        try:
            return hand_in(families[number], drafts[number], last).receipt_no
        except WindowClosed:
            return None

    receipts = {one for one in at_once(9, in_thread(either)) if one}
    here.round.refresh_from_db()
    assert {one.receipt_no for one in applications_in(here.round)} == receipts


def test_the_deadline_is_moved_while_families_hand_in(here: World):
    """Tests that nobody is refused under the new deadline, and the round ends with it."""
    families = [parent(f"家长{n}") for n in range(4)]
    drafts = [here.filled(one, child_of(one)) for one in families]
    edit = Times(OPENS, CLOSES + timedelta(days=1))

    def either(number: int) -> bool:
        if number == 4:
            edit_round(
                actor=here.officer,
                round_uid=here.round.uid,
                revision=here.round.revision,
                times=edit,
                key=key(),
            )
            return True
        return bool(hand_in(families[number], drafts[number], CLOSES - timedelta(seconds=1)))

    assert all(at_once(5, in_thread(either)))
    assert Round.objects.get().closes_at == edit.closes_at
    assert Round.objects.get().state == RoundState.ANNOUNCED


def test_places_taken_at_once_never_fall_below_nothing(here: World):
    """Tests two lines that each take twenty of thirty places: one is refused."""

    def take(number: int) -> bool:
        try:
            return bool(line(here, "S1", -20, "reserve", batch="公办"))
        except CallRefused:
            return False

    assert sorted(at_once(2, in_thread(take))) == [False, True]
    lines = CapacityLine.objects.filter(option=here.options["S1"], voided_at=None)
    assert sum(one.delta for one in lines) == 10
