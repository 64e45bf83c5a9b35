"""Reads for review: one item beside its source, what is left to do, who else is at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from rapidfuzz import fuzz

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.steering import REVIEW_ITEM, REVIEW_PLAN
from xueyou.domains.plans.models import ItemChange, PlanVersion
from xueyou.domains.plans.selectors.review_views import DEEDS, SURE, ItemRow, ReviewedPlan
from xueyou.domains.plans.selectors.segments import Span
from xueyou.domains.plans.selectors.source import Source, SourcePage, source_of
from xueyou.domains.plans.selectors.views import DocumentRow
from xueyou.domains.plans.services.contents import KINDS
from xueyou.domains.plans.services.plan_versions import county_names
from xueyou.platform.access.reading import NotFound, Rows, read
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

TODO, DOUBT, BACK, ALL = "todo", "doubt", "back", "all"
TABS = (TODO, DOUBT, BACK, ALL)
UPCOMING = 5
MOST_CANDIDATES = 30
LOOKED_AT = 400
"""Items around one that are looked through for another that means the same."""
AT_IT = timedelta(minutes=10)
"""Somebody who decided within this time is said to be reviewing too."""
ALIKE = 75.0

DOUBTFUL = ~Q(doubts=[]) | Q(confidence__lt=SURE)


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a version's review has come."""

    open: int
    doubtful: int
    """Open ones that somebody has to look at."""
    rejected: int
    all: int

    @property
    def decided(self) -> int:
        """How many are decided."""
        return self.all - self.open

    @property
    def percent(self) -> str:
        """Share decided, for the bar: "44.4%"."""
        return f"{100 * self.decided / self.all:.1f}%" if self.all else "0%"


@dataclass(frozen=True, slots=True)
class VersionHead:
    """The version in review, or the one that stands."""

    id: int
    number: int
    state: str
    document_uid: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """A line of an item's history."""

    deed: str
    by: str
    at: Any


