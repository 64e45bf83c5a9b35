"""Handing in: the receipt, what is checked, and what counts afterwards."""

from datetime import timedelta

import pytest

from tests.kernel.calls.world import (
    CLOSES,
    World,
    child_of,
    claimed,
    hand_in,
    key,
    parent,
)
from xueyou.kernel.calls.models import Application, ApplicationState, Choice
from xueyou.kernel.calls.receipt_numbers import read_receipt_number
from xueyou.kernel.calls.refusals import AnswersRefused, Conflict, StalePage, WindowClosed
from xueyou.kernel.calls.selectors.applications import application, mine
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act


def acts(verb: str) -> int:
    return Act.objects.filter(verb=verb).count()


def test_a_draft_handed_in_has_a_receipt_and_its_wishes(world: World):
    """Tests state, receipt number, choices in order, digest, and the one act."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother), 公办=["S2", "S1"])
    found = hand_in(mother, draft)
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED
    assert found.receipt_no == draft.receipt_no == read_receipt_number(found.receipt_no.lower())
    rows = Choice.objects.order_by("rank").values_list("batch", "rank", "option__code")
    assert list(rows) == [("公办", 1, "S2"), ("公办", 2, "S1")]
    assert len(draft.answers_sha256) == 64
    assert draft.draft_enc is None
    assert acts("calls.application.submit") == 1


def test_the_same_key_twice_is_one_receipt(world: World):
    """Tests the double click, and the retry after an answer that was lost."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother))
    code = str(draft.draft_key)
    first = submit(actor=mother, application_uid=draft.uid, key=code)
    late = CLOSES + timedelta(hours=1)
    assert submit(actor=mother, application_uid=draft.uid, key=code, at=late) == first
    assert acts("calls.application.submit") == 1


def test_the_other_guardian_with_the_same_page_gets_the_same_receipt(world: World):
    """Tests that both guardians see one application, and it is handed in once."""
    mother, father = parent("林母"), parent("林父")
    child = child_of(mother, father)
    draft = world.filled(mother, child)
    assert world.draft(father, child).uid == draft.uid
    code = str(draft.draft_key)
    first = submit(actor=mother, application_uid=draft.uid, key=code)
    assert submit(actor=father, application_uid=draft.uid, key=code) == first
    assert acts("calls.application.submit") == 1
    assert acts("calls.application.start") == 1


def test_everything_wrong_is_told_at_once(world: World):
    """Tests missing answers, wrong days and too many wishes together; nothing is handed in."""
    mother = parent("林母")
    answers = {"zone": "", "since": "去年", "note": "x" * 101}
    draft = world.filled(mother, child_of(mother), answers, 民办=["P1", "P1", "P1"])
    with pytest.raises(AnswersRefused) as refused:
        hand_in(mother, draft)
    assert set(refused.value.faults) == {"zone", "since", "note"}
    assert set(refused.value.wishes) == {"民办"}
    draft.refresh_from_db()
    assert draft.receipt_no == ""
    assert application(mother, draft.uid).answers["since"] == "去年"


def test_rules_between_answers_are_asked(world: World):
    """Tests the kind's own check and its word."""
    mother = parent("林母")
    answers = {"zone": "东", "migrant": "是", "since": "2020-01-01"}
    draft = world.filled(mother, child_of(mother), answers)
    with pytest.raises(AnswersRefused) as refused:
        hand_in(mother, draft)
    assert list(refused.value.faults) == ["since"]


def test_a_value_that_the_rules_cannot_read_is_told_at_the_form(world: World):
    """Tests that a code like a formula never reaches the night of the freeze."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother), {"zone": "=1+1"})
    with pytest.raises(AnswersRefused) as refused:
        hand_in(mother, draft)
    assert list(refused.value.faults) == ["zone"]


def test_a_wish_for_an_option_that_is_not_offered_there_is_told(world: World):
    """Tests a public option in the private batch, an unknown one, a made-up batch."""
    mother = parent("林母")
    child = child_of(mother)
    for wishes in ({"民办": ["S1"]}, {"公办": ["P1"]}):
        draft = world.filled(mother, child, **wishes)
        with pytest.raises(AnswersRefused):
            hand_in(mother, draft)
    for choices in ({"公办": [key()]}, {"公办": ["no-uid"]}, {"空": [world.options["S1"].uid]}):
        save_draft(
            actor=mother,
            application_uid=draft.uid,
            answers={},
            choices={"民办": [], "公办": [], "空": [], **choices},
        )
        with pytest.raises(AnswersRefused):
            hand_in(mother, draft)


def test_resumed_after_the_deadline_the_draft_is_kept_and_nothing_is_handed_in(world: World):
    """Tests the sentence with the server's time, and that the family still reads its draft."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother))
    with pytest.raises(WindowClosed, match="2026年11月24日08:00:00"):
        hand_in(mother, draft, CLOSES)
    with pytest.raises(WindowClosed):
        save_draft(actor=mother, application_uid=draft.uid, answers={"zone": "西"}, at=CLOSES)
    assert application(mother, draft.uid, at=CLOSES).answers == {"zone": "东"}
    assert hand_in(mother, draft, CLOSES - timedelta(milliseconds=100)).receipt_no


