"""Verbs on a plan as a whole: open it from a read document, accept the rest, confirm, abandon."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.steering import CONFIRM_PLAN, OPEN_PLAN, REVIEW_PLAN
from xueyou.domains.plans.models import Item, ItemChange, Plan, PlanDocument, PlanVersion
from xueyou.domains.plans.services import review_verbs as verbs
from xueyou.domains.plans.services.contents import asks_tolerance
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.proposing import Proposed, propose, refuse_reports
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.domains.plans.services.reviewing import ACCEPTED, OPEN
from xueyou.domains.plans.services.set_up_plan import set_up_plan
from xueyou.domains.plans.services.splitting import in_review
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import NotAllowed, require, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation, OrganisationKind

SURE = 80
"""Percent of confidence below which an item is never accepted along with others."""
AT_ONCE = 500
"""Rows written by one statement."""


def open_plan(
    *,
    actor: Actor,
    document_uid: UUID | str,
    title: str,
    year: int,
    starts_on: date,
    ends_on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Make a read document a plan under review, its promises as open items; return the plan's uid.

    `ends_on` is the first day after it. Raises NotFound, NotAllowed, PlanRefused (a report; a
    document that is a plan already; days that do not fit).
    """
    request = {
        "document": str(document_uid),
        "title": title,
        "year": year,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }
    with act(actor, verbs.OPEN_PLAN.name, at=at, key=key, request=request) as a:
        document = readable(actor, document_uid)
        organisation = document.organisation
        require(actor, OPEN_PLAN, path=organisation.path)
        user = person(actor)
        a.about("plan", document.uid, org_path=organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        _check_head(title, year, starts_on, ends_on)
        a.lock(document)
        refuse_if_taken(document)
        proposals = proposals_of(document)
        plan = Plan.objects.create(
            uid=uuid7(),
            organisation=organisation,
            title=" ".join(title.split()),
            year=year,
            starts_on=starts_on,
            ends_on=ends_on,
            opened_at=a.at,
        )
        version = PlanVersion.objects.create(
            uid=uuid7(), plan=plan, number=1, document=document, opened_by=user, opened_at=a.at
        )
        items = [item_of(version, ordinal, given) for ordinal, given in enumerate(proposals, 1)]
        Item.objects.bulk_create(items, batch_size=AT_ONCE)
        a.about("plan", plan.uid, org_path=organisation.path)
        a.data = {"document": document.uid, "items": len(items)}
        a.outcome = {"uid": str(plan.uid)}
        return plan.uid


def accept_rest(*, actor: Actor, plan_uid: UUID | str, key: str, at: datetime | None = None) -> int:
    """Accept all open items that the reader is sure of and nobody has touched; return how many.

    What is doubtful, asks a question, was reopened, or differs from the version before never goes
    along: somebody has to look at it. Raises NotFound, PlanRefused.
    """
    request = {"plan": str(plan_uid)}
    with act(actor, verbs.ACCEPT_REST.name, at=at, key=key, request=request) as a:
        plan = _plan(actor, REVIEW_PLAN, plan_uid)
        user = person(actor)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        if a.repeated:
            return int(a.outcome["items"])
        version = in_review(plan)
        a.lock(version)
        _refuse_unless_in_review(version)
        rows = Item.objects.filter(
            version=version, state=OPEN, revision=1, confidence__gte=SURE, carries=None
        )
        items = [
            item for item in rows if not item.doubts and not asks_tolerance(item.kind, item.content)
        ]
        _accept_all(items, user, a.at, a.uid)
        a.data = {"items": len(items)}
        a.outcome = {"items": len(items)}
        return len(items)


def confirm_version(
    *, actor: Actor, plan_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Confirm the version in review: the plan is steered by it from now on.

    Raises NotFound, and PlanRefused while an item is open, or where nothing was accepted.
    """
    request = {"plan": str(plan_uid)}
    with act(actor, verbs.CONFIRM.name, at=at, key=key, request=request) as a:
        plan = _plan(actor, CONFIRM_PLAN, plan_uid)
        user = person(actor)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        if a.repeated:
            return
        version = in_review(plan)
        hold_open(a, plan, version)
        _refuse_unless_in_review(version)
        left = version.items.filter(state=OPEN).count()
        if left:
            raise PlanRefused(f"还有{left}项没有核对。都定下来以后，才能确认这份计划。")
        taken = version.items.filter(state=ACCEPTED).count()
        if not taken:
            raise PlanRefused("一项都没有接受，没有什么可督办的。请先接受至少一项。")
        plan.versions.filter(state="confirmed").update(state="superseded")
        version.state = "confirmed"
        version.confirmed_by, version.confirmed_at = user, a.at
        version.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        plan.state = "steered"
        plan.save(update_fields=["state"])
        set_up_plan(a, version)
        a.data = {"version": version.number, "items": taken}


def abandon_version(
    *, actor: Actor, plan_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Give up the version in review. The version in force, if there is one, stays as it is.

    Raises NotFound, PlanRefused.
    """
    request = {"plan": str(plan_uid)}
    with act(actor, verbs.ABANDON.name, at=at, key=key, request=request) as a:
        plan = _plan(actor, CONFIRM_PLAN, plan_uid)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        if a.repeated:
            return
        version = in_review(plan)
        a.lock(plan, version)
        _refuse_unless_in_review(version)
        version.state = "abandoned"
        version.save(update_fields=["state"])
        if plan.state == "review":
            plan.state = "closed"
            plan.save(update_fields=["state"])
        a.data = {"version": version.number}


def readable(actor: Actor, document_uid: UUID | str) -> PlanDocument:
    """Return a document that the actor may read. Raises NotFound."""
    document = target(actor, READ_DOCUMENT, document_uid)
    assert isinstance(document, PlanDocument)
    return document


def person(actor: Actor) -> User:
    """Return the person who acts: decisions are people's. Raises NotAllowed for a job."""
    if not isinstance(actor.user, User):
        raise NotAllowed(REVIEW_PLAN.code)
    return actor.user


def refuse_if_taken(document: PlanDocument) -> None:
    """Raise PlanRefused where a plan was made of the document already, or it is not read yet."""
    taken = PlanVersion.objects.filter(document=document).first()
    if taken is not None and taken.state == "abandoned":
        raise PlanRefused("这份文件立过计划，后来放弃了。要重新立，请把文件再交一次。")
    if taken is not None:
        raise PlanRefused("这份文件已经立为计划了，不用再立。请从文件页点“核对”进去。")
    if not hasattr(document, "reading"):
        raise PlanRefused("这份文件还没有读完，读完以后才能立为计划。")


def proposals_of(document: PlanDocument) -> list[Proposed]:
    """Return what a document promises. Raises NotAPlan."""
    reading = json.loads(document.reading.result)
    refuse_reports(reading)
    return propose(reading, document.reading.text, county_codes(document.organisation))


def county_codes(organisation: Organisation) -> Mapping[str, str]:
    """Return the code of each county below an organisation, by its name and short name."""
    counties = Organisation.objects.filter(
        path__startswith=organisation.path, kind=OrganisationKind.COUNTY, closed_on=None
    ).exclude(pk=organisation.pk)
    names: dict[str, str] = {}
    for county in counties.exclude(code="").order_by("-path"):
        for name in (county.name, county.name.removesuffix("教育局"), county.short_name):
            if name:
                names[name] = county.code
    return names


def county_names(organisation: Organisation) -> dict[str, str]:
    """Return the name of each county below an organisation by its code."""
    names: dict[str, str] = {}
    for name, code in county_codes(organisation).items():
        names.setdefault(code, name)
    return names


def item_of(version: PlanVersion, ordinal: int, given: Proposed) -> Item:
    """Return a new open item of a version from what was proposed."""
    return Item(
        uid=uuid7(),
        version=version,
        key=given.key,
        kind=given.kind,
        ordinal=ordinal,
        content=given.content,
        start=given.start,
        end=given.end,
        quote=given.quote,
        confidence=given.confidence,
        doubts=list(given.doubts),
    )


def _plan(actor: Actor, permission: Permission, uid: UUID | str) -> Plan:
    plan = target(actor, permission, uid)
    assert isinstance(plan, Plan)
    return plan


def _refuse_unless_in_review(version: PlanVersion) -> None:
    if version.state != "review":
        raise PlanRefused("这一版已经有人确认或放弃了，没有再做什么。")


def _check_head(title: str, year: int, starts_on: date, ends_on: date) -> None:
    wrong: dict[str, str] = {}
    if not 2 <= len(" ".join(title.split())) <= 300:
        wrong["title"] = "名称请写 2 到 300 个字。"
    if not 2000 <= year <= 2100:
        wrong["year"] = "年份写成四位数，例如 2026。"
    if not starts_on < ends_on:
        wrong["ends_on"] = "结束的日子要在开始之后，请核对。"
    elif (ends_on - starts_on).days > 366 * 15:
        wrong["ends_on"] = "一份计划最多跨 15 年，请核对结束的日子。"
    refuse_if(wrong)


def _accept_all(items: Iterable[Item], user: User, at: datetime, act_uid: UUID) -> None:
    changes = []
    chosen = list(items)
    for item in chosen:
        before = {"state": OPEN, "content": item.content, "merged_into": None}
        item.state, item.revision = ACCEPTED, item.revision + 1
        item.decided_by, item.decided_at = user, at
        changes.append(
            ItemChange(
                item=item,
                revision=item.revision,
                deed="accept",
                before=before,
                after=before | {"state": ACCEPTED},
                by=user,
                at=at,
                act_uid=act_uid,
            )
        )
    for first in range(0, len(chosen), AT_ONCE):
        Item.objects.filter(pk__in=[item.pk for item in chosen[first : first + AT_ONCE]]).update(
            state=ACCEPTED, revision=2, decided_by=user, decided_at=at
        )
    ItemChange.objects.bulk_create(changes, batch_size=AT_ONCE)
