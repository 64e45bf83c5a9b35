"""Verbs of review that change how many items there are: split, undo a split, add one by hand."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import REVIEW_PLAN
from xueyou.domains.plans.models import Item, ItemChange, Plan, PlanVersion
from xueyou.domains.plans.services import review_verbs as verbs
from xueyou.domains.plans.services.conflicts import Yours
from xueyou.domains.plans.services.contents import Content, name_of
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import (
    ACCEPTED,
    MERGED,
    OPEN,
    REJECTED,
    SPLIT,
    Deciding,
    checked_in,
    deciding,
    record,
)
from xueyou.platform.access.reading import NotAllowed, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

MOST_PARTS = 12
MADE = "S"
"""Begins the key of an item that officers made: S1, S2 …"""
UNDOABLE = ("accept", "edit", "reject", "reopen", "merge", "split", "add")


def split(
    *,
    actor: Actor,
    item_uid: UUID | str,
    revision: int,
    parts: Sequence[Mapping[str, Any]],
    key: str,
    at: datetime | None = None,
) -> None:
    """Say that an item is several: each part becomes an open item of its own, with the same words.

    `parts`: two or more whole contents. Raises Conflict, NotFound, PlanRefused.
    """
    yours = Yours("split", parts=tuple(parts))
    request = {"parts": [dict(part) for part in parts]}
    with deciding(
        actor, verbs.SPLIT, item_uid, revision, yours, key=key, at=at, request=request
    ) as (now, _):
        if now is None:
            return
        item = now.item
        if item.state not in (OPEN, ACCEPTED):
            raise PlanRefused("这一项已经退回、并走或拆开了，不能再拆。请先放回待核对。")
        if item.absorbed.filter(state=MERGED).exists():
            raise PlanRefused("有别的项并到了这一项，请先把那几项放回，再拆。")
        contents = _contents(item, parts)
        number = _next_number(item.version)
        Item.objects.bulk_create(
            _made(item.version, item, f"{MADE}{number + place}", content)
            for place, content in enumerate(contents)
        )
        now.a.data = {"parts": len(contents)}
        now.decide("split", SPLIT)


def undo(
    *, actor: Actor, item_uid: UUID | str, revision: int, key: str, at: datetime | None = None
) -> None:
    """Take back one's own last decision on an item, if nobody changed it since.

    Raises Conflict where somebody did, NotFound, PlanRefused where the decision was not his own.
    """
    with deciding(actor, verbs.UNDO, item_uid, revision, Yours("undo"), key=key, at=at) as (now, _):
        if now is None:
            return
        item = now.item
        last = ItemChange.objects.filter(item=item, revision=item.revision).first()
        if last is None or last.by_id != now.user.pk or last.deed not in UNDOABLE:
            raise PlanRefused("这一项最后不是您定的，或者已经撤销过了，没有再动它。")
        if last.deed == "split":
            _gather(now)
        if item.absorbed.filter(state=MERGED).exists() and last.before.get("state") not in (
            OPEN,
            ACCEPTED,
        ):
            raise PlanRefused("有别的项并到了这一项，不能撤销。请先把那几项放回。")
        _restore(now, last)


def add(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    kind: str,
    content: Mapping[str, Any],
    quote: str,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Add an item that the reader missed; its words must stand in the document. Return its uid.

    Raises NotFound, PlanRefused.
    """
    request = {"plan": str(plan_uid), "kind": kind, "content": dict(content), "quote": quote}
    with act(actor, verbs.ADD.name, at=at, key=key, request=request) as a:
        plan = target(actor, REVIEW_PLAN, plan_uid)
        assert isinstance(plan, Plan)
        user = actor.user
        if not isinstance(user, User):
            raise NotAllowed(REVIEW_PLAN.code)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        version = in_review(plan)
        a.lock(version)
        if version.state != "review":
            raise PlanRefused("这一版已经不在核对，没有补上。")
        start, end = place_of(quote, version.document.reading.text)
        item = _made(version, None, f"{MADE}{_next_number(version)}", {})
        item.kind, item.start, item.end = kind, start, end
        before = version.items.filter(start__lte=start).order_by("-start", "-ordinal").first()
        item.ordinal = before.ordinal if before else 0
        item.quote = version.document.reading.text[start:end]
        item.content = checked_in(item, content)
        item.state, item.decided_by, item.decided_at = ACCEPTED, user, a.at
        item.save()
        record(a, item, "add", {}, user)
        a.data = {"plan": plan.uid}
        a.outcome = {"uid": str(item.uid)}
        return item.uid


