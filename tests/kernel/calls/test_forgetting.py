"""What was never handed in is forgotten when its call has been over long enough; the rest stays."""

from datetime import timedelta

from tests.kernel.calls.world import AFTER, CLOSES, TODAY, World, child_of, key, parent
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.forgetting import KEPT, forget_drafts
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act

LATE = CLOSES + timedelta(days=90)


def test_drafts_go_and_what_was_handed_in_stays(world: World):
    """Tests the day before and the day, a begun change, and the one act that tells of it."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother, name="林一"))
    handed_in = world.handed_in(mother, child_of(mother, name="林二"))
    changed = world.handed_in(mother, child_of(mother, name="林三"))
    save_draft(actor=mother, application_uid=changed.uid, answers={"note": "又改"})
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    assert forget_drafts(at=LATE - timedelta(seconds=1)) == 0
    sealed = Application.objects.get(pk=changed.pk).answers_enc
    assert forget_drafts(at=LATE) == 2
    assert not Application.objects.filter(pk=draft.pk).exists()
    changed.refresh_from_db()
    assert (changed.draft_enc, changed.draft_key_id, changed.answers_enc) == (None, "", sealed)
    assert Application.objects.filter(pk=handed_in.pk, answers_enc__isnull=False).exists()
    (told,) = Act.objects.filter(verb="calls.drafts.forget")
    assert (told.data["drafts"], told.data["changes"]) == (1, 1)
    assert forget_drafts(at=LATE) == 0


def test_a_change_waits_while_a_round_may_still_take_it(world: World):
    """Tests a round that nobody has frozen: what was sent back may still be handed in."""
    mother = parent("林母")
    changed = world.handed_in(mother, child_of(mother))
    save_draft(actor=mother, application_uid=changed.uid, answers={"note": "又改"})
    assert forget_drafts(at=LATE) == 0


def test_the_county_may_set_another_time(world: World):
    """Tests the dated parameter of the call's organisation."""
    mother = parent("林母")
    world.filled(mother, child_of(mother))
    set_parameter(
        actor=SYSTEM,
        name=KEPT,
        organisation_uid=world.county.uid,
        value=10,
        source="待核",
        valid_from=TODAY,
        key=key(),
    )
    assert forget_drafts(at=CLOSES + timedelta(days=10)) == 1
