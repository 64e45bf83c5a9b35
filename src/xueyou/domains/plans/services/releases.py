"""What is published of a plan: frozen with its order, published once signed, taken down at once."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from xueyou.domains.plans.access.steering import RELEASE_PLAN
from xueyou.domains.plans.models import Plan, Release, Task
from xueyou.domains.plans.releases import order
from xueyou.domains.plans.releases.access import KEEP_RELEASE
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import MOST_TASKS, opened, sealed
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.indicators.comparisons import refused_in_comparison
from xueyou.kernel.papers.access import require_drafting
from xueyou.kernel.papers.number_codes import number_code
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.papers.steps import person
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.time import CITY

LONGEST_TITLE, LONGEST_REASON = 200, 200
LONGEST_DAYS = 3660
CHANGED = "预览以后进度有了变化，没有起草。下面是现在的内容，请再看一遍。"

PREPARE = register_verb(
    "plans.release.prepare",
    zh="选定向社会公开的内容，起草公开决定",
    fields={
        "paper": "uid",
        "tasks": "uids",
        "payload_sha256": "code",
        "visible_from": "code",
        "visible_to": "code",
    },
)
PUBLISH = register_verb(
    "plans.release.publish", zh="向社会公布", fields={"paper": "uid", "payload_sha256": "code"}
)
TAKE_DOWN = register_verb(
    "plans.release.take_down", zh="撤下公开的内容", fields={"payload_sha256": "code"}
)


class ContentChanged(PlanRefused):
    """What was previewed is no longer what the wall shows; nothing was drafted."""

    def __init__(self) -> None:
        super().__init__(CHANGED)


def prepare_release(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    task_uids: Sequence[UUID | str],
    title: str,
    seen_sha256: str,
    visible_from: date,
    visible_to: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Freeze what would be published and draft the order for it; return the release's uid.

    `seen_sha256` is the digest of what the officer previewed. The days are the first and the last
    on which it is to be seen. Raises NotFound, NotAllowed, ContentChanged, PlanRefused (fields
    tasks, title, visible_from, visible_to).

        prepare_release(actor=linyue, plan_uid=plan, task_uids=[classes], title="…",
                        seen_sha256=preview.sha256, visible_from=date(2026, 12, 1),
                        visible_to=date(2027, 5, 31), key="…")
    """
    user = person(actor)
    title = " ".join(title.split())
    request = {
        "plan": str(plan_uid),
        "tasks": sorted(str(uid) for uid in task_uids),
        "title": title,
        "seen": seen_sha256,
        "from": visible_from.isoformat(),
        "to": visible_to.isoformat(),
    }
    with act(actor, PREPARE.name, at=at, key=key, request=request) as a:
        plan = target(actor, RELEASE_PLAN, plan_uid)
        assert isinstance(plan, Plan)
        require_drafting(actor, plan.organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(plan)
        today = a.business_at.date()
        tasks = chosen_tasks(plan, task_uids)
        _check(title, tasks, task_uids, visible_from, visible_to, today)
        payload = compose(plan, tasks, title=title, on=today).payload
        text = sealed(payload)
        digest = sha256_hex(text.encode())
        if digest != seen_sha256:
            raise ContentChanged
        release = Release(
            uid=uuid7(),
            plan=plan,
            title=title,
            payload=text,
            payload_sha256=digest,
            visible_from=datetime.combine(visible_from, time(0), CITY),
            visible_to=_after(visible_to),
        )
        content = order.order_content(release, payload)
        release.paper = draft(
            a,
            kind=order.KIND,
            organisation=plan.organisation,
            year=today.year,
            title=order.order_title(plan.title),
            content={**content, "number_code": number_code(plan.organisation, order.KIND, today)},
            subject_kind="plan_release",
            subject_uid=release.uid,
            by=user,
        )
        release.save(force_insert=True)
        a.about("plan_release", release.uid, org_path=plan.organisation.path)
        a.data = {
            "paper": release.paper.uid,
            "tasks": [task.uid for task in tasks],
            "payload_sha256": digest,
            "visible_from": visible_from.isoformat(),
            "visible_to": visible_to.isoformat(),
        }
        a.outcome = {"uid": str(release.uid)}
        return release.uid


def publish_release(
    *, actor: Actor, release_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Publish what was frozen, on a signed order. Raises NotFound, PlanRefused, NotSigned."""
    with act(actor, PUBLISH.name, at=at, key=key, request={"release": str(release_uid)}) as a:
        release = _release(actor, release_uid, a)
        if a.repeated:
            return
        a.lock(release)
        if release.taken_down_at is not None:
            raise PlanRefused("这份内容已经撤下，不能再公布。要公布，请重新选定内容。")
        if release.published_at is not None:
            raise PlanRefused("这份内容在这之前已经公布，没有再做什么。")
        if release.visible_to <= a.business_at:
            raise PlanRefused("决定里写的公开日期已经过了，没有公布。请重新选定内容。")
        paper = signed_paper(release.paper.uid, kind=order.KIND, subject_uid=release.uid)
        _refuse_altered(release)
        release.published_at = a.business_at
        release.save(update_fields=["published_at"])
        a.data = {"paper": paper.uid, "payload_sha256": release.payload_sha256}


def take_down_release(
    *, actor: Actor, release_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Take a release down at once: its text is deleted, digest and reason stay.

    Raises NotFound, PlanRefused (field why).
    """
    why = " ".join(why.split())
    if not 0 < len(why) <= LONGEST_REASON:
        raise PlanRefused({"why": f"请写明撤下的原因，最多{LONGEST_REASON}个字，公众会看到。"})
    request = {"release": str(release_uid), "why": why}
    with act(actor, TAKE_DOWN.name, at=at, key=key, request=request) as a:
        release = _release(actor, release_uid, a)
        if a.repeated:
            return
        a.lock(release)
        if release.taken_down_at is not None:
            raise PlanRefused("这份内容在这之前已经撤下，没有再做什么。")
        release.payload = ""
        release.taken_down_at = a.business_at
        release.taken_down_why = why
        release.save(update_fields=["payload", "taken_down_at", "taken_down_why"])
        a.data = {"payload_sha256": release.payload_sha256}


def chosen_tasks(plan: Plan, task_uids: Sequence[UUID | str]) -> list[Task]:
    """Return the chosen tasks of the plan by number; what may not be published is left out."""
    wanted = {str(uid) for uid in task_uids}
    return [task for task in publishable_tasks(plan) if str(task.uid) in wanted]


def publishable_tasks(plan: Plan) -> list[Task]:
    """Return the plan's tasks by number, but for those whose very title may not be published."""
    rows = Task.objects.filter(plan=plan).exclude(state="dropped").select_related("item")
    return [task for task in rows.order_by("number") if refused_in_comparison(task.title) is None]


def _check(
    title: str,
    tasks: Sequence[Task],
    asked: Sequence[UUID | str],
    visible_from: date,
    visible_to: date,
    today: date,
) -> None:
    wrong: dict[str, str] = {}
    if not 0 < len(title) <= LONGEST_TITLE:
        wrong["title"] = f"请写公开页的标题，最多{LONGEST_TITLE}个字。"
    if not 0 < len(tasks) <= MOST_TASKS:
        wrong["tasks"] = f"请选要公开的任务，1到{MOST_TASKS}项。"
    elif len(tasks) != len({str(uid) for uid in asked}):
        wrong["tasks"] = "选的任务里有的已经不在计划里，或者按规定不能公布，没有起草。请重新选。"
    if visible_from < today:
        wrong["visible_from"] = "开始公开的日子最早是今天。"
    if visible_to < visible_from:
        wrong["visible_to"] = "结束公开的日子早于开始的日子。"
    elif (visible_to - today).days > LONGEST_DAYS:
        wrong["visible_to"] = "最多公开到十年以后，请核对结束公开的日子。"
    refuse_if(wrong)


def _release(actor: Actor, uid: UUID | str, a: ActInProgress) -> Release:
    release = target(actor, KEEP_RELEASE, uid)
    assert isinstance(release, Release)
    a.about("plan_release", release.uid, org_path=release.plan.organisation.path)
    return release


def _refuse_altered(release: Release) -> None:
    """Publish only what was signed: the digest in the order is that of the text we hold."""
    if sha256_hex(release.payload.encode()) != release.payload_sha256:
        raise NotSigned("封存的内容和决定里的校验码对不上，没有公布。请把这件事告诉系统管理员。")
    sealed(opened(release.payload))


def _after(last: date) -> datetime:
    """Return the first moment after a last day."""
    return datetime.combine(date.fromordinal(last.toordinal() + 1), time(0), CITY)
