"""Plan a home visit, and write down what it found: an officer's statement like any other."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import WORK_FILE, WORK_VISIT
from xueyou.domains.checks.models import FOUND, HomeVisit, VisitFinding, VisitState
from xueyou.domains.checks.services.deciding import state_facts
from xueyou.domains.checks.services.openings import file_to_work_on
from xueyou.domains.checks.services.turns import require_own_turn
from xueyou.kernel.calls.insiders import require_all_impartial
from xueyou.kernel.calls.models import Application, ApplicationState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import require_unfrozen
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

LONGEST = 80
LONGEST_WORDS = 400
LEAST = 2
"""How many people go: nobody visits alone."""


def plan_visit(
    *,
    actor: Actor,
    application_uid: UUID | str,
    day: date,
    visitors: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Plan who goes to see the family, and when. Raises NotFound, OwnKin, CallRefused."""
    names = "、".join(name for name in re.split(r"[、，,;；\s]+", visitors) if name)
    request = {"application": str(application_uid), "day": day.isoformat(), "visitors": names}
    file_to_work_on(actor, WORK_FILE, application_uid, at)
    with act(actor, desk_verbs.PLAN_VISIT.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, WORK_FILE, application_uid)
        if a.repeated:
            return
        if names.count("、") + 1 < LEAST or not names:
            raise CallRefused("走访要两个人一起去，请写两个人的姓名，中间用顿号。没有约。")
        if len(names) > LONGEST:
            raise CallRefused(f"姓名加起来最多{LONGEST}个字。没有约。")
        if day < a.business_at.date():
            raise CallRefused("走访的日子已经过去了，请写今天或以后的日子。没有约。")
        require_unfrozen(application.round, "约走访")
        a.lock(application)
        _require_open(actor, application, "没有约")
        if HomeVisit.objects.filter(application=application, state=VisitState.PLANNED).exists():
            raise CallRefused("已经约过走访了。要改日子，请先取消再约。没有改动。")
        HomeVisit.objects.create(
            application=application, day=day, visitors=names, planned_at=a.business_at
        )
        _describe(a, application, day=day.isoformat())


def record_visit(
    *,
    actor: Actor,
    visit_uid: UUID | str,
    finding: str,
    words: str,
    facts: Mapping[str, str],
    key: str,
    at: datetime | None = None,
) -> None:
    """Write down what a visit found; `facts` that it settles are stated by the office.

    Nobody met settles nothing. Raises NotFound, OwnKin, CallRefused also where the file is decided.
    """
    said = " ".join(words.split())
    request = {"visit": str(visit_uid), "finding": finding, "words": said, "facts": dict(facts)}
    _require_impartial(actor, visit_uid, at)
    with act(actor, desk_verbs.RECORD_VISIT.name, at=at, key=key, request=request) as a:
        visit: HomeVisit = target(actor, WORK_VISIT, visit_uid)
        if a.repeated:
            return
        application = visit.application
        if finding not in VisitFinding.values:
            raise CallRefused("请选走访的结果。没有登记。")
        if not said or len(said) > LONGEST_WORDS:
            raise CallRefused(f"请写看到了什么，最多{LONGEST_WORDS}个字。没有登记。")
        if facts and finding == VisitFinding.NOBODY:
            raise CallRefused("没有见到人，就没有核实什么，请不要改申请里的内容。没有登记。")
        require_unfrozen(application.round, "登记走访")
        a.lock(application, visit)
        _require_planned(visit)
        _require_open(actor, application, "没有登记")
        visit.state, visit.finding, visit.done_at = VisitState.DONE, finding, a.business_at
        for name, value in FOUND.columns(visit.uid, said).items():
            setattr(visit, name, value)
        visit.save()
        state_facts(a, application, facts)
        _describe(a, application, finding=finding, facts=sorted(facts))


def cancel_visit(
    *, actor: Actor, visit_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Cancel a planned visit. Raises NotFound, OwnKin, CallRefused."""
    _require_impartial(actor, visit_uid, at)
    request = {"visit": str(visit_uid)}
    with act(actor, desk_verbs.CANCEL_VISIT.name, at=at, key=key, request=request) as a:
        visit: HomeVisit = target(actor, WORK_VISIT, visit_uid)
        if a.repeated:
            return
        a.lock(visit)
        _require_planned(visit)
        visit.state = VisitState.CANCELLED
        visit.save(update_fields=["state"])
        _describe(a, visit.application)


def _require_impartial(actor: Actor, visit_uid: UUID | str, at: datetime | None) -> None:
    visit: HomeVisit = target(actor, WORK_VISIT, visit_uid)
    require_all_impartial(actor, [visit.application], at=at)


def _require_open(actor: Actor, application: Application, nothing: str) -> None:
    """Raise CallRefused where the file, locked, is decided or another's to decide."""
    if application.state != ApplicationState.SUBMITTED:
        raise CallRefused(f"这份申请现在不在核对这一步，{nothing}。请看它的办理过程。")
    require_own_turn(actor, application)


def _require_planned(visit: HomeVisit) -> None:
    if visit.state != VisitState.PLANNED:
        raise CallRefused("这次走访已经登记过结果，或者取消了。没有改动。")


def _describe(a: ActInProgress, application: Application, **more: object) -> None:
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": application.call.uid, **more}
