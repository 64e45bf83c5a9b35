"""What one year ended with is where the next begins: figures handed on to next year's plan."""

from xueyou.domains.plans.models import Plan, TaskIndicator
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.kernel.indicators.models import Basis, Nature, Target, Value
from xueyou.kernel.indicators.services import revise_target
from xueyou.platform.acts.writing import ActInProgress

_Key = tuple[str, str, int]
"""Name, unit, subject."""


def hand_on_baselines(a: ActInProgress, plan: Plan) -> int:
    """Give next year's steered plan of the organisation its baselines; return how many.

    Only stocks and rates start from somewhere, only where name, unit and subject are the same,
    and never over a baseline that the plan names itself. Works inside an open act.
    """
    following = (
        Plan.objects.filter(organisation=plan.organisation, state="steered", starts_on=plan.ends_on)
        .order_by("pk")
        .first()
    )
    return 0 if following is None else take_baselines(a, following, plan)


def begin_where_the_last_ended(a: ActInProgress, plan: Plan) -> None:
    """Give a plan just set up its baselines, where the year before was settled already."""
    before = (
        Plan.objects.filter(organisation=plan.organisation, state="closed", ends_on=plan.starts_on)
        .order_by("-pk")
        .first()
    )
    if before is not None:
        take_baselines(a, plan, before)


def take_baselines(a: ActInProgress, plan: Plan, before: Plan) -> int:
    """Give a plan its baselines from the settled figures of the plan before it."""
    known = _settled(before)
    given = 0
    for target in _targets(plan):
        indicator = target.indicator
        start = known.get((indicator.name, indicator.unit, target.subject_id))
        if target.baseline is not None or indicator.nature == Nature.CUMULATIVE or start is None:
            continue
        value, scale = start
        if scale > indicator.scale and value % 10 ** (scale - indicator.scale):
            continue
        revise_target(a, target, baseline=value * 10**indicator.scale // 10**scale)
        given += 1
    if given:
        judge_plan(a, plan, on=a.business_at.date())
    return given


def _targets(plan: Plan) -> list[Target]:
    links = TaskIndicator.objects.filter(task__plan=plan).exclude(task__state="dropped")
    rows = Target.objects.current().filter(indicator__in=links.values("indicator"))
    return list(rows.select_related("indicator", "subject").order_by("pk"))


def _settled(plan: Plan) -> dict[_Key, tuple[int, int]]:
    """Return value and scale of each figure that the summary gave, the latest of each."""
    links = TaskIndicator.objects.filter(task__plan=plan)
    values = (
        Value.objects.current()
        .filter(version__indicator__in=links.values("indicator"), basis=Basis.READ)
        .select_related("version__indicator")
        .order_by("as_of", "pk")
    )
    return {
        (v.version.indicator.name, v.version.indicator.unit, v.subject_id): (
            v.value,
            v.version.indicator.scale,
        )
        for v in values
    }
