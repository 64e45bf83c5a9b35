"""Personal data in calls: handed out whole, moved with the person, removed at the end."""

import pytest

from tests.kernel.calls.test_attestations import say
from tests.kernel.calls.world import NOW, World, child_of, key, parent
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import Application, Attestation, Call
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.kernel.registry.personal_data import holders
from xueyou.kernel.registry.refusals import RegistryRefused


def holder() -> object:
    """Return the calls' holder."""
    return next(held.holder for held in holders() if held.room == "calls")


def test_everything_about_a_person_is_handed_out(world: World):
    """Tests answers, wishes and what sources say."""
    mother = parent("林母")
    child = child_of(mother)
    done = world.handed_in(mother, child)
    say(world, done, "document", illness="asthma")
    (told,) = holder().export(child)["applications"]  # type: ignore[attr-defined]
    assert told["answers"] == {"zone": "东"}
    assert [one["rank"] for one in told["wishes"]] == [1, 2]
    assert told["attestations"][0]["facts"]["illness"]["v"] == "asthma"


def test_applications_move_with_their_person(world: World):
    """Tests a merge, and one where both ask in the same call."""
    mother = parent("林母")
    gone, keep = child_of(mother), child_of(mother)
    done = world.handed_in(mother, gone)
    holder().merge(gone, keep, NOW)  # type: ignore[attr-defined]
    assert Application.objects.get(uid=done.uid).person == keep
    world.handed_in(mother, gone)
    with pytest.raises(RegistryRefused):
        holder().merge(gone, keep, NOW)  # type: ignore[attr-defined]


def test_what_is_over_can_be_erased(world: World):
    """Tests that a running application stays, and of one that is over only that it was."""
    mother = parent("林母")
    child = child_of(mother)
    done = world.handed_in(mother, child)
    say(world, done, local="yes")
    with pytest.raises(RegistryRefused):
        holder().erase(child, NOW)  # type: ignore[attr-defined]
    withdraw(actor=mother, application_uid=done.uid, key=key())
    holder().erase(child, NOW)  # type: ignore[attr-defined]
    row = Application.objects.get(uid=done.uid)
    assert (answers_of(row), row.draft_enc, row.receipt_no) == ({}, None, done.receipt_no)
    assert not Attestation.objects.exists()
    assert Call.objects.count() == 1
