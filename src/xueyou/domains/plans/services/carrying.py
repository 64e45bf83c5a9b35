"""Opens a plan's next version: what the new document still says keeps its decision.

Equal words carry the decision over ("carry"); changed ones are open with both texts; what the new
document lacks is open too, to be kept or dropped. The thread of what continues stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import CONFIRM_PLAN
from xueyou.domains.plans.models import Item, ItemChange, Plan, PlanVersion
from xueyou.domains.plans.services import review_verbs as verbs
from xueyou.domains.plans.services.contents import Content
from xueyou.domains.plans.services.holding import refuse_settled
from xueyou.domains.plans.services.matching import Before, Match, match
from xueyou.domains.plans.services.plan_versions import (
    AT_ONCE,
    item_of,
    person,
    proposals_of,
    readable,
    refuse_if_taken,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import ACCEPTED, MERGED, OPEN, REJECTED, SPLIT
from xueyou.domains.plans.services.splitting import MADE
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

GONE = "K"
"""Begins the key of an item that the new document lacks: K1, K2 …"""
CHANGED = "和上一版写的不一样，请看哪里变了"
LACKING = "新文件里没有找到这一项。还要的话就接受，不要了就退回"


def open_version(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    document_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Review a new document of a plan in force; return the version's uid.

    Raises NotFound, and PlanRefused: a version is in review already, none was confirmed, the
    document is a report, another plan's, or not read.
    """
    request = {"plan": str(plan_uid), "document": str(document_uid)}
    with act(actor, verbs.OPEN_VERSION.name, at=at, key=key, request=request) as a:
        plan = target(actor, CONFIRM_PLAN, plan_uid)
        assert isinstance(plan, Plan)
        document = readable(actor, document_uid)
        user = person(actor)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(plan, document)
        old = plan.versions.filter(state="confirmed").first()
        if old is not None:
            refuse_settled(plan)
        refuse_if_taken(document)
        if document.organisation_id != plan.organisation_id:
            raise PlanRefused("这份文件是别的单位的，不能当作这份计划的新版。")
        if plan.versions.filter(state="review").exists():
            raise PlanRefused("这份计划还有一版在核对。请先确认或放弃那一版，再开新版。")
        if old is None:
            raise PlanRefused("这份计划还没有确认过，不能开新版。")
        proposals = proposals_of(document)
        latest = plan.versions.order_by("-number")[0]
        version = PlanVersion.objects.create(
            uid=uuid7(),
            plan=plan,
            number=latest.number + 1,
            document=document,
            opened_by=user,
            opened_at=a.at,
        )
        befores = list(
            old.items.select_related("merged_into", "decided_by").order_by("ordinal", "pk")
        )
        matches = match(proposals, list(_befores(befores)))
        carrying = _Carrying(a, user, version, befores, matches)
        carrying.write()
        a.data = {
            "document": document.uid,
            "items": len(carrying.items),
            "carried": len(carrying.changes),
            "gone": carrying.gone,
        }
        a.outcome = {"uid": str(version.uid)}
        return version.uid


def _befores(items: Sequence[Item]) -> Iterator[Before]:
    """Give the items of the version before as they were proposed there; parts of a split aside."""
    first = _first_proposals(items)
    for item in items:
        if item.split_from_id is None:
            yield Before(item.key, item.kind, first.get(item.pk, item.content))


def _first_proposals(items: Sequence[Item]) -> Mapping[int, Content]:
    """Return by item what it said before anybody touched it; items never touched are left out."""
    found: dict[int, Content] = {}
    rows = ItemChange.objects.filter(item__version_id=items[0].version_id) if items else []
    for change in sorted(rows, key=lambda change: -change.revision):
        if change.before:
            found[change.item_id] = change.before["content"]
    return found


