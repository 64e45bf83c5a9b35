"""Rounds: set up, announced with their rules frozen, moved by hand, cancelled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.calls import clocks, verbs
from xueyou.kernel.calls.access import KEEP_CALL, KEEP_ROUND
from xueyou.kernel.calls.entrusted import require_within_reach
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    Call,
    CallState,
    Option,
    Phase,
    PhaseStep,
    Round,
    RoundKind,
    RoundMode,
    RoundState,
    Rulebook,
    RunState,
)
from xueyou.kernel.calls.refusals import CallRefused, Edited, RulesRefused
from xueyou.kernel.calls.rules import batch_named, read_rules
from xueyou.kernel.calls.windows import BEFORE_FREEZE, phases_of
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.rulebook.language.model import Rulebook as Rules


@dataclass(frozen=True, slots=True)
class PhaseGiven:
    """One phase as it is asked for; the empty class is everybody's."""

    step: str
    opens_at: datetime
    closes_at: datetime
    applicant_class: str = ""


@dataclass(frozen=True, slots=True)
class Times:
    """When a round is open, and its phases."""

    opens_at: datetime
    closes_at: datetime
    phases: Sequence[PhaseGiven] = ()
    reply_by: datetime | None = None


def add_round(
    *,
    actor: Actor,
    call_uid: UUID | str,
    times: Times,
    kind: str = RoundKind.MAIN,
    mode: str = RoundMode.BATCH,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Add a round to a call that is not over; return its uid. NotFound, CallRefused."""
    _require_order(times)
    request = {"call": str(call_uid), "kind": kind, "mode": mode, "times": repr(times)}
    with act(actor, verbs.ADD_ROUND.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_CALL, call_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(call)
        if call.state not in (CallState.DRAFT, CallState.OPEN):
            raise CallRefused("这一项申报已经结束，不能再加一轮。没有改动。")
        if mode not in kind_of(call.kind).modes:
            raise CallRefused("这一种申报没有这样办理的轮次，没有增加。")
        last = call.rounds.aggregate(last=Max("ordinal"))["last"] or 0
        round_ = Round.objects.create(
            call=call,
            ordinal=last + 1,
            kind=RoundKind(kind),
            mode=RoundMode(mode),
            opens_at=times.opens_at,
            closes_at=times.closes_at,
            reply_by=times.reply_by,
        )
        _write_phases(round_, times.phases)
        kind_of(call.kind).begin_round(round_, a)
        _describe(a, round_)
        a.outcome = {"uid": str(round_.uid)}
        return round_.uid


def edit_round(
    *,
    actor: Actor,
    round_uid: UUID | str,
    revision: int,
    times: Times,
    key: str,
    at: datetime | None = None,
) -> None:
    """Move the times of a round, also while it is open: whoever is filling in gets the new ones.

    Once announced, no window that families were told of is shortened. Raises NotFound, Edited,
    CallRefused.
    """
    _require_order(times)
    request = {"round": str(round_uid), "revision": revision, "times": repr(times)}
    with act(actor, verbs.EDIT_ROUND.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, KEEP_ROUND, round_uid)
        if a.repeated:
            return
        call = round_.call
        a.lock(round_)
        round_.call = call
        if round_.revision != revision:
            raise Edited
        if round_.state not in BEFORE_FREEZE:
            raise CallRefused("这一轮已经封存，时间不能再改。没有改动。")
        if round_.state == RoundState.ANNOUNCED:
            _require_not_shorter(round_, times, a.business_at)
        round_.opens_at, round_.closes_at = times.opens_at, times.closes_at
        round_.reply_by = times.reply_by
        round_.revision += 1
        round_.save(update_fields=["opens_at", "closes_at", "reply_by", "revision"])
        _write_phases(round_, times.phases)
        _describe(a, round_)
        a.data = {
            **a.data,
            "opens_at": times.opens_at.isoformat(),
            "closes_at": times.closes_at.isoformat(),
            "phases": len(times.phases),
        }


def announce_round(
    *,
    actor: Actor,
    round_uid: UUID | str,
    rules: str,
    source: str,
    verified: bool = False,
    key: str,
    at: datetime | None = None,
) -> None:
    """Freeze the rules of a round and show it to families; a changed rule is another version.

    `rules` is the text of rules.yaml. Raises NotFound, RulesRefused with every fault (also for
    facts that the kind cannot give, attributes no option has, lines for unknown batches),
    CallRefused.
    """
    request = {"round": str(round_uid), "rules": sha256_hex(rules.encode()), "source": source}
    with act(actor, verbs.ANNOUNCE_ROUND.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, KEEP_ROUND, round_uid)
        if a.repeated:
            return
        call = Call.objects.select_related("organisation").get(pk=round_.call_id)
        a.lock(call, round_)
        round_.call = call
        if round_.state != RoundState.DRAFT or call.state not in (CallState.DRAFT, CallState.OPEN):
            raise CallRefused("这一轮已经公布过，或者申报已经结束。没有改动。")
        if not source.strip():
            raise RulesRefused("要写明规则的依据（文件名、文号）。没有公布。")
        read = read_rules(rules)
        kind_of(call.kind).lay_places(round_, read, a)
        offered = Option.objects.filter(lines__round=round_, lines__voided_at=None)
        require_within_reach(call, offered, a.business_at.date(), "没有公布。")
        _require_given(round_, read)
        _require_rollable(round_, read)
        round_.rulebook = _kept(a, call, read, rules, source.strip(), verified)
        round_.rulebook_sha256 = read.digest
        round_.state = RoundState.ANNOUNCED
        round_.revision += 1
        round_.save(update_fields=["rulebook", "rulebook_sha256", "state", "revision"])
        if call.state == CallState.DRAFT:
            call.state = CallState.OPEN
            call.revision += 1
            call.save(update_fields=["state", "revision"])
        _describe(a, round_)
        a.data = {**a.data, "rules_sha256": read.digest}


def cancel_round(
    *, actor: Actor, round_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Cancel a round before its freeze, or its first decision; what was handed in stays readable.

    Raises NotFound, CallRefused.
    """
    with act(
        actor, verbs.CANCEL_ROUND.name, at=at, key=key, request={"round": str(round_uid)}
    ) as a:
        round_: Round = target(actor, KEEP_ROUND, round_uid)
        if a.repeated:
            return
        call = round_.call
        a.lock(round_)
        round_.call = call
        if round_.state not in BEFORE_FREEZE:
            raise CallRefused("这一轮已经封存，不能取消。没有改动。")
        if round_.runs.filter(rolling=True).exclude(state=RunState.FAILED).exists():
            raise CallRefused(
                "这一轮已经定过一批，不能取消，没有改动。还没有下令公布的，先写明原因作废。"
            )
        if round_.mode == RoundMode.ROLLING:
            clocks.all_taken_back(a, round_)
        round_.state = RoundState.CANCELLED
        round_.revision += 1
        round_.save(update_fields=["state", "revision"])
        _describe(a, round_)


def _kept(
    a: ActInProgress, call: Call, read: Rules, text: str, source: str, verified: bool
) -> Rulebook:
    """Return the frozen rulebook of this text: the one there is, or the next version."""
    ours = Rulebook.objects.filter(jurisdiction=call.organisation)
    same = ours.filter(sha256=read.digest).first()
    if same is not None:
        return same
    versions = ours.filter(name=read.title, year=read.year).aggregate(last=Max("version"))
    return Rulebook.objects.create(
        name=read.title,
        jurisdiction=call.organisation,
        year=read.year,
        version=(versions["last"] or 0) + 1,
        text=text,
        sha256=read.digest,
        source=source,
        verified=verified,
        recorded_at=a.at,
    )


def _require_given(round_: Round, rules: Rules) -> None:
    kind = kind_of(round_.call.kind)
    if rules.frame is not None:
        raise RulesRefused(
            "公布的规则要自成一体，不能再指向另一个框架文件。没有公布，请把框架去掉。"
        )
    facts = [fact.zh for name, fact in rules.facts.items() if name not in kind.fact_names]
    if facts:
        raise RulesRefused(f"这一项申报给不出规则要的事实：{'、'.join(facts)}。没有公布。")
    has = {field.name for field in kind.attributes}
    missing = [one.zh for name, one in rules.attributes.items() if name not in has]
    if missing:
        raise RulesRefused(f"选项里没有规则要的这几项：{'、'.join(missing)}。没有公布。")
    lines = round_.lines.filter(voided_at=None).values_list("batch", flat=True).distinct()
    unknown = sorted({line for line in lines if batch_named(rules, line) is None})
    if unknown:
        raise RulesRefused(
            f"有的名额登记在规则没有的批次里（{'、'.join(name or '空' for name in unknown)}）。"
            "没有公布，请改好名额或规则。"
        )


def _require_rollable(round_: Round, rules: Rules) -> None:
    """Who comes one by one cannot be drawn: there is never a list to draw from."""
    if round_.mode == RoundMode.ROLLING and rules.draws:
        raise RulesRefused(
            "随到随办的轮次一份一份定，没有名单可以摇号。没有公布，请把规则里的摇号换成别的先后。"
        )


def _require_order(times: Times) -> None:
    spans = [(times.opens_at, times.closes_at)]
    spans += [(phase.opens_at, phase.closes_at) for phase in times.phases]
    if any(closes <= opens for opens, closes in spans):
        raise CallRefused("结束的时间要晚于开始的时间。没有保存，请核对。")
    _require_known_steps(times.phases)


def _require_known_steps(phases: Iterable[PhaseGiven]) -> None:
    seen = set()
    for phase in phases:
        if phase.step not in PhaseStep.values:
            raise CallRefused("时间安排里有不认识的步骤。没有保存。")
        if (phase.applicant_class, phase.step) in seen:
            raise CallRefused("同一类申请人的同一步写了两遍。没有保存，请留一个。")
        seen.add((phase.applicant_class, phase.step))


def _require_not_shorter(round_: Round, times: Times, now: datetime) -> None:
    """What has not opened yet may open later; nothing closes earlier than was announced."""
    given = {(one.applicant_class, one.step): one for one in times.phases}
    before = [(round_.opens_at, round_.closes_at, times.opens_at, times.closes_at)]
    for phase in phases_of(round_):
        found = given.get((phase.applicant_class, phase.step))
        if found is None:
            raise CallRefused("已经公布的时间安排不能去掉，只能顺延。没有改动。")
        before.append((phase.opens_at, phase.closes_at, found.opens_at, found.closes_at))
    later = any(opens > opened and opened <= now for opened, _, opens, _ in before)
    if later or any(closes < closed for _, closed, _, closes in before):
        raise CallRefused("已经公布的时间只能放宽，不能缩短。没有改动。")


def _write_phases(round_: Round, phases: Sequence[PhaseGiven]) -> None:
    round_.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(
            round=round_,
            applicant_class=phase.applicant_class,
            step=phase.step,
            opens_at=phase.opens_at,
            closes_at=phase.closes_at,
        )
        for phase in phases
    )


def _describe(a: ActInProgress, round_: Round) -> None:
    a.about("round", round_.uid, org_path=round_.call.organisation.path)
    a.data = {
        "call": round_.call.uid,
        "ordinal": round_.ordinal,
        "revision": round_.revision,
    }
