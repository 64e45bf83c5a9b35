"""Calls as a whole: opened by who may, copied from last year's, edited, closed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from xueyou.kernel.calls import clocks, verbs
from xueyou.kernel.calls.access import KEEP_CALL, OPEN_CALL, READ_CALL
from xueyou.kernel.calls.fields import FieldsRefused, checked
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.left import untold_in
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    CapacityLine,
    LineKind,
    Option,
    Phase,
    Round,
    RoundKind,
    RoundMode,
    RoundState,
)
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused, Edited
from xueyou.kernel.calls.standings import CALLS_CLOSED
from xueyou.kernel.calls.windows import last_moment
from xueyou.kernel.registry.models import ClaimState
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import NotFound, require, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

LONGEST_TITLE = 120
_UNANSWERABLE = Q(state=ApplicationState.RETURNED) | Q(claim__state=ClaimState.REFUSED, person=None)
"""Never completed by its family, or for a child that is not theirs: nobody can decide it."""


def open_call(
    *,
    actor: Actor,
    kind: str,
    organisation_uid: UUID | str,
    year: int,
    title: str,
    settings: Mapping[str, str],
    term: int | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Open a call of an organisation; nobody sees it before a round is announced.

    Raises NotFound, NotAllowed, AnswersRefused for its settings, CallRefused where the
    organisation may not open it, by the kind's rules or by a decision in force.
    """
    organisation = _organisation(organisation_uid)
    require(actor, OPEN_CALL, path=organisation.path)
    policy = _kind(kind)
    request = {
        "kind": kind,
        "organisation": str(organisation.uid),
        "year": year,
        "term": term,
        "title": title,
        "settings": dict(settings),
    }
    with act(actor, verbs.OPEN_CALL.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        _require_may_open(a, policy, organisation)
        call = Call.objects.create(
            kind=kind,
            organisation=organisation,
            year=year,
            term=term,
            title=_title(title),
            settings=_settings(policy, settings),
        )
        return _opened(a, call)


def copy_call(
    *,
    actor: Actor,
    call_uid: UUID | str,
    year: int,
    title: str,
    term: int | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Open a call like an earlier one: settings, options, planned places, rounds some years later.

    Every copied line names the earlier call as its source, to be checked; rules are announced
    anew. Raises NotFound, NotAllowed, CallRefused.
    """
    before: Call = target(actor, READ_CALL, call_uid)
    require(actor, OPEN_CALL, path=before.organisation.path)
    request = {"call": str(before.uid), "year": year, "term": term, "title": title}
    with act(actor, verbs.COPY_CALL.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        policy = _kind(before.kind)
        if policy.no_copy:
            raise CallRefused(policy.no_copy)
        _require_may_open(a, policy, before.organisation)
        call = Call.objects.create(
            kind=before.kind,
            organisation=before.organisation,
            year=year,
            term=before.term if term is None else term,
            title=_title(title),
            settings=before.settings,
            copied_from=before,
        )
        _copy_what_stands(a, before, call)
        uid = _opened(a, call)
        a.data = {**a.data, "copied_from": before.uid}
        return uid


def _copy_what_stands(a: ActInProgress, before: Call, call: Call) -> None:
    options = {}
    for option in before.options.filter(withdrawn_at=None).order_by("code"):
        options[option.pk] = Option.objects.create(
            call=call,
            code=option.code,
            organisation=option.organisation,
            lane=option.lane,
            title=option.title,
            attributes=option.attributes,
        )
    later = call.year - before.year
    rounds = before.rounds.filter(kind=RoundKind.MAIN).exclude(state=RoundState.CANCELLED)
    for ordinal, round_ in enumerate(rounds.order_by("ordinal"), start=1):
        made = Round.objects.create(
            call=call,
            ordinal=ordinal,
            kind=round_.kind,
            mode=round_.mode,
            opens_at=_years_later(round_.opens_at, later),
            closes_at=_years_later(round_.closes_at, later),
        )
        Phase.objects.bulk_create(
            Phase(
                round=made,
                applicant_class=phase.applicant_class,
                step=phase.step,
                opens_at=_years_later(phase.opens_at, later),
                closes_at=_years_later(phase.closes_at, later),
            )
            for phase in round_.phases.order_by("id")
        )
        lines = round_.lines.filter(kind=LineKind.PLANNED, voided_at=None).order_by("id")
        totals: dict[tuple[int, str, str], int] = {}
        for line in lines:
            where = (line.option_id, line.batch, line.pool)
            totals[where] = totals.get(where, 0) + line.delta
        CapacityLine.objects.bulk_create(
            CapacityLine(
                option=options[option_id],
                round=made,
                batch=batch,
                pool=pool,
                kind=LineKind.PLANNED,
                delta=delta,
                reason=f"照{before.year}年的计划，请核对",
                source_kind="call",
                source_uid=before.uid,
                recorded_at=a.at,
            )
            for (option_id, batch, pool), delta in totals.items()
            if option_id in options
        )


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, day=28)


def edit_call(
    *,
    actor: Actor,
    call_uid: UUID | str,
    revision: int,
    title: str,
    settings: Mapping[str, str],
    key: str,
    at: datetime | None = None,
) -> None:
    """Change title and settings, until a round is announced. NotFound, Edited, CallRefused."""
    request = {
        "call": str(call_uid),
        "revision": revision,
        "title": title,
        "settings": dict(settings),
    }
    with act(actor, verbs.EDIT_CALL.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_CALL, call_uid)
        if a.repeated:
            return
        a.lock(call)
        if call.revision != revision:
            raise Edited
        if call.state != CallState.DRAFT:
            raise CallRefused("这一项申报已经公布，标题和设置不能再改。没有改动。")
        call.title = _title(title)
        call.settings = _settings(_kind(call.kind), settings)
        call.revision += 1
        call.save(update_fields=["title", "settings", "revision"])
        _describe(a, call)


def close_call(*, actor: Actor, call_uid: UUID | str, key: str, at: datetime | None = None) -> None:
    """End a call: nothing is asked or moved any more. Refused while a round is unsettled."""
    with act(actor, verbs.EDIT_CALL.name, at=at, key=key, request={"close": str(call_uid)}) as a:
        call: Call = target(actor, KEEP_CALL, call_uid)
        if a.repeated:
            return
        a.lock(call)
        unsettled = (RoundState.ANNOUNCED, RoundState.FROZEN, RoundState.RUN)
        rounds = call.rounds.filter(state__in=unsettled)
        if any(not _rolled_out(one, a.business_at) for one in rounds):
            raise CallRefused(
                "还有一轮没有公布结果，不能结束，没有改动。请先办完那一轮，或取消它。"
            )
        untold = untold_in([call], a.business_at).count()
        if untold:
            raise CallRefused(
                f"还有{untold}个孩子没有学位，家长也还不知道下一步，不能结束，没有改动。"
                "请先加一轮补录，或者写明下一步、签发以后告诉他们。"
            )
        for one in _never_answered(call):
            clocks.taken_back(a, one)
        call.state = CallState.WITHDRAWN if call.state == CallState.DRAFT else CallState.CLOSED
        call.revision += 1
        call.save(update_fields=["state", "revision"])
        _describe(a, call)


def _rolled_out(round_: Round, at: datetime) -> bool:
    """Return whether a rolling round is over and has answered all it can; others never are."""
    if round_.mode != RoundMode.ROLLING or at < last_moment(round_):
        return False
    asked = Application.objects.filter(round=round_, withdrawn_at=None).exclude(_UNANSWERABLE)
    return not asked.filter(decided_in__took_effect_at=None).exists()


def _never_answered(call: Call) -> QuerySet[Application]:
    """Return what came to a rolling round and cannot be answered: its clock ends with the call."""
    rolling = Application.objects.filter(call=call, round__mode=RoundMode.ROLLING)
    return rolling.filter(_UNANSWERABLE, withdrawn_at=None, decided_in=None)


def _describe(a: ActInProgress, call: Call) -> None:
    a.about("call", call.uid, org_path=call.organisation.path)
    a.data = {"revision": call.revision, "state": call.state}


def _opened(a: ActInProgress, call: Call) -> UUID:
    a.about("call", call.uid, org_path=call.organisation.path)
    a.data = {"kind": call.kind, "year": call.year, "term": call.term}
    a.outcome = {"uid": str(call.uid)}
    return call.uid


def _require_may_open(a: ActInProgress, kind: CallKind, organisation: Organisation) -> None:
    day = a.business_at.date()
    why = kind.may_open(organisation, day)
    if why:
        raise CallRefused(why)
    closed = in_force({CALLS_CLOSED}, organisations=[organisation.pk], on=day)
    for found in closed.get(organisation.pk, ()):
        raise CallRefused(f"现在不能设立申报：{found.reason}。没有设立。")


def _kind(code: str) -> CallKind:
    try:
        return kind_of(code)
    except KeyError:
        raise CallRefused("没有这一种申报，没有设立。") from None


def _organisation(uid: UUID | str) -> Organisation:
    try:
        wanted = UUID(str(uid))
    except ValueError:
        raise NotFound from None
    found = Organisation.objects.filter(uid=wanted, closed_on=None).first()
    if found is None:
        raise NotFound
    return found


def _title(text: str) -> str:
    title = text.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise CallRefused(f"标题要写，最多 {LONGEST_TITLE} 个字。没有保存。")
    return title


def _settings(kind: CallKind, given: Mapping[str, str]) -> dict[str, str]:
    try:
        return checked(kind.settings, given)
    except FieldsRefused as refused:
        raise AnswersRefused(refused.faults, {}) from None
