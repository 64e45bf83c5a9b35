"""A steered plan of the small city, and a browser for each of its people."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.plans.conftest import City, found_city
from tests.domains.plans.steered import (
    FEBRUARY,
    Steered,
    indicator,
    milestone,
    project,
    steer,
    task,
)
from tests.surfaces.browsers import signed_in
from xueyou.domains.plans.services.reporting import report_value
from xueyou.platform.access.holdings import SignedIn

ITEMS = (
    task("T1", "加快学校建设", "规划科", "市财政局", "甲县", due_on="2026-12-31"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "1500", "个", "T1", subject="甲县"),
    indicator("F3", "乙区新增公办学位", "900", "个", "T1", subject="甲县乙区"),
    indicator("F4", "公办就读比例", "95", "%", "T1", nature="rate"),
    milestone("D1", "全部开工", "2026-06-30", task="T1"),
    task("T2", "均衡编班", "市教育局", due_on="2026-09-10"),
    project("P1", "甲县一中新建", organisation="甲县", task="T1", money_fen=236_000_000_00),
    milestone("D2", "主体封顶", "2026-09-30", project="P1"),
)
Browse = Callable[[SignedIn], Client]


@pytest.fixture
def city(db: None, settings: object, tmp_path: object, business_clock: object) -> City:
    """Found the small city, with its data in a folder of the test's own."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found_city()


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer a plan with two tasks, county shares and a project; one figure is reported."""
    under_way = steer(city, ITEMS, FEBRUARY)
    report_value(
        actor=city.officer,
        target_uid=under_way.target("新增公办学位").uid,
        value="2640",
        as_of=date(2026, 11, 18),
        words="验收单六份",
        key=str(uuid4()),
    )
    return under_way


@pytest.fixture
def browse() -> Browse:
    """Return what gives a browser in which this person is signed in."""
    return signed_in
