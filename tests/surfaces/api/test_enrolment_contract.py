"""The operations of enrolment keep their description, whoever asks and whatever is sent."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from tests.domains.enrolment.conftest import own_roles
from tests.surfaces.api.contract import (
    answered_share,
    asked_by_all,
    description_served,
    operations,
)
from tests.surfaces.api.season import Season, found_season

__all__ = ["own_roles"]
TAGS = ("招生与报名", "公示", "报到和名册")


@pytest.fixture
def described(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Serve the description."""
    with description_served(monkeypatch, settings) as found:
        yield found


def real(season: Season) -> Callable[[Any], None]:
    """Return what makes every other example about the things there are."""
    world, turns = season.arrived.enrolment, count()
    uids = {
        "calls": world.call.uid,
        "rounds": world.round.uid,
        "publications": season.publication.uid,
        "arrivals": season.arrived.school.uid,
        "rolls": season.arrived.school.uid,
    }

    def change(case: Any) -> None:
        if next(turns) % 2 == 0 and "uid" in (case.path_parameters or {}):
            named = next(name for name in uids if f"/{name}/" in case.path)
            case.path_parameters["uid"] = str(uids[named])

    return change


def test_enrolment_keeps_its_description(db: None, own_roles: None, described: Any) -> None:
    """As an office, a school, a registrar, a parent and nobody: no 500, no breach."""
    season = found_season()
    wanted = operations(described, *TAGS)
    assert len(wanted) == 10
    found = asked_by_all(wanted, season.tablets, real(season))
    assert answered_share(found) == 1
    for (label, person), statuses in found.items():
        assert "/publications" in label or person not in ("parent", "nobody") or min(statuses) > 399
