"""A county morning: one school prepares, one is on the stage, one has its list at the gate."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File

from tests.domains.classes.grade import Grade, found, written
from tests.domains.classes.test_teams import teachers
from tests.journeys.site import Site, serving
from tests.kernel.registry.people_world import Family, family, guard, officer
from xueyou.domains.classes.models import Lot
from xueyou.domains.classes.services.requests import log_request
from xueyou.domains.classes.services.teams import HEADS, build_teams
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.time import frozen_business

LATE = "许迟来"
"""Enrolled in the grade whose list hangs at the gate."""
BEFORE = datetime.fromisoformat("2026-11-19T08:00:00+08:00")


@dataclass
class Morning:
    """Who opens pages, and the uids that stand in their addresses."""

    here: Grade
    there: Grade
    parent: Family
    uids: dict[str, UUID]
    site: Site | None = None
    people: dict[str, SignedIn] = field(default_factory=dict)

    @property
    def served(self) -> Site:
        """Return the site, which stands."""
        assert self.site is not None
        return self.site


def found_morning(folder: Path) -> Morning:
    """Found it, the day before."""
    with frozen_business(BEFORE) as clock:
        here = found(folder, clock, pupils=0)
        for number in range(24):
            here.enrol(number)
            here.enrol(number + 500, grade=8)
        there = _another(here, clock)
        uids = _prepared(here) | _at_the_gate(here) | _on_the_stage(there)
        here.enrol(700, name=LATE, grade=8)
        parent = family("lin")
        child = here.people[1]
        guard(parent, child)
        uids["child"] = child.uid
        uids["place"] = child.grade_places.get().uid
    people = {
        "clerk": here.clerk,
        "principal": here.principal,
        "county": here.county,
        "stage": there.clerk,
        "parent": parent.actor,
    }
    return Morning(here, there, parent, uids, people=people)


def _another(here: Grade, clock: Any) -> Grade:
    places = here.places
    there = Grade(
        places,
        places.school_b,
        here.other_clerk,
        here.clerk,
        officer("school_principal", places.school_b, "principal-b"),
        here.other_county,
        here.county,
        here.path,
        clock,
    )
    for number in range(24):
        there.enrol(number + 1000)
    for number in range(4):
        there.enrol(number + 1500, grade=8)
    return there


def _prepared(grade: Grade) -> dict[str, UUID]:
    """Let a school be ready to seal, with a demand that counts and one that was caught."""
    division = grade.open()
    grade.fill(division, {"居住片区": ["东区", "西区"] * 12})
    grade.demand(division, "together", "twins", 0, 1, reason="双胞胎，家长要求同班")
    grade.demand(division, "fixed", "other", 2, class_number=1, reason="家里有人托过")
    rows = [row for row in teachers() if row[3] != "英语"]
    seen: dict[object, int] = {}
    kept = []
    for row in rows:
        seen[row[3]] = seen.get(row[3], 0) + 1
        if seen[row[3]] <= 2 or row[9]:
            kept.append(row)
    with written(grade.path / "教师.xlsx", HEADS, kept).open("rb") as file:
        build_teams(
            actor=grade.clerk,
            division_uid=division.uid,
            upload=File(file, "教师.xlsx"),
            key=str(uuid4()),
        )
    grade.rehearse(division)
    return {"draft": division.uid}


def _at_the_gate(grade: Grade) -> dict[str, UUID]:
    """Let the list of another grade be up, and somebody have asked for another class."""
    division = grade.issued(grade=8)
    pupil = division.pupils.filter(given=1)[0]
    log_request(
        actor=grade.clerk,
        pupil_uid=pupil.uid,
        asked_by="guardian",
        words="离姥姥家近",
        to_class=2,
        key=str(uuid4()),
    )
    lot = division.lots.get()
    return {"issued": division.uid, "drawn": lot.uid}


def _on_the_stage(grade: Grade) -> dict[str, UUID]:
    """Let a school wait for its hour, over when the site opens; one lot is not promised yet."""
    division = grade.open()
    lot: Lot = grade.seal(division)
    grade.commit(lot)
    open_lot: Lot = grade.seal(grade.open(grade=8))
    return {"sealed": division.uid, "lot": lot.uid, "open_lot": open_lot.uid}


@contextmanager
def morning_site(folder: Path) -> Iterator[Morning]:
    """Found the morning and serve it."""
    met: list[Morning] = []
    with serving(folder, lambda: met.append(found_morning(folder))) as site:
        met[0].site = site
        yield met[0]
