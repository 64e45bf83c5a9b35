"""What was sent back for papers alone is handed in again as it is: no answer need be changed."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.kernel.calls.world import World, child_of, hand_in, parent, send_back
from xueyou.kernel.calls.models import ApplicationState, CapacityLine, Round
from xueyou.kernel.calls.refusals import StalePage
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.time import business_now


def test_without_a_change_it_leaves_the_family_again(world: World) -> None:
    """Tests the state, the receipt number, and the page that was open before it was sent back."""
    mother, father = parent("林母"), parent("林父")
    one = world.handed_in(mother, child_of(mother, father))
    before = str(one.draft_key)
    wanted = [Missing("hukou", "要原件")]
    send_back(actor=world.officer, application_uid=one.uid, missing=wanted)
    with pytest.raises(StalePage):
        submit(actor=father, application_uid=one.uid, key=before)
    again = hand_in(father, one)
    one.refresh_from_db()
    assert again.receipt_no == one.receipt_no
    assert (one.state, one.missing) == (ApplicationState.SUBMITTED, [])
    assert hand_in(mother, one) == again, "the other guardian pressed it too"


def test_in_a_later_round_the_same_wishes_are_handed_in_anew(world: World) -> None:
    """Nothing need be changed: whoever found no place asks once more for what he asked."""
    mother = parent("林母")
    one = world.handed_in(mother, child_of(mother))
    first = one.round
    assert first is not None
    lines = list(CapacityLine.objects.filter(round=first))
    wishes: dict[str, list[UUID]] = {}
    for batch, uid in one.choices.order_by("batch", "rank").values_list("batch", "option__uid"):
        wishes.setdefault(batch, []).append(uid)
    over = business_now() - timedelta(minutes=1)
    Round.objects.filter(pk=first.pk).update(closes_at=over)
    later = Round(
        call=first.call,
        ordinal=2,
        kind="supplementary",
        state="announced",
        rulebook=first.rulebook,
        rulebook_sha256=first.rulebook_sha256,
        opens_at=first.opens_at,
        closes_at=first.closes_at,
    )
    later.save()
    for line in lines:
        line.pk, line.uid, line.round = None, uuid4(), later
        line.save()
    save_draft(actor=mother, application_uid=one.uid, answers={}, choices=wishes)
    again = hand_in(mother, one)
    one.refresh_from_db()
    assert (one.round_id, again.receipt_no) == (later.pk, one.receipt_no)
    assert one.choices.filter(round=later).count() == sum(map(len, wishes.values()))
    kept = save_draft(actor=mother, application_uid=one.uid, answers={}, choices=wishes)
    one.refresh_from_db()
    assert (one.draft_enc, kept.revision) == (None, one.revision), "a save on its way begins none"
