"""Twins apply as one: one group, one list, whoever hands in last."""

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import AFTER, CLOSES, World, child_of, hand_in, key, parent
from xueyou.kernel.calls.answers import draft_of
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.models import Application, Choice
from xueyou.kernel.calls.refusals import CallRefused, Conflict, WindowClosed
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.grouping import (
    bind_applications,
    part_group,
    unbind_applications,
)
from xueyou.kernel.registry.models import Person, PersonBondKind
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.notifications.models import Notification


def twins(one: Person, other: Person) -> None:
    """Let the registry know that two were born together."""
    with act(SYSTEM, WORK.name) as a:
        bind(a, PersonBondKind.MULTIPLE_BIRTH, one, other, basis="birth", on=a.business_at.date())
        a.about("person", one.uid)


def listed(one: Application) -> list[str]:
    """Return the wishes of an application."""
    rows = Choice.objects.filter(application=one).order_by("rank")
    return list(rows.values_list("option__code", flat=True))


def test_twins_share_a_group_and_the_list_handed_in_last(world: World):
    """Tests that the second list takes the place of the first for both."""
    mother = parent("林母")
    children = [child_of(mother, name=name) for name in ("林大", "林小")]
    twins(*children)
    first, second = (world.filled(mother, child) for child in children)
    bind_applications(actor=mother, application_uids=[first.uid, second.uid], key=key())
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.group_key == second.group_key != ""
    hand_in(mother, first)
    assert (listed(first), listed(second)) == (["S1", "S2"], [])
    save_draft(
        actor=mother, application_uid=second.uid, answers={}, choices=world.wishes(公办=["S2"])
    )
    hand_in(mother, second)
    assert listed(first) == listed(second) == ["S2"]


def test_who_is_no_twin_is_not_bound(world: World):
    """Tests strangers' children, one child alone, another family's, and what is handed in."""
    mother, other = parent("林母"), parent("王母")
    children = [child_of(mother, name=name) for name in ("林大", "林小")]
    first, second = (world.filled(mother, child) for child in children)
    foreign = world.filled(other, child_of(other))

    def bound(*some: Application) -> None:
        bind_applications(actor=mother, application_uids=[one.uid for one in some], key=key())

    for some in ((first, second), (first,)):
        with pytest.raises(CallRefused):
            bound(*some)
    with pytest.raises(NotFound):
        bound(first, foreign)
    twins(*children)
    hand_in(mother, first)
    with pytest.raises(CallRefused, match="先绑定"):
        bound(first, second)


def bound_pair(world: World) -> tuple[SignedIn, Application, Application]:
    """Return a mother and the bound drafts of her twins."""
    mother = parent("林母")
    children = [child_of(mother, name=name) for name in ("林大", "林小")]
    twins(*children)
    first = world.filled(mother, children[0], 公办=["S2"])
    second = world.filled(mother, children[1])
    bind_applications(actor=mother, application_uids=[first.uid, second.uid], key=key())
    return mother, fresh(first), fresh(second)


def fresh(one: Application) -> Application:
    """Return the application as it is now."""
    return Application.objects.get(pk=one.pk)


def wished(world: World, one: Application) -> list[str]:
    """Return the codes of what is wished for in a draft."""
    codes = {str(option.uid): code for code, option in world.options.items()}
    return [codes[uid] for uid in draft_of(fresh(one)).wishes.get("公办", ())]


def test_one_list_is_kept_for_both_from_the_moment_they_are_bound(world: World):
    """Tests the first one's list, a change on either side, and the page that was open meanwhile."""
    mother, first, second = bound_pair(world)
    assert wished(world, first) == wished(world, second) == ["S2"]
    save_draft(
        actor=mother, application_uid=second.uid, answers={}, choices=world.wishes(公办=["S1"])
    )
    assert wished(world, first) == wished(world, second) == ["S1"]
    with pytest.raises(Conflict):
        save_draft(
            actor=mother, application_uid=first.uid, answers={}, revision=first.revision, choices={}
        )
    save_draft(actor=mother, application_uid=first.uid, answers={"note": "只有一份"})
    assert "note" not in draft_of(fresh(second)).answers


def test_a_change_begun_before_the_other_was_handed_in_keeps_no_old_list(world: World):
    """Tests that what is begun on one side follows the list handed in on the other."""
    mother, first, second = bound_pair(world)
    for one in (first, second):
        hand_in(mother, one)
    save_draft(
        actor=mother, application_uid=first.uid, answers={}, choices=world.wishes(公办=["S1"])
    )
    save_draft(actor=mother, application_uid=second.uid, answers={"note": "改一处"})
    hand_in(mother, first)
    hand_in(mother, second)
    assert listed(first) == listed(second) == ["S1"]


def test_a_family_parts_them_and_each_keeps_the_list(world: World):
    """Tests parting after handing in, once only, and never after the freeze or the deadline."""
    mother, first, second = bound_pair(world)
    for one in (first, second):
        hand_in(mother, one)
    with pytest.raises(WindowClosed):
        unbind_applications(actor=mother, application_uid=first.uid, key=key(), at=CLOSES)
    with pytest.raises(NotFound):
        unbind_applications(actor=parent("别家"), application_uid=first.uid, key=key())
    unbind_applications(actor=mother, application_uid=first.uid, key=key())
    assert {fresh(first).group_key, fresh(second).group_key} == {""}
    assert listed(first) == listed(second) == ["S2"]
    with pytest.raises(CallRefused, match="没有和别的绑"):
        unbind_applications(actor=mother, application_uid=second.uid, key=key())


def test_an_officer_parts_who_are_no_twins_and_the_family_is_told(world: World):
    """Tests the desk's verb: before the freeze, with word to the family; and not after."""
    mother, first, second = bound_pair(world)
    for one in (first, second):
        hand_in(mother, one)
    with pytest.raises(NotFound):
        part_group(actor=mother, application_uid=first.uid, key=key())
    part_group(actor=world.officer, application_uid=second.uid, key=key())
    assert fresh(first).group_key == ""
    told = Notification.objects.filter(user=mother.user, kind="calls.application.ungroup")
    assert told.count() == 1


def test_nobody_parts_his_own_twins_as_an_officer(world: World):
    """Tests one child's kin: refused and remembered, whichever of the two is named."""
    mother, first, second = bound_pair(world)
    with act(SYSTEM, WORK.name) as a:
        officer = account_person(world.officer.user)  # type: ignore[arg-type]
        bind(a, "guardian", officer, first.person, basis="court", on=a.business_at.date())
        a.about("person", officer.uid)
    for one in (first, second):
        hand_in(mother, one)
    for one in (first, second):
        with pytest.raises(OwnKin):
            part_group(actor=world.officer, application_uid=one.uid, key=key())
    assert fresh(first).group_key == fresh(second).group_key != ""
    assert Act.objects.filter(verb="calls.application.kin").count() == 2


def test_who_is_taken_back_leaves_nobody_bound(world: World):
    """Tests a twin taken back: the other goes on alone, also through the freeze."""
    mother, first, second = bound_pair(world)
    for one in (first, second):
        hand_in(mother, one)
    withdraw(actor=mother, application_uid=first.uid, key=key())
    assert {fresh(first).group_key, fresh(second).group_key} == {""}
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    with pytest.raises(CallRefused):
        part_group(actor=world.officer, application_uid=second.uid, key=key())