@dataclass(frozen=True, slots=True)
class Undoable:
    """The actor's own last decision in this version, which nobody has built upon."""

    item_uid: UUID
    revision: int
    number: int
    name: str
    deed: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What an item may name: tasks and projects by key, counties by code."""

    tasks: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]


class Reviewing:
    """A document under review as one person sees it. Every read is flat in the number of items."""

    def __init__(self, actor: Actor, document_uid: UUID | str) -> None:
        """Find document, plan and version. Raises NotFound where any is not the actor's."""
        self.actor = actor
        self.document = read(actor, READ_DOCUMENT, DocumentRow).get(document_uid)
        version = (
            PlanVersion.objects.filter(document__uid=self.document.uid)
            .select_related("plan")
            .first()
        )
        if version is None:
            raise NotFound
        self.plan = read(actor, REVIEW_PLAN, ReviewedPlan).get(version.plan.uid)
        self.version = VersionHead(version.pk, version.number, version.state, self.document.uid)
        self._of = Q(version_id=version.pk)

    @property
    def in_review(self) -> bool:
        """Whether anything can still be decided here."""
        return self.version.state == "review"

    def source(self) -> Source:
        """Return the document's text and marks."""
        return source_of(self.document.uid)

    def counts(self) -> Counts:
        """Return how far the review has come."""
        items = self._items()
        still = items.filter(state="open")
        return Counts(
            open=still.count(),
            doubtful=still.restrict(DOUBTFUL).count(),
            rejected=items.filter(state="rejected").count(),
            all=items.count(),
        )

    def accepted_by_kind(self) -> dict[str, int]:
        """Return how many items of each kind are accepted."""
        accepted = self._items().filter(state="accepted")
        return {kind: accepted.filter(kind=kind).count() for kind in KINDS}

    def decidable(self) -> tuple[ItemRow, ...]:
        """Return all items that can be decided upon: what is merged or split goes by itself."""
        return tuple(self._items().filter(state__in=["open", "accepted", "rejected"]))

    def item(self, key: str) -> ItemRow | None:
        """Return the item of that key, None where there is none."""
        return self._items().filter(key=key).first() if key else None

    def first(self, tab: str, words: str = "") -> ItemRow | None:
        """Return the first item of a tab."""
        return self._tab(tab, words).first()

    def after(
        self, item: ItemRow, tab: str, words: str = "", most: int = UPCOMING
    ) -> Sequence[ItemRow]:
        """Return the items of a tab that follow, then those from its beginning."""
        later = Q(ordinal__gt=item.ordinal) | Q(ordinal=item.ordinal, uid__gt=item.uid)
        rows = self._tab(tab, words)
        found = rows.restrict(later).page(1, most).rows
        if len(found) < most and tab == TODO:
            sooner = rows.restrict(~later & ~Q(uid=item.uid)).page(1, most - len(found)).rows
            found = (*found, *sooner)
        return found

    def before(self, item: ItemRow, tab: str, words: str = "") -> ItemRow | None:
        """Return the item of a tab that goes before."""
        sooner = Q(ordinal__lt=item.ordinal) | Q(ordinal=item.ordinal, uid__lt=item.uid)
        rows = self._tab(tab, words).restrict(sooner)
        return rows.order_by("-ordinal", "-uid").first()

    def listed(self, tab: str, words: str, page: str | None) -> Any:
        """Return a page of the items of a tab."""
        return self._tab(tab, words).page(page)

    def source_page(self, source: Source, number: int) -> tuple[SourcePage, dict[str, ItemRow]]:
        """Return a page of the source, and the items whose words stand on it by key."""
        number = max(1, min(number, len(source.cuts)))
        start = source.cuts[number - 1]
        end = source.cuts[number] if number < len(source.cuts) else len(source.text)
        here = self._items().restrict(Q(start__gte=start, start__lt=max(end, start + 1)))
        rows = {row.key: row for row in here if row.end > row.start}
        own = [
            Span(row.start, row.end, row.key, "evidence")
            for row in rows.values()
            if row.key[0] in "SK"
        ]
        return source.page(number, own, list(rows)), rows

    def alike(self, item: ItemRow) -> ItemRow | None:
        """Return the item around that most likely means the same, None where none does."""
        near = Q(ordinal__gt=item.ordinal - LOOKED_AT, ordinal__lt=item.ordinal + LOOKED_AT)
        rows = [row for row in self._mergeable(item).restrict(near) if row.uid != item.uid]
        scored = [(_alike(item, row), -abs(row.ordinal - item.ordinal), row) for row in rows]
        best = max(scored, key=lambda each: each[:2], default=None)
        return best[2] if best and best[0] >= ALIKE else None

    def candidates(self, item: ItemRow, words: str = "") -> Sequence[ItemRow]:
        """Return items into which this one could be merged: those that hold the words, or near."""
        near = Q(ordinal__gt=item.ordinal - LOOKED_AT, ordinal__lt=item.ordinal + LOOKED_AT)
        rows = [
            row
            for row in self._mergeable(item).restrict(near if not words else _holding(words))
            if row.uid != item.uid
        ]
        rows.sort(key=lambda row: (-_alike(item, row), abs(row.ordinal - item.ordinal)))
        return rows[:MOST_CANDIDATES]

    def task_of(self, item: ItemRow) -> ItemRow | None:
        """Return the task that an item names."""
        return self.item(str(item.content.get("task") or ""))

    def choices(self) -> Choices:
        """Return the tasks, projects and counties that an item may name."""
        rows = (
            self._items()
            .filter(kind__in=["task", "project"])
            .exclude(state__in=["rejected", "split", "merged"])
        )
        named = [(row.kind, row.key, f"{row.ordinal} {row.name}") for row in rows]
        return Choices(
            tasks=tuple((key, name) for kind, key, name in named if kind == "task"),
            projects=tuple((key, name) for kind, key, name in named if kind == "project"),
            places=self.places(),
        )

    def places(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the counties a figure may be of."""
        organisation = Organisation.objects.get(path=self.plan.organisation_path)
        return tuple(county_names(organisation).items())

    def history(self, item: ItemRow) -> tuple[Change, ...]:
        """Return what was done to an item, the last first."""
        rows = ItemChange.objects.filter(item__uid=item.uid).select_related("by")
        return tuple(
            Change(DEEDS[row.deed], row.by.name, row.at) for row in rows.order_by("-revision")[:8]
        )

    def others(self) -> tuple[str, ...]:
        """Return the names of everybody who decided here within the last ten minutes."""
        since = wall_now() - AT_IT
        rows = ItemChange.objects.filter(item__version_id=self.version.id, at__gte=since)
        return tuple(sorted(set(rows.values_list("by__name", flat=True))))

    def last_saved(self) -> Any:
        """Return when the actor last decided something here; None where he never did."""
        rows = ItemChange.objects.filter(item__version_id=self.version.id, by_id=self._user_id())
        return rows.order_by("-id").values_list("at", flat=True).first()

    def undoable(self) -> Undoable | None:
        """Return the actor's own last decision on an item that nobody has changed since."""
        rows = ItemChange.objects.filter(
            item__version_id=self.version.id, by_id=self._user_id(), item__revision=F("revision")
        ).exclude(deed__in=("carry", "undo"))
        last = rows.select_related("item").order_by("-id").first()
        if last is None:
            return None
        item = last.item
        name = str(item.content.get("title") or item.content.get("name") or "")
        return Undoable(item.uid, item.revision, item.ordinal, name, DEEDS[last.deed])

    def _user_id(self) -> int:
        user = self.actor.user
        return user.pk if isinstance(user, User) else 0

    def _items(self) -> Rows[ItemRow]:
        rows = read(self.actor, REVIEW_ITEM, ItemRow).restrict(self._of)
        return rows.order_by("ordinal", "uid")

    def _mergeable(self, item: ItemRow) -> Rows[ItemRow]:
        return self._items().filter(kind=item.kind, state__in=["open", "accepted"])

    def _tab(self, tab: str, words: str) -> Rows[ItemRow]:
        rows = self._items()
        if tab == TODO:
            rows = rows.filter(state="open")
        elif tab == DOUBT:
            rows = rows.filter(state="open").restrict(DOUBTFUL)
        elif tab == BACK:
            rows = rows.filter(state="rejected")
        return rows.restrict(_holding(words)) if words else rows


def reviewing_of_item(actor: Actor, uid: UUID | str) -> ItemRow:
    """Return an item by its uid. Raises NotFound."""
    return read(actor, REVIEW_ITEM, ItemRow).get(uid)


def document_of_item(actor: Actor, uid: UUID | str) -> UUID:
    """Return the document an item was read in. Raises NotFound."""
    reviewing_of_item(actor, uid)
    return PlanVersion.objects.values_list("document__uid", flat=True).get(items__uid=uid)


def _holding(words: str) -> Q:
    return (
        Q(quote__contains=words)
        | Q(content__name__icontains=words)
        | Q(content__title__icontains=words)
    )


def _alike(one: ItemRow, other: ItemRow) -> float:
    """Return how alike two items are, 0..100: by name, and by what they count."""
    points = fuzz.ratio(one.name, other.name)
    if one.content.get("unit") != other.content.get("unit"):
        return points - 30
    same = one.content.get("value") is not None and one.content.get("value") == other.content.get(
        "value"
    )
    return points + (25 if same else 0)
