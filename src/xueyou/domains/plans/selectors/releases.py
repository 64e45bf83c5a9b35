"""Releases as the bureau keeps them, and as anybody sees them."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import RELEASE_PLAN
from xueyou.domains.plans.models import Light, Plan, Release, Task
from xueyou.domains.plans.releases.access import KEEP_RELEASE, RELEASES
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import Json, opened, sealed
from xueyou.domains.plans.services.releases import chosen_tasks, publishable_tasks
from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.papers.models import PaperState
from xueyou.kernel.papers.steps import FROZEN
from xueyou.platform.access.reading import Page, read, scope, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now, business_today

_log = logging.getLogger(__name__)


def _paper_zh(state: str) -> str:
    return str(PaperState(state).label)


@view_of(RELEASES)
class ReleaseRow:
    """A release as the bureau keeps it. `payload` is "" once it is taken down."""

    uid: UUID
    title: str
    plan: str = source("plan__title")
    plan_uid: UUID = source("plan__uid")
    paper_uid: UUID = source("paper__uid")
    paper_state: str = source("paper__state")
    paper_zh: str = computed(_paper_zh, "paper__state")
    paper_number: str = source("paper__number")
    payload: str
    payload_sha256: str
    visible_from: datetime
    visible_to: datetime
    published_at: datetime | None
    taken_down_at: datetime | None
    taken_down_why: str

    @property
    def stands(self) -> str:
        """Return where it stands: ordered, signed, withdrawn, coming, visible, over, taken_down."""
        if self.taken_down_at is not None:
            return "taken_down"
        if self.published_at is None:
            if self.paper_state == PaperState.WITHDRAWN:
                return "withdrawn"
            return "signed" if self.paper_state in FROZEN else "ordered"
        now = business_now()
        if now < self.visible_from:
            return "coming"
        return "visible" if now < self.visible_to else "over"


@dataclass(frozen=True, slots=True)
class ChoosableTask:
    """A task that may be published, with what the wall shows of it."""

    uid: UUID
    number: int
    title: str
    theme: str
    due_on: date
    light: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would be published, and its digest."""

    payload: Json
    sha256: str
    left_out: tuple[str, ...]
    tasks: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Public:
    """A release in a list that anybody may read."""

    uid: UUID
    title: str
    organ: str
    as_of: date
    tasks: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A release that anybody may read now."""

    uid: UUID
    payload: Json
    sha256: str
    number: str
    published_on: datetime
    visible_to: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """A release that was public: when it ended, why, and the digest of what it said."""

    ended_at: datetime
    why: str
    sha256: str


def releases(actor: Actor, page: int | str | None = 1) -> Page[ReleaseRow]:
    """Return the releases that the actor keeps, newest first."""
    return read(actor, KEEP_RELEASE, ReleaseRow).order_by("-uid").page(page, size=20)


def release(actor: Actor, uid: UUID | str) -> tuple[ReleaseRow, Json | None]:
    """Return one release with its frozen content, None once taken down. Raises NotFound."""
    row = read(actor, KEEP_RELEASE, ReleaseRow).get(uid)
    return row, opened(row.payload) if row.payload else None


def plans_to_release(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the confirmed plans of which the actor may publish something: uid, title."""
    rows = scope(actor, RELEASE_PLAN).exclude(state="review").order_by("-year", "title")
    return [(row.uid, row.title) for row in rows[:100]]


def choosable(actor: Actor, plan_uid: UUID | str) -> tuple[str, list[ChoosableTask]]:
    """Return the plan's title and the tasks that may be published, as the wall shows them.

    Raises NotFound.
    """
    plan = _plan(actor, plan_uid)
    lights = {
        row.about_uid: row
        for row in Light.objects.filter(
            plan=plan, on_wall=True, about_kind="task", organisation=plan.organisation
        )
    }
    return plan.title, [_choosable(task, lights.get(task.uid)) for task in publishable_tasks(plan)]


def preview(
    actor: Actor, plan_uid: UUID | str, task_uids: Sequence[str], title: str
) -> Preview | None:
    """Return what would be published of these tasks today; None where none is chosen."""
    plan = _plan(actor, plan_uid)
    tasks = chosen_tasks(plan, task_uids)
    if not tasks:
        return None
    made = compose(plan, tasks, title=" ".join(title.split()), on=business_today())
    text = sealed(made.payload)
    uids = tuple(task.uid for task in tasks)
    return Preview(opened(text), sha256_hex(text.encode()), made.left_out, uids)


def numbered(actor: Actor, plan_uid: UUID | str, numbers: Sequence[str]) -> list[str]:
    """Return the uids of a plan's tasks of these numbers: short enough for an address."""
    wanted = [int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) < 6]
    rows = Task.objects.filter(plan=_plan(actor, plan_uid), number__in=wanted)
    return [str(uid) for uid in rows.exclude(state="dropped").values_list("uid", flat=True)]


def published(page: int = 1, size: int = 20) -> list[Public]:
    """Return a page of what anybody may read now, newest first; one row more where there are."""
    rows = _visible().order_by("-published_at", "-pk")[(page - 1) * size : page * size + 1]
    return [_public(row.uid, opened(row.payload)) for row in rows]


def shown(uid: UUID | str) -> Shown | Gone | None:
    """Return a public release, what is left of one that is over, or None for anything else."""
    row = Release.objects.filter(uid=uid).select_related("paper").first()
    now = business_now()
    if row is None or row.published_at is None or now < row.visible_from:
        return None
    if row.taken_down_at is not None:
        return Gone(row.taken_down_at, row.taken_down_why, row.payload_sha256)
    if now >= row.visible_to:
        return Gone(row.visible_to, "公开的期限到了。", row.payload_sha256)
    if sha256_hex(row.payload.encode()) != row.payload_sha256:
        _log.error("release %s is not what was sealed", row.uid)
        return Gone(
            row.published_at, "封存的内容和校验码对不上，已经停止显示。", row.payload_sha256
        )
    return Shown(
        uid=row.uid,
        payload=opened(row.payload),
        sha256=row.payload_sha256,
        number=row.paper.number,
        published_on=row.published_at,
        visible_to=row.visible_to,
    )


def _visible() -> Any:
    now = business_now()
    return Release.objects.filter(
        published_at__isnull=False, taken_down_at=None, visible_from__lte=now, visible_to__gt=now
    )


def _public(uid: UUID, payload: Json) -> Public:
    counts: dict[str, int] = {}
    for task in payload["tasks"]:
        counts[task["light"]] = counts.get(task["light"], 0) + 1
    return Public(
        uid=uid,
        title=payload["title"],
        organ=payload["organ"],
        as_of=date.fromisoformat(payload["as_of"]),
        tasks=len(payload["tasks"]),
        counts=counts,
    )


def _plan(actor: Actor, uid: UUID | str) -> Plan:
    plan = target(actor, RELEASE_PLAN, uid)
    assert isinstance(plan, Plan)
    return plan


def _choosable(task: Task, light: Light | None) -> ChoosableTask:
    return ChoosableTask(
        uid=task.uid,
        number=task.number,
        title=task.title,
        theme=task.theme,
        due_on=task.due_on,
        light=light.light if light else "none",
        sentence=light.sentence if light else "",
    )
