"""Hundreds of steered plans of one bureau, each shared out to four counties: bare rows.

Only their number matters here; how they come about is told by verbs elsewhere. All rows are made
in bulk with uids that can be foretold, so that two databases hold the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from xueyou.domains.plans.models import (
    Duty,
    Item,
    Light,
    Milestone,
    Plan,
    PlanDocument,
    PlanVersion,
    Project,
    Task,
    TaskIndicator,
)
from xueyou.kernel.indicators.models import Indicator, IndicatorVersion, Target, Value
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.platform.accounts.models import User
from xueyou.platform.files.models import Attachment, Blob
from xueyou.platform.orgs.models import Organisation

NAMES = UUID("8f0a2b52-7f0b-4d4b-9b40-0d6f5f1f3a55")
THEN = datetime(2026, 3, 6, 1, tzinfo=UTC)
FIRST, LAST, AFTER = date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)
JUDGED = date(2026, 11, 16)
LIGHTS = ("good", "good", "slow", "bad", "done", "none")
THEMES = ("学位", "公平", "食安", "队伍")


@dataclass(frozen=True, slots=True)
class Size:
    """How many plans, and how much hangs on each."""

    plans: int = 500
    first: int = 0
    """Number of the first plan: more may be added to what is there."""
    tasks: int = 8
    projects: int = 2
    steps: int = 2


def uid(*parts: object) -> UUID:
    """Return the same identity for the same parts, always."""
    return uuid5(NAMES, "/".join(map(str, parts)))


def add_plans(
    bureau: Organisation, counties: Sequence[Organisation], officer: User, size: Size
) -> list[Plan]:
    """Write the plans with tasks, duties, figures, lights and projects; return them in order."""
    plans = _plans(bureau, officer, size)
    tasks = _tasks(plans, bureau, officer, size)
    _figures(tasks, [bureau, *counties])
    _projects(plans, bureau, size)
    return plans


def _plans(bureau: Organisation, officer: User, size: Size) -> list[Plan]:
    blob, _ = Blob.objects.get_or_create(
        sha256=uid("blob").hex * 2,
        defaults={"size": 1, "media_type": "text/plain", "storage_key": "many"},
    )
    numbers = range(size.first, size.first + size.plans)
    attachments = Attachment.objects.bulk_create(
        Attachment(
            uid=uid("file", n),
            blob=blob,
            owner_kind="plan_document",
            owner_uid=uid("document", n),
            purpose="plan",
            title=f"要点{n}",
        )
        for n in numbers
    )
    documents = PlanDocument.objects.bulk_create(
        PlanDocument(
            uid=uid("document", n),
            organisation=bureau,
            attachment=attachments[n - size.first],
            file_name=f"{n}.txt",
            media="txt",
            title=f"第{n}号工作要点",
            received_by=officer,
            received_at=THEN,
            received_on=FIRST,
            job_uid=uid("job", n),
        )
        for n in numbers
    )
    plans = Plan.objects.bulk_create(
        Plan(
            uid=uid("plan", n),
            organisation=bureau,
            title=f"第{n}号工作要点",
            year=2026,
            starts_on=FIRST,
            ends_on=AFTER,
            state="steered",
            opened_at=THEN,
        )
        for n in numbers
    )
    PlanVersion.objects.bulk_create(
        PlanVersion(
            uid=uid("version", n),
            plan=plans[n - size.first],
            number=1,
            document=documents[n - size.first],
            state="confirmed",
            opened_by=officer,
            opened_at=THEN,
            confirmed_by=officer,
            confirmed_at=THEN,
        )
        for n in numbers
    )
    return plans


def _items(plans: Sequence[Plan], kind: str, many: int) -> dict[tuple[int, int], Item]:
    versions = {row.plan_id: row for row in PlanVersion.objects.filter(plan__in=plans)}
    places = [(plan.pk, n) for plan in plans for n in range(many)]
    rows = Item.objects.bulk_create(
        [
            Item(
                uid=uid("item", kind, plan, n),
                version=versions[plan],
                key=f"{kind[0].upper()}{n}",
                kind=kind,
                ordinal=n,
                state="accepted",
                content={},
                start=0,
                end=0,
                confidence=100,
                quote=f"第{n}项要在年底前办好。",
                thread=uid("thread", kind, plan, n),
            )
            for plan, n in places
        ],
        batch_size=500,
    )
    return dict(zip(places, rows, strict=True))


def _tasks(plans: Sequence[Plan], bureau: Organisation, officer: User, size: Size) -> list[Task]:
    items = _items(plans, "task", size.tasks)
    by_plan = {plan.pk: plan for plan in plans}
    tasks = Task.objects.bulk_create(
        [
            Task(
                uid=uid("task", plan, n),
                plan=by_plan[plan],
                thread=item.thread,
                item=item,
                number=n + 1,
                title=f"第{n + 1}项工作",
                theme=THEMES[n % len(THEMES)],
                due_on=LAST,
            )
            for (plan, n), item in items.items()
        ],
        batch_size=500,
    )
    post, new = Post.objects.get_or_create(
        organisation=bureau, title="科长", defaults={"uid": uid("post"), "opened_on": FIRST}
    )
    if new:
        PostHolding.objects.create(post=post, user=officer, valid_from=FIRST, recorded_at=THEN)
    Duty.objects.bulk_create(
        [
            Duty(
                uid=uid("duty", task.uid),
                task=task,
                role="lead",
                post=post,
                organisation=bureau,
                unit_name=bureau.name,
                valid_from=FIRST,
                recorded_at=THEN,
            )
            for task in tasks
        ],
        batch_size=500,
    )
    _lights([("task", task.uid, task.plan_id, bureau) for task in tasks])
    return tasks


def _figures(tasks: Sequence[Task], places: Sequence[Organisation]) -> None:
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                uid=uid("indicator", task.uid),
                code=f"many/{task.uid.hex}",
                name=task.title,
                unit="个",
                nature="cumulative",
                aggregation="sum",
            )
            for task in tasks
        ],
        batch_size=500,
    )
    versions = IndicatorVersion.objects.bulk_create(
        [
            IndicatorVersion(indicator=i, version=1, valid_from=FIRST, source="要点")
            for i in indicators
        ],
        batch_size=500,
    )
    TaskIndicator.objects.bulk_create(
        [
            TaskIndicator(task=task, indicator=indicator, item=task.item, ordinal=1, featured=True)
            for task, indicator in zip(tasks, indicators, strict=True)
        ],
        batch_size=500,
    )
    targets, values, lit = [], [], []
    for task, version in zip(tasks, versions, strict=True):
        for place in places:
            name = uid("target", task.uid, place.pk)
            targets.append(
                Target(
                    uid=name,
                    indicator=version.indicator,
                    subject=place,
                    period="2026",
                    comparator="ge",
                    value=100,
                    starts_on=FIRST,
                    due_on=LAST,
                    source_kind="plan_thread",
                    source_uid=task.thread,
                    recorded_at=THEN,
                )
            )
            values.append(
                Value(
                    uid=uid("value", task.uid, place.pk),
                    version=version,
                    subject=place,
                    period="2026",
                    year=2026,
                    basis="reported",
                    value=80 + place.pk % 20,
                    as_of=JUDGED,
                    recorded_at=THEN,
                    source_kind="plan_task",
                    source_uid=task.uid,
                )
            )
            lit.append(("indicator", name, task.plan_id, place))
    Target.objects.bulk_create(targets, batch_size=500)
    Value.objects.bulk_create(values, batch_size=500)
    _lights(lit)


def _projects(plans: Sequence[Plan], bureau: Organisation, size: Size) -> None:
    items = _items(plans, "project", size.projects)
    by_plan = {plan.pk: plan for plan in plans}
    projects = Project.objects.bulk_create(
        [
            Project(
                uid=uid("project", plan, n),
                plan=by_plan[plan],
                thread=item.thread,
                item=item,
                number=n + 1,
                title=f"第{n + 1}个项目",
                organisation=bureau,
                starts_on=FIRST,
                due_on=LAST,
            )
            for (plan, n), item in items.items()
        ],
        batch_size=500,
    )
    Milestone.objects.bulk_create(
        [
            Milestone(
                uid=uid("step", project.uid, n),
                project=project,
                ordinal=n,
                title=f"节点{n + 1}",
                thread=uid("step thread", project.uid, n),
                due_on=date(2026, 6 + 3 * n, 30),
            )
            for project in projects
            for n in range(size.steps)
        ],
        batch_size=500,
    )
    _lights([("project", project.uid, project.plan_id, bureau) for project in projects])


def _lights(about: Sequence[tuple[str, UUID, int, Organisation]]) -> None:
    Light.objects.bulk_create(
        [
            Light(
                uid=uid("light", kind, name, place.pk),
                plan_id=plan,
                about_kind=kind,
                about_uid=name,
                organisation=place,
                light=LIGHTS[n % len(LIGHTS)],
                sentence="应到 88 个，实到 80 个，只到 91%",
                arithmetic={"on": JUDGED.isoformat()},
                judged_on=JUDGED,
                wall_from=JUDGED,
                current=True,
                on_wall=True,
                recorded_at=THEN,
            )
            for n, (kind, name, plan, place) in enumerate(about)
        ],
        batch_size=500,
    )
