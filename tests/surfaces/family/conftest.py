"""An open call of a county, a family that is signed in, and what goes through its form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.kernel.calls.world import World, citizen_number, found_world, key
from tests.surfaces.soup import one, page_of
from xueyou.kernel.calls.models import Application
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.roles import roles
from xueyou.platform.accounts.models import User


@pytest.fixture
def own_roles(settings: Any, business_clock: object) -> Iterator[None]:
    """Let the site's family meet officers that only tests know."""
    settings.XUEYOU_ROLES = "tests.surfaces.family.own_roles"
    roles.cache_clear()
    yield
    roles.cache_clear()


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the county with its call open."""
    return found_world()


@dataclass
class Family:
    """A family's account and its phone."""

    actor: SignedIn
    phone: Client

    def begin(self, world: World, serial: int = 8, name: str = "林知夏") -> Application:
        """Begin the form for a child by its number."""
        answer = self.phone.post(
            f"/family/calls/{world.call.uid}/start/",
            {
                "idempotency_key": key(),
                "name": name,
                "kind": "citizen",
                "number": citizen_number(serial),
            },
        )
        assert answer.status_code == 302, answer.content.decode()
        return Application.objects.get(uid=answer["Location"].split("/")[3])

    def fill(self, application: Application, code: str, **given: Any) -> HttpResponse:
        """Post a page of the form."""
        return self.phone.post(f"/family/applications/{application.uid}/form/{code}/", given)

    def hand_in(self, application: Application) -> HttpResponse:
        """Hand in what the page for checking shows, with the code that it carries."""
        path = f"/family/applications/{application.uid}/check/"
        shown = page_of(self.phone.get(path))
        given = one(shown, "form.actions input[name=idempotency_key]").get("value")
        return self.phone.post(path, {"idempotency_key": given})


def family_of(name: str = "林家长") -> Family:
    """Return a family that is signed in."""
    user = User.objects.make(login_name=f"u{key()[:12]}", name=name, staff=False)
    phone = Client()
    phone.force_login(user)
    return Family(actor_for(user), phone)


@pytest.fixture
def family(world: World) -> Family:
    """Return a family that is signed in."""
    return family_of()
