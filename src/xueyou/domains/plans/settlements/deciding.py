"""An officer's word on a line of a settlement, and the confirmation that closes the plan."""

import json
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from xueyou.domains.plans.access.steering import SETTLE_PLAN
from xueyou.domains.plans.models import Item, Plan, SettledPair, Settlement
from xueyou.domains.plans.services.checkpoint_verbs import CONFIRM_SETTLEMENT, SAY_PAIR
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.settlements.baselines import hand_on_baselines
from xueyou.domains.plans.settlements.lines import REPORTED, VERDICTS, Line, lines_of
from xueyou.domains.plans.settlements.papers import MONEY
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.services import record_value
from xueyou.platform.access.reading import NotAllowed, NotFound, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

MOST_WORDS = 300
SOURCE = "plan_settlement"


def say_pair(
    *,
    actor: Actor,
    settlement_uid: UUID | str,
    line: str,
    verdict: str,
    words: str = "",
    key: str,
    at: datetime | None = None,
) -> None:
    """Say of a line whether promise and report are the same thing; the latest word counts.

    `verdict`: same | different of a pair; silent | same of a promise; unpromised | same of a
    report. Who says that something is told elsewhere after all says where (`words`). Raises
    NotFound, PlanRefused (fields verdict, words).
    """
    request = {"say": [str(settlement_uid), line, verdict, words]}
    with act(actor, SAY_PAIR.name, at=at, key=key, request=request) as a:
        settlement = _settlement(actor, settlement_uid)
        if a.repeated:
            return
        a.lock(settlement.plan)
        settlement.refresh_from_db()
        if settlement.confirmed_at is not None:
            raise PlanRefused("这次对账已经确认，计划结清了，不能再改。")
        said = " ".join(words.split())
        _check_word(_line(settlement, line), verdict, said)
        if not isinstance(actor.user, User):
            raise NotAllowed(SETTLE_PLAN.code)
        SettledPair.objects.create(
            settlement=settlement, line=line, verdict=verdict, words=said, by=actor.user, at=a.at
        )
        a.about("plan", settlement.plan.uid, org_path=settlement.plan.organisation.path)
        a.data = {"settlement": settlement.uid, "line": line, "verdict": verdict}


def confirm_settlement(
    *, actor: Actor, settlement_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Confirm a settlement: what the summary says is recorded beside what was reported.

    The plan closes when the year was its last; next year's plan of the same organisation takes
    the figures over as baselines. Raises NotFound, or PlanRefused while pairs that the engine was
    not sure of wait for a word.
    """
    with act(
        actor, CONFIRM_SETTLEMENT.name, at=at, key=key, request={"confirm": str(settlement_uid)}
    ) as a:
        settlement = _settlement(actor, settlement_uid)
        if a.repeated:
            return
        plan = settlement.plan
        a.lock(plan)
        settlement.refresh_from_db()
        if settlement.confirmed_at is not None or plan.state == "closed":
            raise PlanRefused("这次对账在这之前已经确认了，没有再做什么。")
        lines = lines_of(settlement)
        waiting = sum(line.waits for line in lines)
        if waiting:
            raise PlanRefused(
                f"还有{waiting}条拿不准的没有核对。请先逐条点“是同一件事”或“不是”，再确认。"
            )
        recorded = sum(_record(a, settlement, line) for line in lines)
        settlement.confirmed_at = a.business_at
        settlement.confirmed_by = actor.user if isinstance(actor.user, User) else None
        settlement.save(update_fields=["confirmed_at", "confirmed_by"])
        judge_plan(a, plan, on=a.business_at.date())
        if _was_last_year(plan, settlement):
            plan.state = "closed"
            plan.save(update_fields=["state"])
        hand_on_baselines(a, plan)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        a.data = {"settlement": settlement.uid, "values": recorded}


def _settlement(actor: Actor, uid: UUID | str) -> Settlement:
    settlement = found(Settlement.objects.select_related("plan__organisation"), uid)
    target(actor, SETTLE_PLAN, settlement.plan.uid)
    return settlement


def _line(settlement: Settlement, key: str) -> Line:
    line = next((line for line in lines_of(settlement) if line.key == key), None)
    if line is None:
        raise NotFound
    return line


def _check_word(line: Line, verdict: str, said: str) -> None:
    if verdict not in VERDICTS[line.found_in]:
        raise PlanRefused({"verdict": "这一条不能这样定，请重新打开页面再选。"})
    if len(said) > MOST_WORDS:
        raise PlanRefused({"words": f"最多{MOST_WORDS}个字，现在是{len(said)}个，请缩短。"})
    if verdict == "same" and line.found_in != REPORTED and not said:
        raise PlanRefused({"words": "请写一句：总结里是哪一句说的，或者对应要点里的哪一条。"})


def _was_last_year(plan: Plan, settlement: Settlement) -> bool:
    """Tell whether the settled year is the plan's last; a plan over years goes on till then."""
    year = int(json.loads(settlement.result)["year"])
    return date(year + 1, 1, 1) >= plan.ends_on


def _record(a: ActInProgress, settlement: Settlement, line: Line) -> bool:
    """Record what the summary says of an indicator, on the basis "read"; tell whether it was."""
    promise, report = line.promise, line.report
    if line.stands_in != REPORTED or promise is None or report is None:
        return False
    if promise["kind"] != "indicator" or report["kind"] != "indicator":
        return False
    promised = _target_of(settlement.plan, promise["key"])
    value = None if promised is None else in_steps(promised, report)
    if promised is None or value is None:
        return False
    record_value(
        a,
        indicator=promised.indicator,
        subject=promised.subject,
        period=promised.period,
        basis=Basis.READ,
        value=value,
        as_of=min(promised.due_on, a.business_at.date()),
        source_kind=SOURCE,
        source_uid=settlement.uid,
        source_words=str(report["quote"])[:200],
    )
    return True


def _target_of(plan: Plan, key: str) -> Target | None:
    """Return the standing target of the item of that key in the version in force."""
    items = Item.objects.filter(version__plan=plan, version__state="confirmed", key=key)
    rows = Target.objects.current().filter(source_uid__in=items.values("thread"))
    return rows.select_related("indicator", "subject").order_by("due_on", "pk").first()


def in_steps(promised: Target, report: dict[str, object]) -> int | None:
    """Return a reported figure in the steps of the target's indicator.

    None where units differ, or where the figure is finer than the indicator keeps: a rounded
    figure is not what the summary says.
    """
    unit = promised.indicator.unit
    value = Fraction(str(report["value_canonical"]))
    if unit in MONEY:
        value /= MONEY[unit]
        unit = "元"
    if unit != report["unit_canonical"]:
        return None
    steps = value * 10**promised.indicator.scale
    return int(steps) if steps.denominator == 1 else None
