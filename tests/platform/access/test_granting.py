"""Roles are given by verbs: with authority, without conflicts, on the record."""

from datetime import date

import pytest

from tests.platform.access.conftest import Enter, Tree
from xueyou.platform.access.holdings import in_force
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.access.roles import Role, RoleCatalogue, via
from xueyou.platform.access.services import RoleRefused, grant_role, revoke_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act


def test_a_grant_is_one_act_and_a_repeated_key_one_row(tree: Tree, enter: Enter) -> None:
    """The same key answers with the first outcome."""
    keeper = enter("keeper", tree.a)
    user = User.objects.make(login_name="neu", name="新人")
    uids = {
        grant_role(actor=keeper, user=user, role="officer", organisation=tree.school_a, key="k")
        for _ in range(2)
    }
    assert uids == {Assignment.objects.get(user=user).uid}
    written = Act.objects.get(verb="access.assignment.grant", actor=str(keeper))
    assert written.org_path == tree.school_a.path
    assert "新人" not in str(written.data)


def test_authority_ends_at_the_own_organisation(tree: Tree, enter: Enter) -> None:
    """The security administrator of A gives nothing in B, and an officer nothing anywhere."""
    user = User.objects.make(login_name="neu", name="新人")
    for actor, where in ((enter("keeper", tree.a), tree.b), (enter("officer", tree.a), tree.a)):
        with pytest.raises(NotAllowed):
            grant_role(actor=actor, user=user, role="clerk", organisation=where, key="k")


def test_nobody_promotes_himself(tree: Tree, enter: Enter) -> None:
    """A second person is needed."""
    keeper = enter("keeper", tree.a)
    assert isinstance(keeper.user, User)
    with pytest.raises(RoleRefused, match="不能给自己"):
        grant_role(actor=keeper, user=keeper.user, role="clerk", organisation=tree.a, key="k")


@pytest.mark.parametrize(
    ("role", "where", "words"),
    [
        ("watcher", "b", "不能由同一个人"),
        ("officer", "a", "不用再授一次"),
        ("chief", "a", "不能在"),
        ("nobody", "a", "没有"),
    ],
)
def test_refusals_say_why(tree: Tree, enter: Enter, role: str, where: str, words: str) -> None:
    """Excluding roles, a role held already, a wrong organisation, an unknown role."""
    user = enter("officer", tree.a).user
    assert isinstance(user, User)
    with pytest.raises(RoleRefused, match=words):
        grant_role(actor=SYSTEM, user=user, role=role, organisation=getattr(tree, where), key="k")
    assert Assignment.objects.count() == 1


def test_excluding_roles_may_follow_one_another(tree: Tree, enter: Enter) -> None:
    """The spans decide: from the day the first one ends the other may begin."""
    user = enter("officer", tree.a, valid_to=date(2026, 12, 1)).user
    assert isinstance(user, User)
    for begins, allowed in ((date(2026, 11, 30), False), (date(2026, 12, 1), True)):
        try:
            grant_role(
                actor=SYSTEM,
                user=user,
                role="watcher",
                organisation=tree.a,
                valid_from=begins,
                key=begins.isoformat(),
            )
        except RoleRefused:
            assert not allowed
        else:
            assert allowed


def test_revoking_needs_authority_and_a_standing_row(tree: Tree, enter: Enter) -> None:
    """A second revocation finds nothing."""
    enter("officer", tree.b)
    uid = Assignment.objects.get().uid
    with pytest.raises(NotAllowed):
        revoke_role(actor=enter("keeper", tree.a), assignment_uid=uid, key="k")
    revoke_role(actor=SYSTEM, assignment_uid=uid, key="k")
    revoke_role(actor=SYSTEM, assignment_uid=uid, key="k")
    with pytest.raises(NotFound):
        revoke_role(actor=SYSTEM, assignment_uid=uid, key="another")


def test_a_catalogue_that_contradicts_itself_does_not_load() -> None:
    """Unknown conflicts, double names and unknown anchors are found at start."""
    from tests.platform.access.posts import READ_PLACE, Other

    one = Role("one", "一", {})
    for wrong in (
        (one, one),
        (Role("two", "二", {}, conflicts=frozenset({"nobody"})),),
        (Role("two", "二", {READ_PLACE: via("nowhere")}),),
        (Role("two", "二", {READ_PLACE: via("below", Other)}),),
    ):
        with pytest.raises(ValueError, match="role"):
            RoleCatalogue(wrong)


def test_an_account_opened_by_a_telephone_takes_no_role(tree: Tree) -> None:
    """It gives no second factor; and should it stand there all the same, it counts for nothing."""
    family = User.objects.make_by_phone(name="林母")
    with pytest.raises(RoleRefused, match="先给这位同事开一个工作账号"):
        grant_role(actor=SYSTEM, user=family, role="officer", organisation=tree.a, key="k")
    assert not Assignment.objects.exists()
    User.objects.filter(pk=family.pk).update(staff=True)
    family.refresh_from_db()
    grant_role(actor=SYSTEM, user=family, role="officer", organisation=tree.a, key="k2")
    assert len(in_force(family)) == 1
    family.staff = False
    assert in_force(family) == ()
