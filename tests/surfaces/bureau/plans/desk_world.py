"""A plan under review, and forms as a person's page draws them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from lxml.html import FormElement, HtmlElement

from tests.surfaces.soup import page_of
from xueyou.domains.plans.models import Item, Plan
from xueyou.domains.plans.services.plan_versions import open_plan
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User


def opened_by(login_name: str, document: UUID) -> Plan:
    """Open a read document as the plan of 2026."""
    uid = open_plan(
        actor=actor_for(User.objects.get(login_name=login_name)),
        document_uid=document,
        title="2026年工作要点",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=str(uuid4()),
    )
    return Plan.objects.get(uid=uid)


@dataclass
class Page:
    """A page of the desk that somebody has open."""

    client: Client
    tree: HtmlElement

    def form(self, end: str) -> FormElement | None:
        """Return the form whose address ends so; None where the page draws none."""
        found = [form for form in self.tree.forms if str(form.get("action", "")).endswith(end)]
        return found[0] if found else None

    def send(self, end: str, **changed: str) -> Any:
        """Send that form as it was drawn, some fields typed over."""
        form = self.form(end)
        assert form is not None, end
        fields = dict(form.form_values()) | {k.replace("__", "-"): v for k, v in changed.items()}
        return self.client.post(str(form.get("action")), fields)


def look(client: Client, document: UUID, **asked: str) -> Page:
    """Open the desk in a browser."""
    answer = client.get(f"/bureau/plans/{document}/review/", asked)
    assert answer.status_code == 200, answer.status_code
    return Page(client, page_of(answer))


def item_named(plan: Plan, name: str) -> Item:
    """Return the indicator whose name holds these words."""
    indicators = Item.objects.filter(version__plan=plan, kind="indicator")
    (found,) = [item for item in indicators if name in item.content["name"]]
    return found