@dataclass(slots=True)
class _Carrying:
    """The items of the new version while they are made, before they are written."""

    a: ActInProgress
    user: User
    version: PlanVersion
    befores: Sequence[Item]
    matches: Sequence[Match]
    items: list[Item] = field(default_factory=list)
    changes: dict[str, ItemChange] = field(default_factory=dict)
    """By key of the item."""
    gone: int = 0
    _made: dict[str, Item] = field(default_factory=dict)
    """New item by the key of the one before that it continues."""
    _proposed: dict[str, Content] = field(default_factory=dict)
    _later: list[tuple[Item, Item]] = field(default_factory=list)

    def write(self) -> None:
        """Make and write all items of the version."""
        old = {item.key: item for item in self.befores}
        for ordinal, found in enumerate(self.matches, 1):
            item = item_of(self.version, ordinal, found.now)
            self.items.append(item)
            self._proposed[item.key] = found.now.content
            if found.before is not None:
                self._continue(item, old[found.before.key], same=found.same)
        taken = set(self._made)
        for before in self.befores:
            if before.key not in taken:
                self._lacking(before)
        for item in self.items:
            self._rename_keys(item)
        self._write()

    def _continue(self, item: Item, before: Item, *, same: bool) -> None:
        self._made[before.key] = item
        item.carries, item.thread = before, before.thread
        if not same or before.state == OPEN:
            item.doubts = [*item.doubts, CHANGED] if not same else item.doubts
            return
        item.content = before.content
        self._carry(item, before)

    def _carry(self, item: Item, before: Item) -> None:
        """Carry the decision over; that of a merger once its other side is there too."""
        if before.state == MERGED:
            self._later.append((item, before))
        else:
            self._decide(item, before)

    def _lacking(self, before: Item) -> None:
        """Carry what officers made where its words still stand; else ask whether it is kept."""
        whole = self._made.get(before.split_from.key) if before.split_from else None
        text = self.version.document.reading.text
        at = text.find(before.quote) if before.quote else -1
        stands = before.key.startswith(MADE) and at >= 0
        if before.state in (REJECTED, MERGED, SPLIT) and not (stands and whole is not None):
            return
        item = Item(
            uid=uuid7(),
            version=self.version,
            kind=before.kind,
            ordinal=whole.ordinal if whole else len(self.items) + 1,
            content=before.content,
            confidence=100,
            doubts=[],
            carries=before,
            thread=before.thread,
            quote=before.quote,
            start=max(at, 0),
            end=max(at, 0) + (len(before.quote) if at >= 0 else 0),
            split_from=whole if whole is not None and whole.state == SPLIT else None,
        )
        self._made[before.key] = item
        self.items.append(item)
        if stands and before.state != OPEN:
            item.key = before.key
            self._carry(item, before)
            return
        self.gone += 1
        item.key = f"{GONE}{self.gone}"
        item.doubts = [LACKING]

    def _decide(self, item: Item, before: Item, into: Item | None = None) -> None:
        item.state, item.merged_into = before.state, into
        item.decided_by, item.decided_at = before.decided_by, before.decided_at
        shot = {"state": item.state, "content": item.content}
        proposed = self._proposed.get(item.key, item.content)
        self.changes[item.key] = ItemChange(
            item=item,
            revision=1,
            deed="carry",
            before={"state": OPEN, "content": proposed, "merged_into": None},
            after=shot | {"merged_into": into.key if into else None},
            by=self.user,
            at=self.a.at,
            act_uid=self.a.uid,
        )

    def _rename_keys(self, item: Item) -> None:
        """Let a content taken over name tasks and projects by their keys in this version."""
        if item.carries is None or item.content is self._proposed.get(item.key):
            return
        content: dict[str, Any] = dict(item.content)
        for name in ("task", "project"):
            named = content.get(name)
            if named:
                made = self._made.get(named)
                content[name] = made.key if made is not None else None
        item.content = content
        change = self.changes.get(item.key)
        if change is not None:
            change.after = change.after | {"content": content}

    def _write(self) -> None:
        waiting = self.items
        while waiting:  # a part of a part after the part
            ready = [item for item in waiting if not item.split_from or item.split_from.pk]
            Item.objects.bulk_create(ready, batch_size=AT_ONCE)
            waiting = [item for item in waiting if not item.pk]
        for item, before in self._later:
            into = self._made.get(before.merged_into.key) if before.merged_into else None
            if into is not None and into.state in (OPEN, ACCEPTED):
                self._decide(item, before, into)
                item.save()
        ItemChange.objects.bulk_create(self.changes.values(), batch_size=AT_ONCE)
