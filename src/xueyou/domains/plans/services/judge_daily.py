"""The day's judging of a plan: what the platform counts is recorded, then every light is judged."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from xueyou.domains.plans.models import Plan, TaskIndicator
from xueyou.domains.plans.services.judging import current_targets, judge_plan
from xueyou.kernel.indicators.measures import Count, compute, measures
from xueyou.kernel.indicators.models import Basis, IndicatorVersion, Target
from xueyou.kernel.indicators.periods import period
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import latest_values
from xueyou.kernel.indicators.services import record_value
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import business_now

if TYPE_CHECKING:
    from xueyou.platform.jobs.api import RunningJob

JUDGE = register_verb(
    "plans.plan.judge", zh="每日计算与判灯", fields={"on": "code", "computed": "number"}
)
MEASURED = "measure"
"""Source of a computed value; its uid is that of the act that computed it."""


def judge_daily(
    plan_uid: UUID | str,
    *,
    actor: Actor = SYSTEM,
    at: datetime | None = None,
    run: "RunningJob | None" = None,
) -> None:
    """Record what measures find for the plan's targets, and judge the plan on the day of `at`.

    Within `run` the job is marked done in the same transaction.
    """
    with act(actor, JUDGE.name, at=at) as a:
        if run is not None:
            run.complete()
        plan = Plan.objects.select_related("organisation").get(uid=plan_uid)
        a.lock(plan)
        on = a.business_at.date()
        computed = record_computed(a, plan)
        judge_plan(a, plan, on=on)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        a.data = {"on": on.isoformat(), "computed": computed}


def plans_to_judge() -> list[tuple[UUID, str]]:
    """Return uid and path of every steered plan that has not had its day's judging yet."""
    midnight = business_now().replace(hour=0, minute=0, second=0, microsecond=0)
    judged = Act.objects.filter(verb=JUDGE.name, business_at__gte=midnight)
    rows = Plan.objects.filter(state="steered").exclude(uid__in=judged.values("subject_uid"))
    return list(rows.order_by("pk").values_list("uid", "organisation__path"))


def record_computed(a: ActInProgress, plan: Plan) -> int:
    """Record what the measures of the plan's indicators find today; return how many values.

    Targets whose period does not hold the day are left alone.
    """
    on = a.business_at.date()
    links = TaskIndicator.objects.filter(task__plan=plan).exclude(task__state="dropped")
    versions = _measured(links.values_list("indicator_id", flat=True))
    targets = [t for t in current_targets(versions) if t.starts_on <= on <= t.due_on]
    recorded = 0
    for name, code in sorted({(versions[t.indicator_id], t.period) for t in targets}):
        asked = [t for t in targets if (versions[t.indicator_id], t.period) == (name, code)]
        subjects = sorted({t.subject_id for t in asked})
        counts = compute([name], subjects, period(code), a.business_at).get(name, [])
        recorded += _record(a, asked, counts)
    return recorded


def _measured(indicator_ids: Iterable[int]) -> dict[int, str]:
    """Return the registered measure of each indicator by its latest definition; one query."""
    latest: dict[int, str] = {}
    rows = IndicatorVersion.objects.filter(indicator__in=set(indicator_ids)).order_by("version")
    for indicator_id, name in rows.values_list("indicator_id", "measure"):
        latest[indicator_id] = name
    known = measures()
    return {key: name for key, name in latest.items() if name in known}


def _record(a: ActInProgress, targets: Sequence[Target], counts: Iterable[Count]) -> int:
    """Record what has changed since it was last computed, and on each first of a month anyway."""
    found = {(count.organisation, count.dims): count for count in counts}
    before = latest_values(targets)
    recorded = 0
    for target in targets:
        count = found.get((target.subject_id, target.dims))
        if count is None or not _is_news(a, target, count, before[target.pk].get(Basis.COMPUTED)):
            continue
        record_value(
            a,
            indicator=target.indicator,
            subject=target.subject,
            period=target.period,
            dims=target.dims,
            basis=Basis.COMPUTED,
            as_of=a.business_at.date(),
            value=_in_steps(target, count),
            numerator=count.numerator,
            denominator=count.denominator,
            source_kind=MEASURED,
            source_uid=a.uid,
        )
        recorded += 1
    return recorded


def _is_news(a: ActInProgress, target: Target, count: Count, before: ValueRow | None) -> bool:
    if before is None or a.business_at.day == 1:
        return True
    if count.denominator is not None:
        return (count.numerator, count.denominator) != (before.numerator, before.denominator)
    return _in_steps(target, count) != before.value


def _in_steps(target: Target, count: Count) -> int | None:
    """Return a counted value in the indicator's steps; a ratio's follows from its parts."""
    if count.denominator is not None or count.value is None:
        return None
    return int(count.value * 10**target.indicator.scale)
