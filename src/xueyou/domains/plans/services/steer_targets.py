"""How a target is watched: on the wall or not, by which line, shared out to counties, its nature.

For those who steer the plan. What was promised is not changed here: only a new version does that.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.models import Plan, TaskIndicator
from xueyou.domains.plans.numbers import NumberRefused, scaled
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.duties import owed_by, place_duties
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.notes import about_owner
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.domains.plans.services.set_up_targets import SHARED_OUT
from xueyou.domains.plans.services.units import Units
from xueyou.engines.pace import Curve
from xueyou.kernel.indicators.models import Aggregation, Direction, Indicator, Nature, Target
from xueyou.kernel.indicators.services import revise_target, set_target
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

FEATURED = 9
"""Indicators on the wall."""
CURVES = {"time": "按时间匀着走", "school_year": "按折线走", "milestones": "按节点跳着走"}


def feature_indicator(
    *,
    actor: Actor,
    indicator_uid: UUID | str,
    featured: bool,
    key: str,
    at: datetime | None = None,
) -> None:
    """Put an indicator among the wall's nine, or take it off. Raises NotFound, PlanRefused.

    feature_indicator(actor=hanwei, indicator_uid=places, featured=True, key="…", at=…)
    """
    request = {"feature": [str(indicator_uid), featured]}
    with act(actor, task_verbs.FEATURE_INDICATOR.name, at=at, key=key, request=request) as a:
        link, plan = _link(actor, indicator_uid)
        if a.repeated:
            return
        hold_open(a, plan)
        link.refresh_from_db()
        on_wall = TaskIndicator.objects.filter(task__plan=plan, featured=True)
        if featured and not link.featured and on_wall.count() >= FEATURED:
            raise PlanRefused(f"挂图上已经有{FEATURED}项指标，请先撤下一项再加。")
        link.featured = featured
        link.save(update_fields=["featured"])
        about_owner(a, link.task)
        a.data = {"indicator": link.indicator.uid, "featured": featured}


def set_curve(
    *,
    actor: Actor,
    target_uid: UUID | str,
    kind: str,
    points: Sequence[tuple[date, int]] = (),
    key: str,
    at: datetime | None = None,
) -> None:
    """Say how a target is expected to grow: evenly, along points, or in steps at points.

    `points` are (day, ten-thousandths of the way). Raises NotFound, or PlanRefused (fields kind,
    points).

        set_curve(actor=hanwei, target_uid=places, kind="milestones",
                  points=[(date(2026, 8, 31), 6000), (date(2026, 12, 31), 10000)], key="…", at=…)
    """
    said = [[day.isoformat(), share] for day, share in points]
    request = {"curve": [str(target_uid), kind, said]}
    with act(actor, task_verbs.SET_CURVE.name, at=at, key=key, request=request) as a:
        rows = Target.objects.filter(superseded_at=None).select_related("indicator", "subject")
        promised = found(rows, target_uid)
        link, plan = _link(actor, promised.indicator.uid)
        if a.repeated:
            return
        hold_open(a, plan)
        refuse_if(_wrong_curve(promised, kind, points))
        revise_target(a, promised, curve={"kind": kind, **({"points": said} if said else {})})
        about_owner(a, link.task)
        a.data = {"target": promised.uid, "kind": kind}
        judge_plan(a, plan, on=a.business_at.date())


def add_county_targets(
    *,
    actor: Actor,
    indicator_uid: UUID | str,
    values: Mapping[str, str],
    key: str,
    at: datetime | None = None,
) -> None:
    """Share a promise out: county uid → how much, as typed; counties left blank get nothing.

    The county's duty to support follows. Raises NotFound, or PlanRefused (field is the county's
    uid, or values).

        add_county_targets(actor=hanwei, indicator_uid=places,
                           values={str(east.uid): "1500", str(west.uid): "1200"}, key="…", at=…)
    """
    typed = {uid: text.strip() for uid, text in values.items() if text.strip()}
    request = {"shares": [str(indicator_uid), dict(sorted(typed.items()))]}
    with act(actor, task_verbs.ADD_COUNTY_TARGETS.name, at=at, key=key, request=request) as a:
        link, plan = _link(actor, indicator_uid)
        if a.repeated:
            return
        hold_open(a, plan)
        units = Units(plan.organisation, a.business_at.date())
        shares = _shares(plan, link, units, typed)
        whole = _whole(link, plan)
        targets = [_share(a, link, whole, county, value) for county, value in shares]
        counties = [{"role": "support", "unit": county.name} for county, _ in shares]
        owed = owed_by(link.task)
        present = {line.organisation_id for line in owed}
        more = [line for line in units.owed(counties) if line.organisation_id not in present]
        place_duties(a, link.task, owed + more, on=a.business_at.date())
        about_owner(a, link.task)
        a.data = {
            "indicator": link.indicator.uid,
            "targets": [target.uid for target in targets],
            "subjects": [county.uid for county, _ in shares],
        }
        judge_plan(a, plan, on=a.business_at.date())


def change_nature(
    *,
    actor: Actor,
    indicator_uid: UUID | str,
    nature: str,
    direction: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Correct how an indicator grows (cumulative, stock, rate) and which way is better.

    Raises NotFound, or PlanRefused (fields nature, direction).
    """
    request = {"nature": [str(indicator_uid), nature, direction]}
    with act(actor, task_verbs.CHANGE_NATURE.name, at=at, key=key, request=request) as a:
        link, plan = _link(actor, indicator_uid)
        if a.repeated:
            return
        hold_open(a, plan)
        wrong: dict[str, str] = {}
        if nature not in Nature.values:
            wrong["nature"] = "请选累计、存量还是比率。"
        if direction not in Direction.values:
            wrong["direction"] = "请选越多越好还是越少越好。"
        refuse_if(wrong)
        indicator = link.indicator
        indicator.nature, indicator.direction = nature, direction
        rate = nature == Nature.RATE
        indicator.aggregation = Aggregation.RATIO if rate else Aggregation.SUM
        indicator.save(update_fields=["nature", "direction", "aggregation"])
        about_owner(a, link.task)
        a.data = {"indicator": indicator.uid, "nature": nature, "direction": direction}
        judge_plan(a, plan, on=a.business_at.date())


