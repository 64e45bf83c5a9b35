"""Appeals 复核: a family asks for its result to be looked at again.

One that is upheld is cured by an added place, with a line of its own among the option's places;
nobody else's place is touched, and what the family holds is never made worse.
"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.kernel.calls.effective import counting
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Appeal,
    Application,
    Decision,
    LineKind,
    Offer,
    OfferState,
    Option,
    Round,
)
from xueyou.kernel.calls.models.sealed import APPEALED
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import ANSWER_APPEAL as ANSWERS_APPEALS
from xueyou.kernel.calls.run_access import MAKE_APPEAL
from xueyou.kernel.calls.run_verbs import ANSWER_APPEAL, APPEAL
from xueyou.kernel.calls.services.capacity import write_line
from xueyou.kernel.calls.services.offers import end
from xueyou.kernel.calls.services.telling import ANSWERED, tell_of
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import lock, uuid7
from xueyou.platform.time import CITY
from xueyou.rulebook.language.exact import printed_day

LONGEST = 1000
LONGEST_ANSWER = 400
BETTER = "复核后改到应得的学校"


def appeal(
    *,
    actor: Actor,
    application_uid: UUID | str,
    lane: str = "",
    words: str,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Ask for a published result to be looked at again, within the time the rulebook gives.

    Raises NotFound (not his, or nothing published), WindowClosed, CallRefused.
    """
    request = {"application": str(application_uid), "lane": lane, "words": words}
    with act(actor, APPEAL.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, MAKE_APPEAL, application_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        decision = _published(application, lane, a.business_at)
        _require_in_time(decision.run.round, a)
        text = words.strip()
        if not text or len(text) > LONGEST:
            raise CallRefused(
                f"请写明哪里不对（最多 {LONGEST} 个字）。没有提交，已写的还在页面上。"
            )
        a.lock(application)
        if application.withdrawn_at is not None:
            raise CallRefused("这份申请已经撤回，不能再申请复核。没有提交。")
        if decision.appeals.filter(state="open").exists():
            raise CallRefused("您的复核申请正在办理，不用再交。有新的材料，请联系招生部门。")
        uid = uuid7()
        user = UUID(a.actor.id)
        Appeal.objects.create(
            uid=uid,
            decision=decision,
            made_by_uid=user,
            made_at=a.business_at,
            **APPEALED.columns(uid, text),
        )
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {"application": application.uid, "decision": decision.uid}
        a.outcome = {"uid": str(uid)}
        return uid


def answer_appeal(
    *,
    actor: Actor,
    appeal_uid: UUID | str,
    upheld: bool,
    answer: str,
    option_uid: UUID | str | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID | None:
    """Answer an appeal; upheld, give the place at the option it is owed. Return the offer's uid.

    Raises NotFound, CallRefused: answered already, no words or too many, answered by who made it.
    """
    request = {
        "appeal": str(appeal_uid),
        "upheld": upheld,
        "answer": answer,
        "option": str(option_uid or ""),
    }
    with act(actor, ANSWER_APPEAL.name, at=at, key=key, request=request) as a:
        found: Appeal = target(actor, ANSWERS_APPEALS, appeal_uid)
        if a.repeated:
            return UUID(a.outcome["offer"]) if a.outcome["offer"] else None
        decision = found.decision
        application, round_ = decision.application, decision.run.round
        option = _owed(decision, option_uid, upheld=upheld)
        held = _held(application, decision.lane)
        if option is not None and kind_of(round_.call.kind).most_places(round_.call) is not None:
            lock(round_.call)  # before the option, as whoever adds places by hand does
        a.lock(found, application, *_options(option, held))
        if held != _held(application, decision.lane):
            raise CallRefused("刚刚有人确认或者放弃，没有办理。请再办一次。")
        if held is not None:
            held.refresh_from_db(fields=["state", "holds_place", "taken_up_at"])
        _require_open(a, found, answer)
        if option is not None and application.withdrawn_at is not None:
            raise CallRefused(
                "这份申请已经撤回，不能再给名额，没有办理。请选“维持原结果”，写明原因。"
            )
        offer = None
        if option is not None:
            offer = _cure(a, found, round_, decision, option, held)
        found.state = "upheld" if upheld else "kept"
        found.answer, found.answered_at = answer.strip(), a.business_at
        found.answered_by_uid, found.offer = UUID(a.actor.id), offer
        found.save(update_fields=["state", "answer", "answered_at", "answered_by_uid", "offer"])
        tell_of(a, ANSWERED, application)
        a.about("application", application.uid, org_path=application.home_path)
        a.data = {
            "application": application.uid,
            "upheld": upheld,
            **({} if option is None or offer is None else {"option": option.uid}),
            **({} if offer is None else {"offer": offer.uid}),
        }
        a.outcome = {"offer": "" if offer is None else str(offer.uid)}
        return None if offer is None else offer.uid


def _published(application: Application, lane: str, at: datetime) -> Decision:
    rows = Decision.objects.select_related("run__round__call").filter(
        counting(at), application=application, lane=lane
    )
    found = rows.order_by("-run_id").first()
    if found is None:
        raise NotFound
    return found


def _require_in_time(round_: Round, a: ActInProgress) -> None:
    rules = rules_of(round_).appeal
    if rules is None:
        raise CallRefused("这一轮的规则没有写明复核的办法，请直接联系招生部门。没有提交。")
    until = printed_day(rules.until)
    if a.business_at.astimezone(CITY).date().isoformat() > until:
        raise WindowClosed(f"申请复核到 {until} 为止，已经过了。没有提交。")


def _options(option: Option | None, held: Offer | None) -> list[Option]:
    """Return the options to hold: whoever holds an option decides about all its offers."""
    found = [] if option is None else [option]
    if held is not None and held.option != option:
        found.append(held.option)
    return found


def _owed(decision: Decision, option_uid: UUID | str | None, *, upheld: bool) -> Option | None:
    if option_uid is None:
        return None
    if not upheld:
        raise CallRefused("维持原结果就不增加名额。没有办理，请核对。")
    try:
        rows = Option.objects.filter(call=decision.run.round.call_id)
        if decision.lane:
            rows = rows.filter(lane=decision.lane)
        option = rows.filter(uid=option_uid).first()
    except (ValidationError, ValueError):
        option = None
    if option is None:
        raise NotFound
    return option


def _held(application: Application, lane: str) -> Offer | None:
    rows = Offer.objects.select_related("option", "call")
    return rows.filter(application=application, lane=lane, holds_place=True).first()


def _require_open(a: ActInProgress, found: Appeal, answer: str) -> None:
    if found.state != "open":
        raise CallRefused("这份复核申请已经答复过，没有改动。")
    if not answer.strip():
        raise CallRefused("请写明答复的内容和依据。没有办理。")
    if len(answer.strip()) > LONGEST_ANSWER:
        raise CallRefused(
            f"答复最多 {LONGEST_ANSWER} 个字，现在有 {len(answer.strip())} 个。没有办理。"
        )
    if str(found.made_by_uid) == a.actor.id:
        raise CallRefused("自己提出的复核不能自己答复，请另一位同事来办。")


def _cure(
    a: ActInProgress,
    found: Appeal,
    round_: Round,
    decision: Decision,
    option: Option,
    held: Offer | None,
) -> Offer:
    """Add a place and give it; the place held until now is left, for who waits there."""
    if held is not None and held.option_id == option.pk:
        raise CallRefused("这个孩子已经在这所学校有名额，不用再加。没有办理。")
    write_line(
        a, round_, option, LineKind.REMEDY, 1, "复核成立，增加一个名额", Ref("appeal", found.uid)
    )
    kind = kind_of(round_.call.kind)
    if held is not None:
        if held.taken_up_at is not None:
            kind.give_back(held, a)
        end(a, held, OfferState.ENDED, BETTER)
    offer = Offer.objects.create(
        call_id=round_.call_id,
        application=decision.application,
        lane=decision.lane,
        option=option,
        decision=decision,
        cause="appeal",
        state=OfferState.ACCEPTED,
        made_at=a.business_at,
        replied_at=a.business_at,
    )
    kind.take_up(offer, a)
    offer.taken_up_at = a.at
    offer.save(update_fields=["taken_up_at"])
    return offer
