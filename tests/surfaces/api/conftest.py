"""A school's afternoon: a session of today, two children, and the tablet of its teacher."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.domains.clubs.world import World, appoint, found_school, guard, meet_all_day, pupil
from tests.surfaces.browsers import signed_in
from xueyou.domains.clubs.models import Place, Session
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User

TODAY = date(2026, 11, 20)
NOW = "2026-11-20T08:00:00+08:00"


@dataclass
class Tablet:
    """A device on which somebody is signed in; `check` as a browser would be checked."""

    client: Client

    def get(self, path: str) -> HttpResponse:
        """Ask."""
        return self.client.get(path)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        """Send JSON with a fresh key, unless another is given."""
        sent = {"Idempotency-Key": str(uuid4())} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.client.post(path, body, content_type="application/json", headers=sent)


def tablet_of(actor: SignedIn, **options: Any) -> Tablet:
    """Sign somebody in, second factor and all."""
    return Tablet(signed_in(actor, **options))


@dataclass
class Afternoon:
    """The session, its places by name of the child, and who has to do with it."""

    world: World
    session: Session
    places: dict[str, Place]
    teacher: SignedIn
    stranger: SignedIn
    mother: SignedIn

    @property
    def roll(self) -> str:
        """Return the address of the roll."""
        return f"/api/v1/clubs/sessions/{self.session.uid}/roll"

    @property
    def hand_overs(self) -> str:
        """Return the address of the hand-overs."""
        return f"/api/v1/clubs/sessions/{self.session.uid}/hand-overs"

    def mark(self, name: str, mark: str = "present", **more: Any) -> dict[str, Any]:
        """Return one line about a child."""
        place = str(self.places[name].uid)
        return {"uid": str(uuid4()), "place": place, "mark": mark, "client_time": NOW} | more

    def marks(self, *lines: dict[str, Any]) -> dict[str, Any]:
        """Return a roll-call as it is sent."""
        return {"client_time": NOW, "marks": list(lines)}


@pytest.fixture
def afternoon(db: None, settings: Any, business_clock: object, tmp_path: Path) -> Iterator[Any]:
    """Found the school and plan the session."""
    settings.XUEYOU_ROLES = "tests.domains.clubs.room"
    settings.DATA = tmp_path
    roles.cache_clear()
    world = found_school()
    meet_all_day(world.city)
    teacher = appoint("teacher", world.school)
    assert isinstance(teacher.user, User)
    club = world.add("棋", teacher_uid=world.teacher(teacher.user).uid)
    children = {name: pupil(world, name) for name in ("林一", "林二")}
    places = {
        name: world.place(club, child, from_on=date(2026, 11, 1))
        for name, child in children.items()
    }
    yield Afternoon(
        world,
        world.session(club, TODAY),
        places,
        teacher,
        appoint("teacher", world.school),
        guard(children["林一"]),
    )
    roles.cache_clear()
