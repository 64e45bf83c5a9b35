"""Reporting a figure, and putting right one that was reported.

A typed figure carries its evidence: words, a photograph or a PDF. It is stored on the basis
"reported", beside what the system computes; neither overwrites the other.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.reach import may_report_on
from xueyou.domains.plans.access.steering import REPORT_TASK
from xueyou.domains.plans.models import Plan, Task, TaskIndicator
from xueyou.domains.plans.numbers import NumberRefused, scaled
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.evidence import checked, digests, file_all
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.kernel.indicators.models import Basis, Target, Value
from xueyou.kernel.indicators.refusals import FigureRefused
from xueyou.kernel.indicators.services import record_value
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import Incoming
from xueyou.platform.files.uploads import Readable

REPORTED_FOR = "plan_task"
EVIDENCE_OF_VALUE = "plan_value"
MOST_WORDS = 200


def report_value(
    *,
    actor: Actor,
    target_uid: UUID | str,
    value: str,
    as_of: date,
    words: str = "",
    numerator: str = "",
    denominator: str = "",
    files: Sequence[Readable] = (),
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Report how far a target has come as of a day; return the value's uid.

    `value` is what people type ("2,640", "98.6%"). Of a rate, numerator and denominator may come
    with it or instead of it. Words or a file must stand behind it. Raises NotFound, or PlanRefused
    (fields value, numerator, denominator, as_of, words, files).

        report_value(actor=linyue, target_uid=places, value="2640", as_of=date(2026, 11, 18),
                     words="已交付六所学校，见验收单", key="…", at=november_the_eighteenth)
    """
    request = {
        "target": str(target_uid),
        "value": [value, numerator, denominator, as_of.isoformat(), words],
    }
    with (
        checked(files, pdf=True) as arrived,
        act(
            actor,
            task_verbs.REPORT_VALUE.name,
            at=at,
            key=key,
            request={**request, "files": digests(arrived)},
        ) as a,
    ):
        promised, task = _target(actor, target_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, task.plan)
        figures = _figures(a, promised, value, numerator, denominator, as_of, words, arrived)
        if _standing(promised, as_of) is not None:
            raise PlanRefused(
                {"as_of": f"{as_of:%-m月%-d日}已经报过一个数。要改它，请在那个数后面点“更正”。"}
            )
        recorded = _record(a, promised, task, figures, as_of, words)
        uids = file_all(a, arrived, owner_kind=EVIDENCE_OF_VALUE, owner_uid=recorded.uid)
        _about(a, task.plan, task)
        a.data = {
            "value": recorded.uid,
            "target": promised.uid,
            "amount": recorded.value,
            "as_of": as_of.isoformat(),
            "files": uids,
        }
        a.outcome = {"uid": str(recorded.uid)}
        judge_plan(a, task.plan, on=a.business_at.date(), task=task)
        return recorded.uid


