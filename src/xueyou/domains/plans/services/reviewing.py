"""Verbs of review: accept, edit, reject, reopen, merge. Each says which revision the actor saw.

Every decision locks the version first, so that two officers' decisions and the confirmation follow
one another; a decision on an item that was changed meanwhile raises Conflict and writes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import REVIEW_ITEM
from xueyou.domains.plans.models import Item, ItemChange
from xueyou.domains.plans.services import review_verbs as verbs
from xueyou.domains.plans.services.conflicts import Yours, check_revision
from xueyou.domains.plans.services.contents import (
    INDICATOR,
    PROJECT,
    TASK,
    Content,
    asks_tolerance,
    checked,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.access.reading import NotAllowed, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import Verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

OPEN, ACCEPTED, REJECTED, MERGED, SPLIT = "open", "accepted", "rejected", "merged", "split"
DECIDED = (ACCEPTED, REJECTED, MERGED)
ASKS_TOLERANCE = "原文没有写死数目，请先定：少多少以内算完成。"


@dataclass(slots=True)
class Deciding:
    """An open act upon one item: locked, seen in its present revision, its version in review."""

    a: ActInProgress
    item: Item
    user: User
    before: dict[str, Any]

    def decide(self, deed: str, state: str, content: Content | None = None) -> None:
        """Write the item's new state, and the change beside it."""
        item = self.item
        item.state = state
        if content is not None:
            item.content = content
        if state != MERGED:
            item.merged_into = None
        item.decided_by = None if state == OPEN else self.user
        item.decided_at = None if state == OPEN else self.a.at
        item.revision += 1
        item.save()
        record(self.a, item, deed, self.before, self.user)
        self.a.data = {**self.a.data, "revision": item.revision}
        self.a.outcome = {"revision": item.revision}


def snapshot(item: Item) -> dict[str, Any]:
    """Return what a change of an item keeps of it: state, content, where it was merged."""
    into = item.merged_into.key if item.merged_into_id and item.merged_into else None
    return {"state": item.state, "content": item.content, "merged_into": into}


def record(a: ActInProgress, item: Item, deed: str, before: dict[str, Any], user: User) -> None:
    """Keep what was done to an item, append-only."""
    ItemChange.objects.create(
        item=item,
        revision=item.revision,
        deed=deed,
        before=before,
        after=snapshot(item),
        by=user,
        at=a.at,
        act_uid=a.uid,
    )


@contextmanager
def deciding(
    actor: Actor,
    verb: Verb,
    item_uid: UUID | str,
    revision: int,
    yours: Yours,
    *,
    key: str,
    at: datetime | None,
    request: Mapping[str, Any] | None = None,
    also: UUID | str | None = None,
) -> Iterator[tuple[Deciding | None, Item | None]]:
    """Open the act of a decision; None in place of it where the key was answered before.

    `also`: another item of the same version that the decision needs, locked as well. Raises
    NotFound, Conflict, or PlanRefused where the version is not in review any more.
    """
    said = {"item": str(item_uid), "revision": revision, **(request or {})}
    with act(actor, verb.name, at=at, key=key, request=said) as a:
        item = target(actor, REVIEW_ITEM, item_uid)
        other = target(actor, REVIEW_ITEM, also) if also is not None else None
        assert isinstance(item, Item)
        user = actor.user
        if not isinstance(user, User):
            raise NotAllowed(REVIEW_ITEM.code)
        version = item.version
        a.about("plan_item", item.uid, org_path=version.plan.organisation.path)
        if a.repeated:
            yield None, None
            return
        a.lock(version, item, *([other] if other is not None else []))
        if version.state != "review":
            raise PlanRefused("这一版已经不在核对，您的决定没有记下。请看看最新的一版。")
        check_revision(item, revision, yours)
        yield Deciding(a, item, user, snapshot(item)), other


def accept(
    *,
    actor: Actor,
    item_uid: UUID | str,
    revision: int,
    key: str,
    tolerance: int | None = None,
    at: datetime | None = None,
) -> None:
    """Take an item as it stands; of one whose figure is "about", `tolerance` says what counts.

    `tolerance` in ten-thousandths. Raises Conflict, NotFound, PlanRefused.
    """
    with deciding(
        actor,
        verbs.ACCEPT,
        item_uid,
        revision,
        Yours("accept"),
        key=key,
        at=at,
        request={"tolerance": tolerance},
    ) as (now, _):
        if now is None:
            return
        take(now, tolerance)


def take(now: Deciding, tolerance: int | None = None) -> None:
    """Accept the item of an open act as it stands. Raises PlanRefused."""
    item = now.item
    _refuse_settled(item)
    content = dict(item.content)
    if tolerance is not None and item.kind == INDICATOR:
        content = checked(INDICATOR, content | {"tolerance": tolerance})
    if asks_tolerance(item.kind, content):
        raise PlanRefused({"tolerance": ASKS_TOLERANCE})
    now.decide("accept", ACCEPTED, content)


