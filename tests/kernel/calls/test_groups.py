"""Twins apply as one: one group, one list, whoever hands in last."""

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import World, child_of, hand_in, key, parent
from xueyou.kernel.calls.models import Application, Choice
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import bind_applications
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.registry.models import Person, PersonBondKind
from xueyou.kernel.registry.services.bonds import bind
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act


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
