"""The page of a term says what is true at the moment it is looked at."""

from datetime import timedelta
from typing import Any

from tests.domains.clubs.world import World
from tests.surfaces.school.conftest import browser
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.models import Round


def test_only_while_it_is_open_are_families_said_to_choose(
    world: World, business_clock: Any
) -> None:
    """Before the first moment when it begins, from the last one on that it is over."""
    desk, path = browser(world.clerk), f"/clubs/terms/{world.call.uid}/"
    Round.objects.filter(pk=world.round.pk).update(state="announced", rulebook_sha256="0" * 64)
    opens, closes = world.round.opens_at, world.round.closes_at
    told = [(opens - timedelta(minutes=1), "开始报名"), (opens, "家长正在填志愿")]
    for moment, says in [*told, (closes, "报名已经截止")]:
        business_clock.move_to(moment)
        assert says in words(page_of(desk.get(path)))
    assert "家长正在填志愿" not in words(page_of(desk.get(path)))
