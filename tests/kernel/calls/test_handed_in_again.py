"""What was sent back for papers alone is handed in again as it is: no answer need be changed."""

import pytest

from tests.kernel.calls.world import World, child_of, hand_in, key, parent
from xueyou.kernel.calls.models import ApplicationState
from xueyou.kernel.calls.refusals import StalePage
from xueyou.kernel.calls.services.changing import Missing, send_back
from xueyou.kernel.calls.services.submitting import submit


def test_without_a_change_it_leaves_the_family_again(world: World) -> None:
    """Tests the state, the receipt number, and the page that was open before it was sent back."""
    mother, father = parent("林母"), parent("林父")
    one = world.handed_in(mother, child_of(mother, father))
    before = str(one.draft_key)
    wanted = [Missing("hukou", "要原件")]
    send_back(actor=world.officer, application_uid=one.uid, missing=wanted, key=key())
    with pytest.raises(StalePage):
        submit(actor=father, application_uid=one.uid, key=before)
    again = hand_in(father, one)
    one.refresh_from_db()
    assert again.receipt_no == one.receipt_no
    assert (one.state, one.missing) == (ApplicationState.SUBMITTED, [])
    assert hand_in(mother, one) == again, "the other guardian pressed it too"