def _link(actor: Actor, indicator_uid: UUID | str) -> tuple[TaskIndicator, Plan]:
    """Return an indicator's place in a plan that the actor steers. Raises NotFound.

    What is another's is looked for no longer than what is not there: time would tell.
    """
    mine = TaskIndicator.objects.filter(task__plan__in=scope(actor, STEER_PLAN))
    indicator = found(Indicator.objects.filter(pk__in=mine.values("indicator")), indicator_uid)
    rows = mine.select_related("task__plan__organisation", "indicator", "item")
    link = rows.filter(indicator=indicator)[0]
    return link, link.task.plan


def _wrong_curve(promised: Target, kind: str, points: Sequence[tuple[date, int]]) -> dict[str, str]:
    if kind not in CURVES:
        return {"kind": "请选一种进度线。"}
    if kind != "time" and not points:
        return {"points": "请至少填一个日子和到那天应完成的百分比。"}
    if any(not promised.starts_on <= day <= promised.due_on for day, _ in points):
        first, last = f"{promised.starts_on:%Y年%-m月%-d日}", f"{promised.due_on:%Y年%-m月%-d日}"
        return {"points": f"日子要在{first}到{last}之间。"}
    try:
        Curve(kind, tuple(points))
    except ValueError:
        return {"points": "日子要从早到晚，不重复；百分比在0到100之间，只升不降。"}
    return {}


def _whole(link: TaskIndicator, plan: Plan) -> Target:
    """Return the promise of the plan's own organisation, which is shared out."""
    whole: Target | None = Target.objects.filter(
        indicator=link.indicator, subject=plan.organisation, superseded_at=None
    ).first()
    if whole is None:
        raise PlanRefused("这个指标没有全市的目标，没有什么可分。请在核对里补上总数。")
    return whole


def _shares(
    plan: Plan, link: TaskIndicator, units: Units, typed: Mapping[str, str]
) -> list[tuple[Organisation, int]]:
    """Return each county with its scaled share. Raises PlanRefused with all that is wrong."""
    if not typed:
        raise PlanRefused({"values": "还没有填数。请至少给一个县（区）填上。"})
    counties = {str(county.uid): county for county in units.counties}
    printed = set(
        Target.objects.filter(indicator=link.indicator, superseded_at=None)
        .exclude(source_kind=SHARED_OUT)
        .values_list("subject_id", flat=True)
    )
    wrong: dict[str, str] = {}
    found_shares = []
    for uid, text in typed.items():
        county = counties.get(uid)
        if county is None:
            wrong["values"] = "表里有不归本局管的单位，请重新打开页面再填。"
        elif county.pk in printed:
            wrong[uid] = f"{county.display_name}的数文件里已经写了，不能另分。"
        else:
            try:
                found_shares.append((county, scaled(text, link.indicator.scale)))
            except NumberRefused as refused:
                wrong[uid] = refused.zh
    refuse_if(wrong)
    return found_shares


def _share(
    a: ActInProgress, link: TaskIndicator, whole: Target, county: Organisation, value: int
) -> Target:
    return set_target(
        a,
        indicator=link.indicator,
        subject=county,
        period=whole.period,
        comparator=whole.comparator,
        value=value,
        hedge=whole.hedge,
        tolerance=whole.tolerance,
        curve=whole.curve,
        starts_on=whole.starts_on,
        due_on=whole.due_on,
        source_kind=SHARED_OUT,
        source_uid=link.item.thread,
    )
