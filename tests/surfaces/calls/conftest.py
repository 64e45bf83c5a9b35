"""A school with its clerk and its principal, by the roles of the site, and pupils with families."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.domains.clubs.world import FIRST, LAST, appoint, belonging, founded, key
from tests.surfaces.browsers import signed_in
from tests.surfaces.soup import page_of
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY


@dataclass
class Desk:
    """Somebody signed in at a desk."""

    actor: SignedIn
    browser: Client

    def see(self, path: str) -> Any:
        """Return a page, which must be there."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return page_of(answer)

    def post(self, path: str, given: Mapping[str, Any] | None = None) -> HttpResponse:
        """Post a form with a fresh key."""
        return self.browser.post(path, {"idempotency_key": key(), **(given or {})})

    def do(self, path: str, given: Mapping[str, Any] | None = None) -> str:
        """Post a form that must be taken; return where it leads."""
        answer = self.post(path, given)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])


@dataclass
class School:
    """A school of a city, and who works there."""

    city: Organisation
    place: Organisation
    clerk: Desk
    principal: Desk


def desk_of(role: str, place: Organisation) -> Desk:
    """Return somebody new who holds the role and sits at a desk."""
    actor = appoint(role, place)
    return Desk(actor, signed_in(actor))


def box(moment: datetime) -> str:
    """Return a moment as a form's box takes it."""
    return moment.astimezone(CITY).strftime("%Y-%m-%dT%H:%M")


TERM = {
    "kind": "clubs.term",
    "title": "2027年春季课后服务",
    "year": "2026",
    "term": "2",
    "s-stage": "primary",
    "s-first_day": FIRST.isoformat(),
    "s-last_day": LAST.isoformat(),
    "s-billing": "attended",
    "s-wishes": "2",
}


@pytest.fixture
def school(db: None, settings: Any, tmp_path: Path, business_clock: object) -> School:
    """Found the school."""
    settings.DATA = tmp_path
    city = founded("试点市教育局", "bureau")
    Organisation.objects.filter(pk=city.pk).update(region_code="310101")
    place = founded("点餐小学", "school", city)
    return School(city, place, desk_of("school_clerk", place), desk_of("school_principal", place))


__all__ = ["TERM", "Desk", "School", "belonging", "box", "desk_of"]
