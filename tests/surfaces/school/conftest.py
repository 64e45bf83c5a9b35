"""A school with its term, its clerk at a desk, and its first day of clubs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.domains.clubs.world import (
    FIRST,
    World,
    appoint,
    found_school,
    guard,
    key,
    moment,
    pupil,
)
from tests.surfaces.browsers import signed_in
from xueyou.domains.clubs.models import Place, Session
from xueyou.kernel.registry.models import Person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User


@pytest.fixture
def world(db: None, settings: Any, business_clock: Any, tmp_path: Path) -> Iterator[World]:
    """Found the school, with its call open and no club on the menu."""
    settings.XUEYOU_ROLES = "tests.surfaces.school.own_roles"
    settings.DATA = tmp_path
    roles.cache_clear()
    yield found_school()
    roles.cache_clear()


def browser(actor: SignedIn) -> Client:
    """Return a browser in which somebody is signed in."""
    return signed_in(actor)


def post(client: Client, path: str, **given: Any) -> HttpResponse:
    """Post a form with a fresh key."""
    return client.post(path, {"idempotency_key": key()} | given)


@dataclass
class Afternoon:
    """The first day: a club led by a teacher, two children in it, one with a mother."""

    world: World
    session: Session
    places: list[Place]
    child: Person
    mother: SignedIn
    teacher: SignedIn


@pytest.fixture
def afternoon(world: World, business_clock: Any) -> Afternoon:
    """Let it be a quarter to five on the first day."""
    teacher = appoint("school_teacher", world.school)
    assert isinstance(teacher.user, User)
    club = world.add("棋", title="围棋", teacher_uid=world.teacher(teacher.user).uid, material=3000)
    children = [pupil(world, "林知夏", group="1班"), pupil(world, "赵一鸣", group="2班")]
    mother = guard(children[0])
    assert isinstance(mother.user, User)
    User.objects.filter(pk=mother.user.pk).update(staff=False)
    places = [world.place(club, child) for child in children]
    session = world.session(club)
    business_clock.advance(moment(FIRST) - timedelta(minutes=15) - business_clock.moment)
    return Afternoon(world, session, places, children[0], mother, teacher)
