"""A transfer: by grade, the zone's own first, and never without a school in between."""

from datetime import date
from typing import Any

import pytest

from tests.domains.enrolment.moving_world import Moves, found_moves
from tests.kernel.calls.world import child_of, key, parent
from xueyou.domains.enrolment.models import LETTER_CODE, Letter
from xueyou.domains.enrolment.rulebooks.moves import FORMS, TRANSFER
from xueyou.domains.enrolment.selectors.letters import letter_of_code
from xueyou.kernel.calls.models import Decision
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.registry.models import Membership

PLACES = [("LY", "3", 1), ("WL", "3", 1), ("QX", "4", 2)]


@pytest.fixture
def moves(db: None, own_roles: None) -> Moves:
    """Found a city with a place in the third grade of each of two schools."""
    return found_moves("enrolment.transfer", PLACES)


def schools_of(child: Any, on: date) -> list[str]:
    """Return where a child is a pupil on a day, as it is known now."""
    rows = Membership.objects.standing().on(on).filter(person=child)
    return list(rows.values_list("organisation__code", flat=True))


def test_the_old_school_ends_when_the_new_begins_and_not_before(moves: Moves) -> None:
    """Asked in November, decided, offered: until the family accepts the child stays where it is."""
    family, today = parent("林"), date(2026, 11, 20)
    child = child_of(family)
    moves.pupil(child, "QX")
    asked = moves.came(family, child)
    moves.checked(asked)
    moves.published()
    assert schools_of(child, today) == ["QX"]
    offer = moves.offer(asked)
    assert (offer.state, offer.option.code) == ("open", "LY-3")
    reply(actor=family, offer_uid=offer.uid, accept=True, key=key())
    assert (schools_of(child, today), schools_of(child, date(2026, 11, 19))) == (["LY"], ["QX"])
    new = Membership.objects.standing().get(person=child, valid_to=None)
    assert (new.grade, new.stage, new.year, new.valid_from) == (3, "primary", 2026, today)
    assert letter_said(asked) == "2026年11月起，读小学三年级"
    told = result_of(family, asked.uid)[0]
    assert "柳荫街小学" in told.option
    assert "片区" in told.zh


def letter_said(application: Any) -> str:
    """Return what the letter says the child is taken for."""
    letter = Letter.objects.get(offer__application=application)
    said = letter_of_code(LETTER_CODE.text(letter))
    assert said is not None
    return said.stage


def test_given_back_at_once_the_child_stays_and_later_it_is_another_transfer(
    moves: Moves, business_clock: Any
) -> None:
    """On the day itself the old school simply goes on; after it nothing is undone by a button."""
    family, today = parent("林"), date(2026, 11, 20)
    child = child_of(family)
    moves.pupil(child, "QX")
    asked = moves.came(family, child)
    moves.checked(asked)
    moves.published()
    offer = moves.offer(asked)
    reply(actor=family, offer_uid=offer.uid, accept=True, key=key())
    reply(actor=family, offer_uid=offer.uid, accept=False, key=key())
    assert schools_of(child, today) == ["QX"]
    assert schools_of(child, date(2027, 3, 1)) == ["QX"]
    assert Membership.objects.standing().filter(person=child, valid_to=None).count() == 1
    other = parent("许")
    second = child_of(other, name="许知微")
    moves.pupil(second, "QX")
    again = moves.came(other, second)
    moves.checked(again)
    moves.published()
    reply(actor=other, offer_uid=moves.offer(again).uid, accept=True, key=key())
    business_clock.move_to(business_clock.moment.replace(day=25))
    with pytest.raises(CallRefused, match="已经转过来上学"):
        reply(actor=other, offer_uid=moves.offer(again).uid, accept=False, key=key())


def test_the_zone_comes_first_and_a_grade_without_places_is_not_given(moves: Moves) -> None:
    """Who lives elsewhere gets what is left; a grade that is not offered is said so."""
    near, far = parent("近"), parent("远")
    asked = [
        moves.came(
            far, child_of(far, name="许知微"), ("LY-3", "WL-3"), road="清溪村", door="3组8号"
        ),
        moves.came(near, child_of(near)),
    ]
    moves.checked(*asked)
    run = moves.published()
    placed = {one.application_id: one.option.code for one in Decision.objects.filter(run=run)}
    assert placed == {asked[0].pk: "WL-3", asked[1].pk: "LY-3"}
    third = parent("三")
    with pytest.raises(AnswersRefused) as refused:
        moves.came(third, child_of(third, name="陶予安"), ())
    assert "至少要填" in str(refused.value.wishes)
    wrong = moves.came(third, child_of(third, name="陶予乐"), ("QX-4",))
    moves.checked(wrong)
    moves.published()
    told = result_of(third, wrong.uid)[0]
    assert (told.verdict, told.offer) == ("refused", None)
    assert "年级" in told.wishes[0].zh


def test_where_nothing_announced_tells_two_apart_nobody_is_chosen_by_chance(moves: Moves) -> None:
    """The decision stops and says why; with one place more both are taken."""
    families = [parent("甲"), parent("乙")]
    asked = [moves.came(one, child_of(one), ("WL-3",)) for one in families]
    moves.checked(*asked)
    stopped = moves.decided()
    assert (stopped.state, stopped.failure.startswith("按规则没有结果")) == ("failed", True)
    add_line(
        actor=moves.office.enroller,
        round_uid=moves.round.uid,
        option_uid=moves.options["WL-3"].uid,
        kind="planned",
        delta=1,
        reason="增加一个学位",
        key=key(),
    )
    run = moves.published()
    assert Decision.objects.filter(run=run, verdict="placed").count() == 2


def test_the_form_names_every_step_in_the_order_in_which_it_counts() -> None:
    """What the county reads before it chooses is what the rulebook does."""
    rank = ("户口和住址都在片区", "再是户口在片区", "再是住址在片区")
    steps = (*rank, "哥哥姐姐在这所学校", "户口迁入早")
    places = [FORMS[TRANSFER].says.find(step) for step in steps]
    assert places == sorted(places)
    assert -1 not in places


def test_what_is_typed_is_looked_at_as_for_a_first_place(moves: Moves) -> None:
    """A day that has not come would decide the order; a door without a number finds no zone."""
    family = parent("林")
    with pytest.raises(AnswersRefused) as refused:
        moves.came(family, child_of(family), door="大院", register_day="2027-03-09")
    assert set(refused.value.faults) == {"door", "register_day"}
