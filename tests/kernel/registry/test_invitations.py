"""One guardian asks the other in."""

from datetime import timedelta
from typing import Any

import pytest

from tests.kernel.registry.people_world import TODAY, child, doing, family, guard
from xueyou.kernel.registry.models import GuardianInvitation, PersonBond
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import children_of, guardians_of
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.kernel.registry.services.invitations import LIFE, accept_invitation, invite_guardian
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act, Receipt
from xueyou.platform.time import business_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


def invited() -> tuple[Any, Any, Any, str]:
    """Return a parent, the other one, the child, and the code."""
    parent, other, ward = family("a", "林大山"), family("b", "周小河"), child()
    guard(parent, ward)
    return parent, other, ward, invite_guardian(actor=parent.actor, person_uid=ward.uid, key="i")


def test_the_other_parent_comes_in_by_the_code() -> None:
    """Both see one child, and who else is its guardian, masked."""
    parent, other, ward, code = invited()
    assert children_of(other.actor) == []
    spoken = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    assert accept_invitation(actor=other.actor, code=spoken, key="y") == ward.uid
    assert children_of(other.actor) == children_of(parent.actor)
    seen = guardians_of(other.actor, ward.uid)
    assert [(one.name, one.me, one.basis) for one in seen] == [
        ("林**", False, "household"),
        ("周**", True, "invited"),
    ]


def test_a_code_is_long_and_kept_nowhere() -> None:
    """Sixty bits; neither table, act nor receipt holds it, and a repeated key answers it again."""
    parent, _, ward, code = invited()
    assert len(code) == 12
    kept = [repr(list(model.objects.values())) for model in (GuardianInvitation, Act, Receipt)]
    assert all(code not in text for text in kept)
    assert invite_guardian(actor=parent.actor, person_uid=ward.uid, key="i") == code
    assert GuardianInvitation.objects.count() == 1


def test_a_code_works_once() -> None:
    """A third account is refused; the second one's own repeat answers what it did."""
    _, other, ward, code = invited()
    accept_invitation(actor=other.actor, code=code, key="y")
    assert accept_invitation(actor=other.actor, code=code, key="y") == ward.uid
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=family("c").actor, code=code, key="z")
    assert PersonBond.objects.count() == 2


def test_a_newer_code_ends_the_older() -> None:
    """One open code a guardian and child."""
    parent, other, ward, first = invited()
    second = invite_guardian(actor=parent.actor, person_uid=ward.uid, key="i2")
    with pytest.raises(RegistryRefused):
        accept_invitation(actor=other.actor, code=first, key="1")
    accept_invitation(actor=other.actor, code=second, key="2")


def test_a_code_is_over_after_a_week(business_clock: Any) -> None:
    """To the second."""
    _, other, _, code = invited()
    business_clock.move_to(business_now() + LIFE)
    with pytest.raises(RegistryRefused, match="过期"):
        accept_invitation(actor=other.actor, code=code, key="y")


def test_a_guardian_no_longer_cannot_bring_anybody_in() -> None:
    """The code dies with the bond of whoever made it."""
    parent, other, _, code = invited()
    bond = PersonBond.objects.get(holder=parent.person)
    with doing() as a:
        unbind(a, bond, on=TODAY)
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=other.actor, code=code, key="y")


def test_nobody_invites_for_a_child_that_is_not_his() -> None:
    """Unknown and foreign are the same answer."""
    stranger, ward = family("s"), child()
    for uid in (ward.uid, stranger.user.uid):
        with pytest.raises(NotFound):
            invite_guardian(actor=stranger.actor, person_uid=uid, key="k")


def test_ones_own_code_is_told_as_such() -> None:
    """The code is for the other one."""
    parent, _, _, code = invited()
    with pytest.raises(RegistryRefused, match="另一位"):
        accept_invitation(actor=parent.actor, code=code, key="y")


def test_a_second_ago_is_not_yet_over(business_clock: Any) -> None:
    """The last second of the week still counts."""
    _, other, _, code = invited()
    business_clock.move_to(business_now() + LIFE - timedelta(seconds=1))
    accept_invitation(actor=other.actor, code=code, key="y")
