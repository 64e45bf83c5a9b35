"""Staff of a school: who works there, entered once, ended, entered again."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.kernel.registry.people_world import LONG_AGO, TODAY, Places, officer
from xueyou.kernel.registry.models import Membership
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.staff import not_entered, staff
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.kernel.registry.services.staff import end_staff, enrol_staff
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM

OCTOBER = date(2026, 10, 1)


def uid_of(actor: SignedIn) -> UUID:
    """Return the uid of an account."""
    assert isinstance(actor.user, User)
    return actor.user.uid


def enter(clerk: SignedIn, places: Places, *who: SignedIn, on: date = TODAY, key: str = "") -> int:
    """Enter accounts as teachers of the school."""
    return enrol_staff(
        actor=clerk,
        school_uid=places.school_a.uid,
        user_uids=[uid_of(one) for one in who],
        on=on,
        key=key or str(uuid4()),
    )


def end(clerk: SignedIn, on: date, why: str = "left") -> None:
    """End the one membership that is open."""
    row = Membership.objects.standing().get(valid_to=None)
    end_staff(actor=clerk, membership_uid=row.uid, on=on, why=why, key=str(uuid4()))


def test_several_are_entered_by_one_act_once(places: Places) -> None:
    """The same key again changes nothing; another form for the same person is refused."""
    clerk = officer("school_clerk", places.school_a)
    one, two = (officer("school_teacher", places.school_a, name) for name in ("one", "two"))
    assert enter(clerk, places, one, two, key="k") == enter(clerk, places, one, two, key="k") == 2
    with pytest.raises(RegistryRefused, match="已经登记为本校老师"):
        enter(clerk, places, two)
    assert len(staff(clerk, places.school_a.uid).rows) == 2
    assert [row.uid for row in not_entered(clerk, places.school_a.uid)] == [uid_of(clerk)]


def test_who_left_comes_back_from_that_day_on(places: Places) -> None:
    """Two stretches side by side, none over the other."""
    clerk, teacher = (officer(f"school_{role}", places.school_a) for role in ("clerk", "teacher"))
    enter(clerk, places, teacher, on=LONG_AGO)
    end(clerk, OCTOBER)
    with pytest.raises(RegistryRefused, match="以前登记到2026年10月1日"):
        enter(clerk, places, teacher, on=date(2026, 9, 30))
    enter(clerk, places, teacher, on=OCTOBER)
    rows = Membership.objects.standing().order_by("valid_from")
    assert [(row.valid_from, row.valid_to, row.ended_why) for row in rows] == [
        (LONG_AGO, OCTOBER, "left"),
        (OCTOBER, None, ""),
    ]


def test_a_wrong_entry_never_was(places: Places) -> None:
    """Voided from its first day, whatever day is written; no reason, no end."""
    clerk, teacher = (officer(f"school_{role}", places.school_a) for role in ("clerk", "teacher"))
    enter(clerk, places, teacher, on=LONG_AGO)
    with pytest.raises(RegistryRefused, match="请选为什么结束"):
        end(clerk, TODAY, "because")
    end(clerk, TODAY, "wrong")
    assert not Membership.objects.standing().exists()


def test_a_post_of_the_school_is_enough_and_a_closed_account_is_not(places: Places) -> None:
    """A county's officer who holds a post there may be entered; who can no longer sign in, not."""
    clerk = officer("school_clerk", places.school_a)
    planner = officer("plan_officer", places.bureau)
    post = open_post(
        actor=SYSTEM, organisation_uid=places.school_a.uid, title="围棋教练", key="open"
    )
    hand_over_post(actor=SYSTEM, post_uid=post, user_uid=uid_of(planner), on=TODAY, key="hand")
    found = {row.uid: row.as_zh for row in not_entered(clerk, places.school_a.uid)}
    assert found[uid_of(planner)] == "围棋教练"
    assert enter(clerk, places, planner) == 1
    gone = officer("school_teacher", places.school_a)
    User.objects.filter(uid=uid_of(gone)).update(is_active=False)
    with pytest.raises(RegistryRefused, match="没有角色"):
        enter(clerk, places, gone)
