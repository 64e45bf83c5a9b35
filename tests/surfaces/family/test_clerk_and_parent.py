"""An officer who is also a parent: what he sees as the one he does not do as the other."""

from datetime import date

from tests.kernel.calls.world import World, key
from tests.surfaces.browsers import signed_in
from tests.surfaces.family.conftest import Family, family_of
from tests.surfaces.family.test_form import filled
from xueyou.kernel.calls.models import Application
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM


def officer_and_parent(world: World) -> Family:
    """Return an account that keeps the county's calls and has a child of its own."""
    user = User.objects.make(login_name="both", name="又是经办人又是家长")
    grant_role(
        actor=SYSTEM,
        user=user,
        role="officer",
        organisation=world.county,
        valid_from=date(2026, 1, 1),
        key=key(),
    )
    actor = actor_for(user)
    return Family(actor, signed_in(actor))


def test_his_own_child_is_his_and_nobody_elses_is(world: World) -> None:
    """He hands in like every family; applications that his desk lists are not in his family's."""
    other = family_of("王家长")
    theirs = filled(other, world)
    other.hand_in(theirs)
    both = officer_and_parent(world)
    mine = both.begin(world, serial=14, name="赵一")
    assert both.phone.get(f"/family/applications/{mine.uid}/form/answers/").status_code == 200
    for page in ("", "form/answers/", "receipt/", "withdraw/", "appeal/"):
        path = f"/family/applications/{theirs.uid}/{page}"
        assert both.phone.get(path).status_code in (404, 405)
        assert both.phone.post(path, {"idempotency_key": key()}).status_code in (404, 405)
    assert "林知夏" not in both.phone.get("/family/").content.decode()
    assert Application.objects.get(pk=theirs.pk).state == "submitted"


def test_on_his_desk_his_own_child_waits_for_a_colleague(world: World) -> None:
    """Neither checked nor sent back by himself: nothing is written, and he is told why."""
    both = officer_and_parent(world)
    mine = filled(both, world)
    both.hand_in(mine)
    for deed in ("check", "send-back"):
        answer = both.phone.post(
            f"/calls/applications/{mine.uid}/{deed}/",
            {"idempotency_key": key(), "what": "home_paper", "why-home_paper": "请补一页"},
        )
        assert answer.status_code == 422, deed
        assert "亲属关系" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.state == "submitted"
