"""A city with two counties that enrol in one season, and who watches it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domains.enrolment.world import (
    World,
    child_of,
    found_world,
    key,
    parent,
    rules,
    take_zones,
)
from tests.kernel.calls.world import CLOSES, OPENS, citizen_number
from tests.surfaces.desk.conftest import Desk, desk_of
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.registry.models import Person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.roles import roles
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

POINTS = {"LY": "1000 2000", "WL": "1400 2100", "QX": "5200 300"}


@dataclass
class Two:
    """Two counties of a city, each with a call of primary schools; who sits where."""

    east: World
    west: World
    city: Desk
    officer: Desk
    chief: Desk
    child: Person
    family: SignedIn
    files: list[Application]


def _organisation(name: str, kind: str, parent_: Organisation, code: str) -> Organisation:
    with act(SYSTEM, "orgs.organisation.create") as a:
        return create_organisation(
            a, name=name, kind=kind, parent=parent_, code=code, opened_on=date(2020, 1, 1)
        )


def county_call(world: World, name: str) -> World:
    """Open the same season in a county of the city: one school."""
    county = _organisation(name, "county", world.office.bureau, f"{name}教育局")
    school = _organisation(f"{name}实验小学", "school", county, f"{name}S")
    take_zones(world.officer, county, [{"地名": "桂园小区", "学校代码": f"{name}S"}])
    uid = open_call(
        actor=world.officer,
        kind="enrolment.school",
        organisation_uid=county.uid,
        year=2026,
        title=f"{name}2026年小学入学",
        settings={"stage": "primary"},
        key=key(),
    )
    times = Times(OPENS, CLOSES, reply_by=CLOSES + timedelta(days=20))
    round_uid = add_round(actor=world.officer, call_uid=uid, times=times, key=key())
    option = add_option(
        actor=world.officer,
        call_uid=uid,
        organisation_uid=school.uid,
        code=f"{name}S",
        title=school.name,
        attributes={"zone": f"{name}S", "school": f"{name}S"},
        key=key(),
    )
    add_line(
        actor=world.officer,
        round_uid=round_uid,
        option_uid=option,
        kind="planned",
        delta=2,
        reason="招生计划",
        key=key(),
    )
    announce_round(
        actor=world.officer,
        round_uid=round_uid,
        rules=rules(),
        source="甲教〔2026〕5号",
        key=key(),
    )
    return World(
        world.office,
        world.officer,
        {"S": school},
        Call.objects.get(uid=uid),
        Round.objects.get(uid=round_uid),
        {"S": Option.objects.get(uid=option)},
    )


def found_two() -> Two:
    """Found them; a child is asked for in both, three others once."""
    east = found_world(places=2)
    west = county_call(east, "乙县")
    for code, place in POINTS.items():
        option = Option.objects.get(pk=east.options[code].pk)
        Option.objects.filter(pk=option.pk).update(attributes={**option.attributes, "place": place})
    family = parent("两头报的家长")
    child = child_of(family, name="两头报", number=citizen_number(41, date(2020, 3, 1)))
    files = [east.handed_in(family, child, ("LY",)), west.handed_in(family, child, ("S",))]
    for name in ("只报一处", "也报一处"):
        other = parent(f"{name}的家长")
        files.append(east.handed_in(other, child_of(other, name=name), ("QX",)))
    return Two(
        east,
        west,
        desk_of("enrolment_officer", east.office.bureau),
        desk_of("enrolment_officer", west.call.organisation),
        desk_of("bureau_chief", east.office.bureau),
        child,
        family,
        files,
    )


@pytest.fixture
def two(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Iterator[Two]:
    """Found it, under the site's own roles."""
    settings.DATA = tmp_path
    settings.XUEYOU_ROLES = "tests.domains.enrolment.roles"
    roles.cache_clear()
    yield found_two()
    roles.cache_clear()
