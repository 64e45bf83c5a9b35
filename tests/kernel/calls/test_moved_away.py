"""A child that moves to another county while its application is on the way."""

from datetime import timedelta

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import (
    NOW,
    World,
    appoint,
    child_of,
    hand_in,
    organisation,
    parent,
)
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.applications import application, counts, listed, sheet
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation


def goes_to(child: Person, school: Organisation, on: object) -> None:
    """Let a kindergarten list a child from a day on."""
    with act(SYSTEM, WORK.name) as a:
        enrol(a, child, school, kind="pupil", on=on, source=Ref("roll", uuid7()))  # type: ignore[arg-type]
        a.about("person", child.uid)


def test_a_child_that_moves_keeps_its_application_where_it_asked(world: World):
    """The family goes on, the first county goes on checking it, the new one never sees it."""
    other = organisation("邻县", "county", world.county.parent)
    here, there = (
        organisation(f"{place.name}幼儿园", "school", place) for place in (world.county, other)
    )
    stranger = appoint("officer", other)
    mother = parent("林母")
    child = child_of(mother)
    goes_to(child, here, NOW.date() - timedelta(days=400))
    draft = world.filled(mother, child)
    goes_to(child, there, NOW.date())
    assert hand_in(mother, draft)
    (line,) = listed(world.officer, world.call.uid)
    assert line.uid == draft.uid
    assert counts(world.officer, world.call.uid) == {"submitted": 1}
    assert application(mother, draft.uid).row.uid == draft.uid
    assert Application.objects.get().home_path == world.county.path
    assert list(listed(stranger, world.call.uid)) == []
    with pytest.raises(NotFound):
        sheet(stranger, draft.uid)
