"""A small city, its officers, and a document to hand in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import File

from tests.wall_counties import found_counties
from tests.wall_world import Hung, hang
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

WORK_POINTS = """甲市教育局2026年工作要点

一、扩充学位
(一)加快学校建设。全年新建改扩建中小学12所，新增学位4200个。(责任单位：市教育局、市财政局)
(二)改善教室照明。完成2500间教室照明改造。(责任单位：市教育局)
"""


@dataclass
class City:
    """Officers ready to act: of the bureau, of two counties, of a department, and an auditor."""

    officer: SignedIn
    chief: SignedIn
    county_a: SignedIn
    county_b: SignedIn
    department: SignedIn
    auditor: SignedIn


@pytest.fixture
def city(db: None, settings: object, tmp_path: Path, business_clock: object) -> City:
    """Found the city by verbs, with its data in a folder of the test's own."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found_city()


def found_city() -> City:
    """Found the bureau, two counties with like names, a department, and appoint their people."""

    def found(name: str, kind: str, parent: Organisation | None = None) -> Organisation:
        with act(SYSTEM, "orgs.organisation.create") as a:
            return create_organisation(
                a, name=name, kind=kind, parent=parent, code=name, opened_on=date(2020, 1, 1)
            )

    def appoint(role: str, place: Organisation) -> SignedIn:
        user = User.objects.make(login_name=f"{role}-{place.pk}", name=f"{place.name}的人")
        grant_role(
            actor=SYSTEM,
            user=user,
            role=role,
            organisation=place,
            valid_from=date(2026, 1, 1),
            key=user.login_name,
        )
        return actor_for(user)

    bureau = found("甲市教育局", "bureau")
    a, b = found("甲县", "county", bureau), found("甲县乙区", "county", bureau)
    office = found("规划科", "department", bureau)
    return City(
        officer=appoint("plan_officer", bureau),
        chief=appoint("bureau_chief", bureau),
        county_a=appoint("county_officer", a),
        county_b=appoint("county_officer", b),
        department=appoint("department_officer", office),
        auditor=appoint("auditor", bureau),
    )


HandIn = Callable[..., UUID]


@pytest.fixture
def hand_in() -> HandIn:
    """Return what hands a text in as a file and gives the document's uid."""

    def make(
        actor: SignedIn, text: str = WORK_POINTS, name: str = "要点.txt", key: str = "k1"
    ) -> UUID:
        upload = File(BytesIO(text.encode()), name=name)
        return receive_document(actor=actor, upload=upload, key=key)

    return make


@pytest.fixture
def hung(city: City) -> Hung:
    """Hang the made plan on the wall of the little city."""
    bureau = Organisation.objects.get(kind="bureau")
    assert city.officer.user is not None
    return hang(bureau, found_counties(bureau), city.officer.user)
