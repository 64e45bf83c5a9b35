"""临澄市 by its own verbs, somebody signed in, and a document that has been read."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import File
from django.test import Client

from tests.founding import founded
from tests.surfaces.browsers import signed_in
from xueyou.demo.world import found_city
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.jobs.api import work_off

WORK_POINTS = """临澄市教育局2026年教育工作要点

一、扩充学位
(一)加快学校建设。全年新建改扩建中小学12所，新增公办学位4200个左右。(责任单位：规划建设科、市发展改革委)
(二)改善教室照明。完成2500间教室照明改造，照明达标率达到100%。(责任单位：规划建设科)
二、让孩子吃得放心
(三)接入监管系统。1248个学校食堂全部接入监管系统。(责任单位：安全科、各县(市、区)政府)
"""


@pytest.fixture
def city(db: None, settings: object, tmp_path: Path, business_clock: object) -> None:
    """Found the demonstration city, with its data in a folder of the test's own."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    founded(found_city)


SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(city: None) -> SignIn:
    """Return what gives a browser in which somebody is signed in."""

    def make(login_name: str = "hanwei", **options: object) -> Client:
        return signed_in(User.objects.get(login_name=login_name), **options)

    return make


@pytest.fixture
def officer(sign_in: SignIn) -> Client:
    """Return the browser of the bureau's plan officer."""
    return sign_in("hanwei")


HandIn = Callable[..., UUID]


@pytest.fixture
def hand_in(city: None) -> HandIn:
    """Return what hands a text in and, unless told otherwise, has it read."""

    def make(
        text: str = WORK_POINTS,
        *,
        name: str = "要点.txt",
        login_name: str = "hanwei",
        read: bool = True,
    ) -> UUID:
        uid = receive_document(
            actor=actor_for(User.objects.get(login_name=login_name)),
            upload=File(BytesIO(text.encode()), name=name),
            key=f"{login_name}-{name}-{len(text)}",
        )
        if read:
            work_off()
        return uid

    return make


@pytest.fixture
def document(hand_in: HandIn) -> str:
    """Return the address of a document that has been read."""
    return f"/bureau/plans/{hand_in()}/"
