"""On the child's page stands the code that nobody has used, with its end and a button."""

from tests.kernel.calls.world import World, child_of, key
from tests.surfaces.family.conftest import Family
from tests.surfaces.soup import one, page_of, words
from xueyou.kernel.registry.models import GuardianInvitation


def test_a_code_is_shown_with_its_end_and_taken_back(world: World, family: Family) -> None:
    """Tests the cell, the button, and that both are gone then."""
    path = f"/family/children/{child_of(family.actor).uid}/"
    assert not page_of(family.phone.get(path)).cssselect("form[action$='codes/end/']")
    family.phone.post(f"{path}invite/", {"idempotency_key": key()})
    page = page_of(family.phone.get(path))
    assert "前有效" in words(page)
    action = str(one(page, "form[action$='codes/end/']").get("action"))
    assert family.phone.post(action, {"idempotency_key": key()}).status_code == 302
    assert "前有效" not in words(page_of(family.phone.get(path)))
    assert GuardianInvitation.objects.get().ended_at is not None