def restate_value(
    *,
    actor: Actor,
    value_uid: UUID | str,
    value: str,
    reason: str,
    numerator: str = "",
    denominator: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Put right a reported figure of the same day, with the reason; return the new value's uid.

    The earlier figure stays readable as it was known, packets that rest on it do not change.
    Raises NotFound, or PlanRefused (fields value, numerator, denominator, reason).
    """
    request = {"value": [str(value_uid), value, numerator, denominator, reason]}
    with act(actor, task_verbs.RESTATE_VALUE.name, at=at, key=key, request=request) as a:
        before = found(Value.objects.filter(basis=Basis.REPORTED), value_uid)
        promised, task = _target(actor, _target_of(before).uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, task.plan)
        before.refresh_from_db()
        if before.superseded_at is not None:
            raise PlanRefused("这个数在这之前已经更正过了，没有再动。请看更正后的数。")
        figures = _figures(
            a, promised, value, numerator, denominator, before.as_of, reason, (), field="reason"
        )
        if figures == (before.value, before.numerator, before.denominator):
            raise PlanRefused({"value": "和原来报的一样，没有改动。"})
        recorded = _record(a, promised, task, figures, before.as_of, reason)
        _about(a, task.plan, task)
        a.data = {
            "value": recorded.uid,
            "before": before.uid,
            "target": promised.uid,
            "amount": recorded.value,
            "as_of": before.as_of.isoformat(),
        }
        a.outcome = {"uid": str(recorded.uid)}
        judge_plan(a, task.plan, on=a.business_at.date(), task=task)
        return recorded.uid


def _target(actor: Actor, uid: UUID | str) -> tuple[Target, Task]:
    """Return a standing target and its task, if the actor may report it. Raises NotFound."""
    rows = Target.objects.filter(superseded_at=None).select_related("indicator", "subject")
    promised: Target = found(rows, uid)
    link = TaskIndicator.objects.filter(indicator=promised.indicator).first()
    if link is None:
        raise NotFound
    uids = Task.objects.filter(pk=link.task_id).values_list("uid", flat=True)
    task = target(actor, REPORT_TASK, uids[0])
    assert isinstance(task, Task)
    if not may_report_on(actor, task, promised.subject):
        raise NotFound
    if task.state == "dropped":
        raise PlanRefused("新版文件里已经没有这项任务，不再报数。")
    return promised, task


def _target_of(value: Value) -> Target:
    """Return the standing target to which a value belongs. Raises NotFound."""
    row: Target | None = Target.objects.filter(
        indicator=value.version.indicator_id,
        subject=value.subject_id,
        period=value.period,
        dims=value.dims,
        superseded_at=None,
    ).first()
    if row is None:
        raise NotFound
    return row


def _standing(promised: Target, as_of: date) -> Value | None:
    return Value.objects.filter(
        version__indicator=promised.indicator_id,
        subject=promised.subject_id,
        period=promised.period,
        dims=promised.dims,
        basis=Basis.REPORTED,
        as_of=as_of,
        superseded_at=None,
    ).first()


Figures = tuple[int | None, int | None, int | None]
"""Value, numerator and denominator as stored integers."""


def _figures(
    a: ActInProgress,
    promised: Target,
    value: str,
    numerator: str,
    denominator: str,
    as_of: date,
    words: str,
    arrived: Sequence[Incoming],
    *,
    field: str = "words",
) -> Figures:
    """Return what was typed as integers. Raises PlanRefused with everything that is wrong."""
    wrong: dict[str, str] = {}
    typed = {
        "value": (value, promised.indicator.scale),
        "numerator": (numerator, 0),
        "denominator": (denominator, 0),
    }
    kept: dict[str, int | None] = {}
    for name, (text, scale) in typed.items():
        kept[name], says = _typed(text, scale)
        if says:
            wrong[name] = says
    if not value.strip() and not (numerator.strip() and denominator.strip()):
        wrong["value"] = "还没有填数。请填到这一天为止一共是多少。"
    wrong |= _wrong_day(a, promised, as_of)
    wrong |= _wrong_words(words, field, bool(arrived))
    refuse_if(wrong)
    return kept["value"], kept["numerator"], kept["denominator"]


def _typed(text: str, scale: int) -> tuple[int | None, str]:
    if not text.strip():
        return None, ""
    try:
        return scaled(text, scale), ""
    except NumberRefused as refused:
        return None, refused.zh


def _wrong_day(a: ActInProgress, promised: Target, as_of: date) -> dict[str, str]:
    today = a.business_at.date()
    if as_of > today:
        return {"as_of": f"{as_of:%-m月%-d日}还没有到，只能报到今天{today:%-m月%-d日}为止的数。"}
    if as_of < promised.starts_on:
        return {"as_of": f"这个目标从{promised.starts_on:%Y年%-m月%-d日}算起，不报更早的数。"}
    return {}


def _wrong_words(words: str, field: str, has_file: bool) -> dict[str, str]:
    if len(words.strip()) > MOST_WORDS:
        return {field: f"最多{MOST_WORDS}个字，现在是{len(words.strip())}个。"}
    if words.strip() or has_file:
        return {}
    if field == "reason":
        return {field: "请写明为什么更正，例如哪一份材料里数错了。"}
    return {field: "请写一句依据，或者交一张照片、一份 pdf。只填数看不出它从哪里来。"}


def _record(
    a: ActInProgress, promised: Target, task: Task, figures: Figures, as_of: date, words: str
) -> Value:
    value, numerator, denominator = figures
    try:
        return record_value(
            a,
            indicator=promised.indicator,
            subject=promised.subject,
            period=promised.period,
            dims=promised.dims,
            basis=Basis.REPORTED,
            value=value,
            numerator=numerator,
            denominator=denominator,
            as_of=as_of,
            source_kind=REPORTED_FOR,
            source_uid=task.uid,
            source_words=words.strip(),
        )
    except FigureRefused as refused:
        raise PlanRefused({"value": refused.zh}) from None


def _about(a: ActInProgress, plan: Plan, task: Task) -> None:
    a.about("plan_task", task.uid, org_path=plan.organisation.path)