def edit(
    *,
    actor: Actor,
    item_uid: UUID | str,
    revision: int,
    content: Mapping[str, Any],
    key: str,
    at: datetime | None = None,
) -> None:
    """Put an item right and take it so. Raises Conflict (with both texts), NotFound, PlanRefused.

    `content` is whole, in the shape of services.contents.
    """
    yours = Yours("edit", content)
    request = {"content": dict(content)}
    with deciding(
        actor, verbs.EDIT, item_uid, revision, yours, key=key, at=at, request=request
    ) as (now, _):
        if now is None:
            return
        put_right(now, content)


def put_right(now: Deciding, content: Mapping[str, Any]) -> None:
    """Give the item of an open act this content, and accept it so. Raises PlanRefused."""
    _refuse_settled(now.item)
    now.decide("edit", ACCEPTED, checked_in(now.item, content))


def reject(
    *, actor: Actor, item_uid: UUID | str, revision: int, key: str, at: datetime | None = None
) -> None:
    """Say that it is no item: it will not be steered. What was merged into it must go first."""
    with deciding(actor, verbs.REJECT, item_uid, revision, Yours("reject"), key=key, at=at) as (
        now,
        _,
    ):
        if now is None:
            return
        turn_down(now)


def turn_down(now: Deciding) -> None:
    """Reject the item of an open act. Raises PlanRefused."""
    _refuse_settled(now.item)
    _refuse_if_absorbing(now.item)
    now.decide("reject", REJECTED)


def reopen(
    *, actor: Actor, item_uid: UUID | str, revision: int, key: str, at: datetime | None = None
) -> None:
    """Put a decided item back among the open ones."""
    with deciding(actor, verbs.REOPEN, item_uid, revision, Yours("reopen"), key=key, at=at) as (
        now,
        _,
    ):
        if now is None:
            return
        if now.item.state not in DECIDED:
            raise PlanRefused("这一项没有定下来，不用放回。拆开的项请改拆出来的那几项。")
        _refuse_if_absorbing(now.item)
        now.decide("reopen", OPEN)


def merge(
    *,
    actor: Actor,
    item_uid: UUID | str,
    revision: int,
    into_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Say that an item means the same as another of its kind: the other one stays."""
    with deciding(
        actor,
        verbs.MERGE,
        item_uid,
        revision,
        Yours("merge"),
        key=key,
        at=at,
        request={"into": str(into_uid)},
        also=into_uid,
    ) as (now, into):
        if now is None or into is None:
            return
        item = now.item
        _refuse_settled(item)
        _refuse_if_absorbing(item)
        if into.pk == item.pk or into.version_id != item.version_id or into.kind != item.kind:
            raise PlanRefused({"into": "只能并到同一份文件里同一种的另一项，请重新选。"})
        if into.state not in (OPEN, ACCEPTED):
            raise PlanRefused({"into": "那一项已经退回、并走或拆开了，不能并到它。请重新选。"})
        item.merged_into = into
        now.a.data = {"into": into.uid}
        now.decide("merge", MERGED)


def checked_in(item: Item, content: Mapping[str, Any]) -> Content:
    """Return content checked in its shape, and that what it names stands in the same version.

    Raises PlanRefused.
    """
    tidy = checked(item.kind, content)
    wrong: dict[str, str] = {}
    for field, kind in (("task", TASK), ("project", PROJECT)):
        named = tidy.get(field)
        if named and named != item.content.get(field) and not _stands(item, named, kind):
            wrong[field] = "这一项不在这份文件里，或者已经退回。请从列出的里面选。"
    path = item.version.plan.organisation.path
    for field in ("subject", "organisation"):
        code = tidy.get(field)
        if code and not Organisation.objects.filter(code=code, path__startswith=path).exists():
            wrong[field] = "没有这个单位，请从列出的里面选。"
    if asks_tolerance(item.kind, tidy):
        wrong["tolerance"] = ASKS_TOLERANCE
    if wrong:
        raise PlanRefused(wrong)
    return tidy


def _stands(item: Item, key: str, kind: str) -> bool:
    return (
        Item.objects.filter(version=item.version_id, key=key, kind=kind)
        .exclude(state__in=(REJECTED, SPLIT))
        .exists()
    )


def _refuse_settled(item: Item) -> None:
    if item.state in (MERGED, SPLIT):
        what = "并到别的项" if item.state == MERGED else "拆成几项"
        raise PlanRefused(f"这一项已经{what}了。要改的话，请先把它放回待核对。")


def _refuse_if_absorbing(item: Item) -> None:
    absorbed = item.absorbed.filter(state=MERGED).count()
    if absorbed:
        raise PlanRefused(f"有{absorbed}项并到了这一项。请先把那几项放回，再动这一项。")