def test_a_change_does_not_count_before_it_is_handed_in(world: World):
    """Tests that what was handed in stays as it was, and that the receipt number stays."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    saved = save_draft(
        actor=mother,
        application_uid=done.uid,
        answers={"zone": "西"},
        choices=world.wishes(公办=["S1"]),
    )
    before = Application.objects.get(uid=done.uid)
    assert before.answers_enc == done.answers_enc
    assert Choice.objects.count() == 2
    assert application(mother, done.uid).row.changed
    assert saved.draft_key != done.draft_key
    with pytest.raises(StalePage):
        submit(actor=mother, application_uid=done.uid, key=key())
    again = submit(actor=mother, application_uid=done.uid, key=str(saved.draft_key))
    assert again.receipt_no == done.receipt_no
    assert Choice.objects.count() == 1
    assert application(mother, done.uid).answers["zone"] == "西"


def test_an_old_key_says_the_first_receipt_and_hands_no_change_in(world: World):
    """Tests the retry of a first answer that was lost, while a change has been begun."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    save_draft(actor=mother, application_uid=done.uid, answers={"zone": "西"})
    first = submit(actor=mother, application_uid=done.uid, key=str(done.draft_key))
    assert first.receipt_no == done.receipt_no
    assert application(mother, done.uid).row.changed


def test_a_late_save_of_what_was_handed_in_begins_no_change(world: World):
    """Tests the save that was still on its way when the application was handed in."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    saved = save_draft(actor=mother, application_uid=done.uid, answers={"zone": " 东"})
    assert saved.revision == done.revision
    assert not application(mother, done.uid).row.changed


def test_a_stale_revision_shows_what_stands_there(world: World):
    """Tests two tabs: the second save is not taken and nothing is overwritten."""
    mother, father = parent("林母"), parent("林父")
    draft = world.filled(mother, child_of(mother, father))
    save_draft(
        actor=father, application_uid=draft.uid, answers={"zone": "西"}, revision=draft.revision
    )
    with pytest.raises(Conflict) as met:
        save_draft(
            actor=mother, application_uid=draft.uid, answers={"zone": "南"}, revision=draft.revision
        )
    assert met.value.now["zone"] == "西"
    assert len(met.value.choices["公办"]) == 2


def test_saving_leaves_one_act_an_hour(world: World):
    """Tests that twenty saves are no twenty acts, and that work resumed later is traced."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother))
    for number in range(20):
        save_draft(actor=mother, application_uid=draft.uid, answers={"note": str(number)})
    assert acts("calls.application.save") == 0
    later = draft.drafted_at + timedelta(hours=2)
    for number in range(3):
        save_draft(
            actor=mother, application_uid=draft.uid, answers={"note": f"late {number}"}, at=later
        )
    assert acts("calls.application.save") == 1


def test_nobody_else_finds_the_application(world: World):
    """Tests a stranger on every verb, and that a claimed child is its claimer's."""
    mother, stranger = parent("林母"), parent("外人")
    draft = world.filled(mother, child_of(mother))
    own = world.filled(stranger, claimed())
    for uid in (draft.uid, "no-uid"):
        with pytest.raises(NotFound):
            save_draft(actor=stranger, application_uid=uid, answers={})
        with pytest.raises(NotFound):
            submit(actor=stranger, application_uid=uid, key=key())
        with pytest.raises(NotFound):
            application(stranger, uid)
    assert [row.uid for row in mine(stranger)] == [own.uid]
    assert [row.uid for row in mine(mother)] == [draft.uid]
