"""Let the platform count an indicator by itself: a new definition that names a measure."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.models import Plan, TaskIndicator
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judge_daily import record_computed
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.kernel.indicators.measures import measures
from xueyou.kernel.indicators.models import Target
from xueyou.kernel.indicators.refusals import FigureRefused
from xueyou.kernel.indicators.services import define_anew
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act

BIND = register_verb(
    "plans.indicator.measure",
    zh="定一项指标由系统怎么算",
    fields={"target": "uid", "measure": "code", "version": "number"},
)


def bind_measure(
    *,
    actor: Actor,
    target_uid: UUID | str,
    measure: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Have an indicator computed by a registered measure from today on, or by none ("").

    The definition before it stays with the values made by it. What the measure finds is recorded
    at once, beside what units report. Raises NotFound, or PlanRefused (field measure) where the
    measure counts in another unit.
    """
    request = {"measure": [str(target_uid), measure]}
    with act(actor, BIND.name, at=at, key=key, request=request) as a:
        # in one question: another's target must not take longer than none
        links = TaskIndicator.objects.filter(task__plan__in=scope(actor, STEER_PLAN))
        rows = Target.objects.current().select_related("indicator")
        promised: Target = found(rows.filter(indicator__in=links.values("indicator")), target_uid)
        plan = Plan.objects.filter(tasks__indicators__indicator=promised.indicator_id)[0]
        if a.repeated:
            return
        hold_open(a, plan)
        known = measures().get(measure)
        if measure and (known is None or known.unit != promised.indicator.unit):
            raise PlanRefused({"measure": "系统没有按这个单位算的办法。请从列表里选。"})
        try:
            version = define_anew(
                a,
                promised.indicator,
                valid_from=a.business_at.date(),
                source=f"系统按“{known.zh}”计算" if known else "改为只由单位填报",
                measure=measure,
            )
        except FigureRefused as refused:
            raise PlanRefused({"measure": refused.zh}) from None
        record_computed(a, plan)
        judge_plan(a, plan, on=a.business_at.date())
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        a.data = {"target": promised.uid, "measure": measure, "version": version.version}
