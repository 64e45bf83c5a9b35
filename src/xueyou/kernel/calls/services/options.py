"""Options: what can be asked for in a call."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import KEEP_CALL, KEEP_OPTION
from xueyou.kernel.calls.entrusted import within_reach
from xueyou.kernel.calls.fields import Field, FieldsRefused, checked
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Call, CallState, Choice, Option, RoundState
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation

CODE = Field("code", "代码", "code", required=True, most=40)
TITLE = Field("title", "名称", required=True, most=120)
LANE = Field("lane", "时段", "code", most=40)
LIVE = (CallState.DRAFT, CallState.OPEN)


def add_option(
    *,
    actor: Actor,
    call_uid: UUID | str,
    organisation_uid: UUID | str,
    code: str,
    title: str,
    lane: str = "",
    attributes: Mapping[str, str] | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Add an option of an organisation at or below the call's own, or entrusted to it; return uid.

    It is offered in a round, and there in the batches, for which it has capacity lines. Raises
    NotFound, AnswersRefused, CallRefused.
    """
    given = {"code": code, "title": title, "lane": lane}
    request = {
        "call": str(call_uid),
        "organisation": str(organisation_uid),
        **given,
        "attributes": dict(attributes or {}),
    }
    with act(actor, verbs.ADD_OPTION.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_CALL, call_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        reached = within_reach(call.organisation, a.business_at.date())
        organisation = reached.filter(uid=organisation_uid).first()
        if organisation is None:
            raise NotFound
        a.lock(call)
        if call.state not in LIVE:
            raise CallRefused("这一项申报已经结束，不能再加选项。没有改动。")
        option = write_option(
            call, organisation, code=code, title=title, lane=lane, attributes=attributes or {}
        )
        a.about("option", option.uid, org_path=organisation.path)
        a.data = {
            "call": call.uid,
            "code": option.code if option.code.isascii() else "",
            "lane": option.lane if option.lane.isascii() else "",
        }
        a.outcome = {"uid": str(option.uid)}
        return option.uid


def write_option(
    call: Call,
    organisation: Organisation,
    *,
    code: str,
    title: str,
    lane: str,
    attributes: Mapping[str, str],
) -> Option:
    """Add an option inside an open act that has locked the call. AnswersRefused, CallRefused."""
    kind = kind_of(call.kind)
    try:
        found = checked((CODE, TITLE, LANE), {"code": code, "title": title, "lane": lane})
        kept = checked(kind.attributes, attributes)
    except FieldsRefused as refused:
        raise AnswersRefused(refused.faults, {}) from None
    if kind.many_lanes != bool(found.get("lane")):
        raise CallRefused("时段要么每个选项都写，要么都不写，看是哪一种申报。没有改动。")
    if call.options.filter(code=found["code"]).exists():
        raise CallRefused("这个代码已经用过了，没有增加。请换一个代码。")
    return Option.objects.create(
        call=call,
        code=found["code"],
        organisation=organisation,
        lane=found.get("lane", ""),
        title=found["title"],
        attributes=kept,
    )


def rewrite_option(option: Option, *, title: str, lane: str, attributes: Mapping[str, str]) -> None:
    """Change an option inside an open act that has locked it, before anybody could wish for it.

    Raises AnswersRefused. The caller has made sure that no round was announced yet.
    """
    kind = kind_of(option.call.kind)
    try:
        found = checked((TITLE, LANE), {"title": title, "lane": lane})
        kept = checked(kind.attributes, attributes)
    except FieldsRefused as refused:
        raise AnswersRefused(refused.faults, {}) from None
    option.title, option.lane, option.attributes = found["title"], found.get("lane", ""), kept
    option.save(update_fields=["title", "lane", "attributes"])


def withdraw_option(
    *, actor: Actor, option_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take an option off the list; refused once somebody has handed in a wish for it.

    Raises NotFound, CallRefused.
    """
    request = {"option": str(option_uid)}
    with act(actor, verbs.WITHDRAW_OPTION.name, at=at, key=key, request=request) as a:
        option: Option = target(actor, KEEP_OPTION, option_uid)
        if a.repeated:
            return
        organisation, call = option.organisation, option.call
        a.lock(option)
        if option.withdrawn_at is not None:
            raise CallRefused("这个选项已经撤下了，没有再改动。")
        if call.rounds.exclude(state__in=(RoundState.DRAFT, RoundState.CANCELLED)).exists():
            wished = Choice.objects.filter(option=option, application__withdrawn_at=None)
            if wished.exists():
                raise CallRefused("已经有人填报了这个选项，不能撤下。没有改动。")
        option.withdrawn_at = a.business_at
        option.save(update_fields=["withdrawn_at"])
        a.about("option", option.uid, org_path=organisation.path)
        a.data = {"call": call.uid}
