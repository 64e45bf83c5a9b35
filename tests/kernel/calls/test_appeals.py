"""An upheld appeal adds a place; nobody else's is touched, and none is made worse."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import Results, frozen_round
from xueyou.kernel.calls.models import Appeal, CapacityLine, Offer
from xueyou.kernel.calls.models.sealed import APPEALED
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.appeals import answer_appeal, appeal
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1"])]
WORDS = "我们家的户口是去年迁来的，不是今年。"


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Publish a small round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    results = frozen_round(PLACES, WISHES)
    published(results)
    return results


def made(results: Results, number: int = 2, **more: Any) -> UUID:
    """Appeal as that child's family."""
    receipt = f"R{number:08d}"
    asked = {
        "actor": results.families[receipt],
        "application_uid": results.applications[receipt].uid,
        "words": WORDS,
        "key": key(),
    }
    return appeal(**(asked | more))


def officer(results: Results) -> SignedIn:
    """Return the one who keeps the bureau's calls, appointed when first asked for."""
    user = User.objects.filter(login_name="enroller").first()
    if user is None:
        user = User.objects.make(login_name="enroller", name="招生经办人")
        grant_role(
            actor=SYSTEM,
            user=user,
            role="enrolment_officer",
            organisation=results.office.bureau,
            valid_from=date(2026, 1, 1),
            key=key(),
        )
    return actor_for(user)


def answered(results: Results, uid: UUID, **more: Any) -> UUID | None:
    """Answer as the bureau's enrolment officer."""
    asked = {
        "actor": officer(results),
        "appeal_uid": uid,
        "upheld": True,
        "answer": "经核对，迁入时间有误，应予录取。",
        "option_uid": results.options["S1"].uid,
        "key": key(),
    }
    return answer_appeal(**(asked | more))


def test_the_words_are_kept_sealed_and_one_is_open_at_a_time(results: Results) -> None:
    """A second is refused while the first is looked at; the same key is the same appeal."""
    uid = made(results, key="k")
    assert made(results, key="k") == uid
    row = Appeal.objects.get(uid=uid)
    assert WORDS.encode() not in bytes(row.words_enc)
    assert APPEALED.text(row) == WORDS
    with pytest.raises(CallRefused, match="正在办理"):
        made(results)
    with pytest.raises(CallRefused, match="写明"):
        made(results, 1, words=" ")


def test_upheld_it_adds_a_place_with_its_cause(results: Results) -> None:
    """S1 has two places now; who held the first one keeps it."""
    before = Offer.objects.get(application=results.applications["R00000000"])
    uid = made(results)
    found = answered(results, uid, key="a")
    assert answered(results, uid, key="a") == found
    line = CapacityLine.objects.get(kind="remedy")
    assert (line.delta, line.source_uid, line.option) == (1, uid, results.options["S1"])
    view = result_of(results.families["R00000002"], results.applications["R00000002"].uid)[0]
    assert view.verdict == "waiting"
    assert view.offer is not None
    assert (view.offer.cause, view.offer.state) == ("appeal", "accepted")
    after = Offer.objects.get(application=results.applications["R00000000"])
    assert (after.state, after.holds_place) == (before.state, before.holds_place)


def test_who_holds_a_place_moves_to_the_one_he_is_owed(results: Results) -> None:
    """Never two places in a lane, and never the one he has already."""
    uid = made(results, 1)
    with pytest.raises(CallRefused, match="已经在这所学校"):
        answered(results, uid, option_uid=results.options["S2"].uid)
    answered(results, uid)
    held = Offer.objects.get(application=results.applications["R00000001"], holds_place=True)
    assert held.option == results.options["S1"]


def test_kept_it_changes_nothing_but_the_answer(results: Results) -> None:
    """No place, and an answer once."""
    uid = made(results)
    with pytest.raises(CallRefused, match="不增加"):
        answered(results, uid, upheld=False)
    with pytest.raises(CallRefused, match="写明答复"):
        answered(results, uid, upheld=False, option_uid=None, answer="")
    assert answered(results, uid, upheld=False, option_uid=None) is None
    with pytest.raises(CallRefused, match="答复过"):
        answered(results, uid)
    assert not CapacityLine.objects.filter(kind="remedy").exists()


def test_only_while_the_rules_give_time_and_only_for_ones_own(
    results: Results, business_clock: Any
) -> None:
    """Until the day the rulebook names, that day included."""
    with pytest.raises(NotFound):
        made(results, actor=results.family)
    with pytest.raises(NotFound):
        answered(results, made(results), actor=results.office.county)
    business_clock.move_to(datetime.fromisoformat("2026-12-31T23:59:59+08:00"))
    made(results, 1)
    business_clock.move_to(datetime.fromisoformat("2027-01-01T00:00:00+08:00"))
    with pytest.raises(WindowClosed):
        made(results, 0)


def test_a_long_answer_is_refused_and_not_cut(results: Results) -> None:
    """What the family reads is what was written, to its last sign."""
    uid = made(results)
    with pytest.raises(CallRefused, match="400"):
        answered(results, uid, answer="照" * 401)
    answered(results, uid, answer=f" {'照' * 400} ")
    assert Appeal.objects.get(uid=uid).answer == "照" * 400