def in_review(plan: Plan) -> PlanVersion:
    """Return the plan's version in review. Raises PlanRefused where there is none."""
    version = (
        plan.versions.filter(state="review")
        .select_related("plan__organisation", "document__reading")
        .first()
    )
    if version is None:
        raise PlanRefused("这份计划现在没有在核对的版本，没有做任何改动。")
    return version


def place_of(quote: str, text: str) -> tuple[int, int]:
    """Return where words stand in a text, blanks and line breaks apart. Raises PlanRefused."""
    tidy = "".join(quote.split())
    if not 2 <= len(tidy) <= 500:
        raise PlanRefused({"quote": "请从原文里抄一句，2 到 500 个字。"})
    pattern = r"\s*".join(re.escape(each) for each in tidy)
    found = re.search(pattern, text)
    if found is None:
        raise PlanRefused({"quote": "原文里没有找到这句话。请从左边原样抄下来。"})
    return found.span()


def _contents(item: Item, parts: Sequence[Mapping[str, Any]]) -> list[Content]:
    if not 2 <= len(parts) <= MOST_PARTS:
        raise PlanRefused({"parts": f"一项拆成 2 到 {MOST_PARTS} 项，现在是 {len(parts)} 项。"})
    contents: list[Content] = []
    wrong: dict[str, str] = {}
    for number, part in enumerate(parts, 1):
        try:
            contents.append(checked_in(item, part))
        except PlanRefused as refused:
            wrong |= {f"{number}-{field}": zh for field, zh in refused.wrong.items()}
    if wrong:
        raise PlanRefused(wrong)
    names = [name_of(content) for content in contents]
    if len({str(content) for content in contents}) != len(names):
        raise PlanRefused({"parts": "拆出来的两项一模一样，请改得不同，或者不拆。"})
    return contents


def _made(version: PlanVersion, whole: Item | None, key: str, content: Content) -> Item:
    made = Item(uid=uuid7(), version=version, key=key, content=content, confidence=100, doubts=[])
    made.ordinal = whole.ordinal if whole else 0
    made.kind = whole.kind if whole else ""
    made.start, made.end = (whole.start, whole.end) if whole else (0, 0)
    made.quote = whole.quote if whole else ""
    made.split_from = whole
    return made


def _next_number(version: PlanVersion) -> int:
    """Return the next free number of an item made by officers; the version is locked."""
    keys = Item.objects.filter(version=version, key__regex=r"^S[0-9]+$").values_list(
        "key", flat=True
    )
    return max((int(key[1:]) for key in keys), default=0) + 1


def _gather(now: Deciding) -> None:
    """Take the parts of a split back into the whole; refused once anybody decided on a part."""
    parts = list(now.item.parts.all())
    if any(part.state != OPEN or part.revision != 1 for part in parts):
        raise PlanRefused("拆出来的项已经有人核对过，不能整个撤销。请一项一项改。")
    for part in parts:
        before = {"state": OPEN, "content": part.content, "merged_into": None}
        part.state = REJECTED
        part.decided_by, part.decided_at = now.user, now.a.at
        part.revision += 1
        part.save()
        record(now.a, part, "reject", before, now.user)


def _restore(now: Deciding, last: ItemChange) -> None:
    item = now.item
    if not last.before:
        now.decide("undo", REJECTED)
        return
    state = last.before["state"]
    if state == MERGED:
        item.merged_into = Item.objects.get(version=item.version_id, key=last.before["merged_into"])
        if item.merged_into.state not in (OPEN, ACCEPTED):
            raise PlanRefused("原来并到的那一项已经不在了，不能撤销。请重新并。")
    now.decide("undo", state, last.before["content"])
