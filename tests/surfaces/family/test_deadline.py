"""The end of the time to hand in, by the server's clock, as a family meets it on its page."""

from datetime import timedelta
from typing import Any

from tests.kernel.calls.world import CLOSES, World
from tests.surfaces.family.conftest import Family
from tests.surfaces.family.test_form import filled
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.rounds import Times, edit_round

TENTH = timedelta(seconds=0.1)


def check_page(application: Application) -> str:
    """Return the address of the last page before handing in."""
    return f"/family/applications/{application.uid}/check/"


def pressed(family: Family, application: Application) -> Any:
    """Press the button of a page that was opened before."""
    application.refresh_from_db()
    given = {"idempotency_key": str(application.draft_key)}
    return family.phone.post(check_page(application), given)


def test_a_tenth_of_a_second_before_the_end_is_in_time(
    world: World, family: Family, business_clock: Any
) -> None:
    """The receipt says the moment; what a phone thinks the time is is asked of nobody."""
    application = filled(family, world)
    business_clock.move_to(CLOSES - TENTH)
    answer = pressed(family, application)
    assert answer["X-Receipt"]
    application.refresh_from_db()
    assert application.submitted_at == CLOSES - TENTH
    receipt = words(page_of(family.phone.get(answer["Location"])))
    assert f"{CLOSES - TENTH:%H:%M}" in receipt


def test_at_the_end_it_is_too_late_and_the_draft_is_kept(
    world: World, family: Family, business_clock: Any
) -> None:
    """A page left open, a page resumed: told in words, nothing handed in, nothing lost."""
    application = filled(family, world)
    business_clock.move_to(CLOSES)
    answer = pressed(family, application)
    assert "X-Receipt" not in answer
    assert answer.status_code in (409, 422)
    assert "截止" in words(page_of(answer))
    resumed = family.phone.get(f"/family/applications/{application.uid}/form/answers/")
    assert "不在填报时间里" in words(page_of(resumed))
    assert family.fill(application, "answers", zone="西").status_code != 302
    application.refresh_from_db()
    assert (application.state, application.submitted_at) == ("draft", None)


def test_a_deadline_moved_meanwhile_opens_the_same_page_again(
    world: World, family: Family, business_clock: Any
) -> None:
    """Who was too late a minute ago presses the same button: no new page, no second receipt."""
    application = filled(family, world)
    business_clock.move_to(CLOSES)
    assert "X-Receipt" not in pressed(family, application)
    world.round.refresh_from_db()
    edit_round(
        actor=world.officer,
        round_uid=world.round.uid,
        revision=world.round.revision,
        times=Times(world.round.opens_at, CLOSES + timedelta(hours=2)),
        key="later",
    )
    first, again = pressed(family, application), pressed(family, application)
    assert first["X-Receipt"] == again["X-Receipt"]
    assert Application.objects.count() == 1
