"""A city's enrolment with four files, an officer of the bureau and a clerk of a school."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from tests.domains.enrolment.world import World, child_of, found_world, key, parent
from tests.surfaces.calls import conftest as desks
from xueyou.domains.checks.seen import seen_of
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.attesting import Fact, attest
from xueyou.platform.access.roles import roles
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

FILE = re.compile(r"/(?:desk/files|calls/applications)/([0-9a-f-]{36})/")
NAMES = ("林知夏", "阿卜杜热合曼·艾则孜", "周子衿", "许砚舟")


class Desk(desks.Desk):
    """A check desk: what is posted about a file holds for the file as it stands, unless said."""

    def post(self, path: str, given: Mapping[str, Any] | None = None) -> HttpResponse:
        """Post a form with a fresh key, and with the mark that the page carries."""
        found = FILE.match(path)
        seen = {"seen": seen_of(Application.objects.get(uid=found[1]))} if found else {}
        return super().post(path, {**seen, **(given or {})})


def desk_of(role: str, place: Organisation) -> Desk:
    """Return somebody new who holds the role and checks files."""
    desk = desks.desk_of(role, place)
    return Desk(desk.actor, desk.browser)


@dataclass
class Checked:
    """Who sits where, and the files, by the child's name."""

    world: World
    officer: Desk
    clerk: Desk
    files: dict[str, Application]

    def says(self, name: str, source: str, **facts: tuple[str, str]) -> None:
        """Let an office answer about a child: value, and how it stands."""
        said = {fact: Fact(value, stands) for fact, (value, stands) in facts.items()}  # type: ignore[arg-type]
        with act(SYSTEM, "calls.attestations.import") as a:
            attest(a, self.files[name], source, said, observed_at=a.business_at)
            a.about("call", self.world.call.uid)
            a.data = {"source": source, "rows": 1, "same": 0}

    def state(self, name: str) -> str:
        """Return where a file stands in the kernel."""
        return Application.objects.values_list("state", flat=True).get(pk=self.files[name].pk)


def found_checked() -> Checked:
    """Found the city, and let four families ask: two for LY, two for QX."""
    world = found_world()
    files = {}
    for name, wish in zip(NAMES, ("LY", "LY", "QX", "QX"), strict=True):
        family = parent(f"{name}的家长")
        files[name] = world.handed_in(family, child_of(family, name=name), (wish,))
    return Checked(
        world,
        desk_of("enrolment_officer", world.office.bureau),
        desk_of("school_clerk", world.schools["LY"]),
        files,
    )


@pytest.fixture
def checked(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Iterator[Checked]:
    """Found it, under the site's own roles."""
    settings.DATA = tmp_path
    settings.XUEYOU_ROLES = "tests.domains.enrolment.roles"
    roles.cache_clear()
    yield found_checked()
    roles.cache_clear()


__all__ = ["Checked", "Desk", "desk_of", "key"]
