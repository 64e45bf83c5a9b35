"""A reviewed plan without its review: a version with accepted items, set up inside an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File

from tests.domains.plans.conftest import WORK_POINTS, City
from xueyou.domains.plans.models import Item, Plan, PlanDocument, PlanVersion, Project, Task
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.domains.plans.services.set_up_plan import set_up_plan
from xueyou.kernel.indicators.models import Target
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY, business_now

CONFIRM = register_verb("tests.plan.confirm", zh="确认一个测试用的计划")
START, END = date(2026, 1, 1), date(2027, 1, 1)
FEBRUARY = datetime(2026, 2, 27, 9, 0, tzinfo=CITY)


def task(
    key: str, title: str, *units: str, due_on: str | None = None, **more: Any
) -> dict[str, Any]:
    """Describe a task; the first unit leads."""
    roles = [
        {"role": "lead" if place == 0 else "support", "unit": unit}
        for place, unit in enumerate(units)
    ]
    content = {"title": title, "theme": "学位", "units": roles, "due_on": due_on}
    return {"key": key, "kind": "task", "content": content, **more}


def indicator(
    key: str, name: str, value: str, unit: str, of: str | None, **more: Any
) -> dict[str, Any]:
    """Describe an indicator of a task: cumulative, at least so much, unless said otherwise."""
    content = {
        "name": name,
        "value": value,
        "unit": unit,
        "comparator": more.pop("comparator", "ge"),
        "period": more.pop("period", "2026"),
        "nature": more.pop("nature", "cumulative"),
        "direction": more.pop("direction", "up"),
        "tolerance": 0,
        "curve": {"kind": "time"},
        "task": of,
        "subject": more.pop("subject", None),
        "hedge": "",
    }
    return {"key": key, "kind": "indicator", "content": content, **more}


def project(key: str, name: str, **content: Any) -> dict[str, Any]:
    """Describe a project."""
    said = {"name": name, "money_fen": None, "starts_on": None, "due_on": None, "places": 0}
    said |= {"organisation": None, "task": None, **content}
    return {"key": key, "kind": "project", "content": said}


def milestone(key: str, name: str, due_on: str, **content: Any) -> dict[str, Any]:
    """Describe a milestone of a task or a project."""
    said = {"name": name, "due_on": due_on, "task": None, "project": None, **content}
    return {"key": key, "kind": "milestone", "content": said}


@dataclass
class Steered:
    """A plan under way, with what tests ask for by name."""

    plan: Plan
    version: PlanVersion

    def task(self, title: str) -> Task:
        """Return a task by its title."""
        return Task.objects.get(plan=self.plan, title=title)

    def project(self, title: str) -> Project:
        """Return a project by its title."""
        return Project.objects.get(plan=self.plan, title=title)

    def target(self, name: str, place: str = "") -> Target:
        """Return a standing target by its indicator's name, of the plan's own or a county's."""
        rows = Target.objects.filter(indicator__name=name, superseded_at=None)
        subject = (
            rows.filter(subject__name=place)
            if place
            else rows.filter(subject=self.plan.organisation_id)
        )
        found: Target = subject.get()
        return found


def hand_in_document(actor: SignedIn, name: str) -> UUID:
    """Hand a text in as a document of the actor's organisation."""
    upload = File(BytesIO(f"{WORK_POINTS}{name}".encode()), name=f"{name}.txt")
    return receive_document(actor=actor, upload=upload, key=str(uuid4()))


def steer(
    city: City, items: Sequence[dict[str, Any]], at: datetime | None = None, actor: Any = None
) -> Steered:
    """Open a plan of the actor's organisation with these accepted items and set it up."""
    who = actor or city.officer
    plan = Plan.objects.create(
        uid=uuid7(),
        organisation=Organisation.objects.get(path=who.org_path),
        title="2026年工作要点",
        year=2026,
        starts_on=START,
        ends_on=END,
        state="steered",
        opened_at=business_now(),
    )
    return Steered(plan, add_version(city, plan, items, 1, at, who))


def add_version(
    city: City,
    plan: Plan,
    items: Sequence[dict[str, Any]],
    number: int,
    at: datetime | None = None,
    actor: Any = None,
) -> PlanVersion:
    """Confirm a version with these items; an item with "thread" continues an earlier one."""
    who = actor or city.officer
    PlanVersion.objects.filter(plan=plan, state="confirmed").update(state="superseded")
    document = PlanDocument.objects.get(uid=hand_in_document(who, f"第{number}版{plan.uid}"))
    version = PlanVersion.objects.create(
        uid=uuid7(),
        plan=plan,
        number=number,
        document=document,
        state="confirmed",
        opened_by=who.user,
        opened_at=business_now(),
    )
    for ordinal, item in enumerate(items, start=1):
        Item.objects.create(
            uid=uuid7(),
            version=version,
            ordinal=ordinal,
            start=ordinal * 10,
            end=ordinal * 10 + 5,
            quote=f"原文第{ordinal}句",
            confidence=90,
            **{"state": "accepted", "thread": uuid4(), **item},
        )
    with act(who, CONFIRM.name, at=at) as a:
        a.lock(plan)
        set_up_plan(a, version)
        a.about("plan", plan.uid)
    return version


def thread_of(plan: Plan, key: str) -> UUID:
    """Return the identity of an item by its key."""
    return Item.objects.filter(version__plan=plan, key=key).latest("pk").thread
