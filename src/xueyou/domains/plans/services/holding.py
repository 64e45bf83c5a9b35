"""Owns taking hold of a plan in order to change it: locked, and refused once it is settled."""

from django.db.models import Model

from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.platform.acts.writing import ActInProgress

SETTLED = (
    "这份计划已经对完账，不再报数，也不再更正。这一次没有改动，对账时的记录都在。"
    "还要办的事，请记到下一份计划里。"
)


def hold_open(a: ActInProgress, plan: Plan, *more: Model) -> None:
    """Lock a plan, with what else the act changes. Raises PlanRefused where it is settled."""
    a.lock(plan, *more)
    refuse_settled(plan)


def refuse_settled(plan: Plan) -> None:
    """Raise PlanRefused for a plan that is settled: what was compared stays as it was."""
    if plan.state == "closed":
        raise PlanRefused(SETTLED)
