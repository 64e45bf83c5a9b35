"""Places as lines that sum, each with its cause; cuts by decisions are drawn when a round freezes.

Whoever writes a line holds its option; the sum of an option's lines never falls below the places
held by offers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import KEEP_OPTION, KEEP_ROUND
from xueyou.kernel.calls.entrusted import require_within_reach
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import (
    CapacityLine,
    Decision,
    LineKind,
    Offer,
    Option,
    Round,
    RoundState,
    Run,
    RunState,
    Verdict,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import batch_named, has_pool, rules_of
from xueyou.kernel.calls.standings import CALLS_CLOSED, PLACES_CUT
from xueyou.kernel.calls.windows import BEFORE_FREEZE, held_for_good
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import lock
from xueyou.platform.orgs.paths import is_within

BY_HAND = (LineKind.PLANNED, LineKind.QUOTA, LineKind.RESERVE, LineKind.BOUGHT)
MADE_BY_RESULTS = (LineKind.TIE_OVERFLOW, LineKind.REMEDY)
LONGEST = 200
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Places:
    """Places of an option in a batch; `pool` is empty for what no pool is set aside from."""

    option_id: int
    batch: str
    pool: str
    count: int


def add_line(
    *,
    actor: Actor,
    round_uid: UUID | str,
    option_uid: UUID | str,
    kind: str,
    delta: int,
    reason: str,
    batch: str = "",
    pool: str = "",
    source: Ref | None = None,
    key: str,
    at: datetime | None = None,
) -> int:
    """Add places (or take some away) with their cause, before the freeze; return the line's id.

    Raises NotFound, CallRefused: after the freeze, below the places held, for an unknown batch, for
    an organisation that is not (or no longer) entrusted to the call.
    """
    request = {
        "round": str(round_uid),
        "option": str(option_uid),
        "kind": kind,
        "delta": delta,
        "reason": reason,
        "batch": batch,
        "pool": pool,
        "source": None if source is None else [source.kind, str(source.uid)],
    }
    if kind not in BY_HAND:
        raise CallRefused("这一种名额变动不能手工登记，没有登记。")
    with act(actor, verbs.ADD_LINE.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, KEEP_ROUND, round_uid)
        if a.repeated:
            return int(a.outcome["line"])
        option = _option_of(actor, round_, option_uid)
        organisation, call = option.organisation, round_.call
        if kind_of(call.kind).most_places(call) is not None:
            lock(call)  # before the round, as whoever announces does
        held_for_good(round_)
        round_.call = call
        if round_.state not in BEFORE_FREEZE:
            raise CallRefused("这一轮已经封存，名额不能再改。没有登记。")
        if round_.state == RoundState.ANNOUNCED and batch_named(rules_of(round_), batch) is None:
            raise CallRefused("规则里没有这个批次，没有登记。请核对批次。")
        if round_.state == RoundState.ANNOUNCED and not has_pool(rules_of(round_), batch, pool):
            raise CallRefused("规则里这一批没有单列这一类名额，没有登记。请核对。")
        if delta > 0 and not is_within(organisation.path, call.organisation.path):
            new = Option.objects.filter(pk=option.pk)
            require_within_reach(call, new, a.business_at.date(), "没有登记。")
        a.lock(option)
        kind_of(call.kind).require_places(round_, option, delta)
        found = source or Ref("act", a.uid)
        line = write_line(a, round_, option, kind, delta, reason, found, batch=batch, pool=pool)
        a.about("option", option.uid, org_path=organisation.path)
        a.data = {"round": round_.uid, "kind": kind, "delta": delta, "line": line.pk}
        a.outcome = {"line": line.pk, "call": str(call.uid)}
        return line.pk


def void_line(
    *,
    actor: Actor,
    round_uid: UUID | str,
    line_id: int,
    key: str,
    at: datetime | None = None,
) -> None:
    """Void a line that was added by hand, before the freeze. NotFound, CallRefused."""
    request = {"round": str(round_uid), "line": line_id}
    with act(actor, verbs.VOID_LINE.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, KEEP_ROUND, round_uid)
        if a.repeated:
            return
        lines = CapacityLine.objects.select_related("option__organisation")
        line = lines.filter(pk=line_id, round=round_, voided_at=None).first()
        if line is None:
            raise NotFound
        organisation, call = line.option.organisation, round_.call
        if kind_of(call.kind).most_places(call) is not None:
            lock(call)  # before the round, as whoever announces does
        held_for_good(round_)
        round_.call = call
        if round_.state not in BEFORE_FREEZE:
            raise CallRefused("这一轮已经封存，名额不能再改。没有作废。")
        a.lock(line.option, line)
        if line.voided_at is not None:
            raise CallRefused("这一笔已经作废了，没有再改动。")
        _require_enough(line.option, -line.delta)
        if line.delta < 0:  # places come back, as new ones would
            line.option.organisation = organisation
            kind_of(call.kind).require_places(round_, line.option, -line.delta)
            _require_within_total(line.option, round_, -line.delta)
        line.voided_at = a.at
        line.save(update_fields=["voided_at"])
        a.about("option", line.option.uid, org_path=organisation.path)
        a.data = {"round": round_.uid, "kind": line.kind, "delta": line.delta, "line": line.pk}


def write_line(
    a: ActInProgress,
    round_: Round,
    option: Option,
    kind: str,
    delta: int,
    reason: str,
    source: Ref,
    *,
    batch: str = "",
    pool: str = "",
) -> CapacityLine:
    """Write a line inside an open act that has locked the option. Raises CallRefused."""
    words = reason.strip()
    if not words or len(words) > LONGEST or abs(delta) > MOST:
        raise CallRefused(f"名额的变动要写明原因（最多 {LONGEST} 个字）和合理的数。没有登记。")
    if delta < 0:
        _require_enough(option, delta)
    _require_within_total(option, round_, delta)
    return CapacityLine.objects.create(
        option=option,
        round=round_,
        batch=batch,
        pool=pool,
        kind=LineKind(kind),
        delta=delta,
        reason=words,
        source_kind=source.kind,
        source_uid=source.uid,
        recorded_at=a.at,
    )


def _require_within_total(option: Option, round_: Round, delta: int) -> None:
    """Never let the places of a call exceed the total that it has made public."""
    call = round_.call
    most = kind_of(call.kind).most_places(call)
    if most is None or delta <= 0:
        return
    # Whoever adds places to such a call stands in one line: the sum is decided under its lock.
    lock(call)
    lines = CapacityLine.objects.filter(option__call=call, voided_at=None)
    total = lines.aggregate(sum=Sum("delta"))["sum"] or 0
    if total + delta > most:
        raise CallRefused(
            f"公布的总数是{most}个，已经登记{total}个，再加{delta}个就超过了。没有登记。"
        )


def given_unpublished() -> QuerySet[Decision]:
    """Return the places that rolling rounds have given and not published yet: nobody else's."""
    return Decision.objects.filter(
        verdict=Verdict.PLACED,
        run__rolling=True,
        run__state=RunState.DONE,
        run__took_effect_at=None,
    )


def void_lines(a: ActInProgress, round_: Round, option: Option) -> None:
    """Void all of an option's lines inside an open act that has locked it, before the freeze."""
    CapacityLine.objects.filter(round=round_, option=option, voided_at=None).update(voided_at=a.at)


def _require_enough(option: Option, delta: int) -> None:
    lines = CapacityLine.objects.filter(option=option, voided_at=None)
    total = lines.aggregate(sum=Sum("delta"))["sum"] or 0
    held = Offer.objects.filter(option=option, holds_place=True).count()
    deciding = Run.objects.filter(rolling=True, round__call=option.call_id)
    if deciding.filter(state__in=(RunState.PREPARED, RunState.RUNNING)).exists():
        raise CallRefused("这一项正在定一批结果，过一会儿再减名额。没有改动。")
    held += given_unpublished().filter(option=option).count()
    if total + delta < max(held, 0):
        raise CallRefused(
            f"这个选项现有名额 {total} 个，已占用 {held} 个，减不了这么多。没有改动。"
        )


def _option_of(actor: Actor, round_: Round, uid: UUID | str) -> Option:
    option: Option = target(actor, KEEP_OPTION, uid)
    if option.call_id != round_.call_id or option.withdrawn_at is not None:
        raise NotFound
    return option


def places_of(round_: Round, *, made_by_results: bool = False) -> list[Places]:
    """Return the sums of a round's lines, by option, batch and pool; two kinds of row.

    Rows with an empty pool hold what is in no pool. Places that a published result or an upheld
    appeal added belong to who got them: no later run gives them out.
    """
    lines = CapacityLine.objects.filter(round=round_, voided_at=None, option__withdrawn_at=None)
    rows = (
        (lines if made_by_results else lines.exclude(kind__in=MADE_BY_RESULTS))
        .values_list("option_id", "batch", "pool")
        .annotate(count=Sum("delta"))
        .order_by("option__code", "batch", "pool")
    )
    return [Places(*row) for row in rows]


def freeze_capacity(
    a: ActInProgress, round_: Round, options: Iterable[Option], free: Iterable[Places] | None = None
) -> int:
    """Draw the lines that decisions in force demand, inside the freeze; return the places cut.

    A cut is taken once from all options of the organisation together, in the order of their
    codes, first from what no pool is set aside from; it never goes below nothing. The caller
    has locked the options.

    `free` is what a rolling round has left: there each cut is drawn once, when it is first met,
    and a closed organisation is not cut but given nothing (services.places_left).
    """
    by_organisation: dict[int, list[Option]] = {}
    for option in sorted(options, key=lambda one: one.code):
        by_organisation.setdefault(option.organisation_id, []).append(option)
    rows = places_of(round_) if free is None else free
    left = {(p.option_id, p.batch, p.pool): p.count for p in rows}
    force = in_force(
        {PLACES_CUT, CALLS_CLOSED} if free is None else {PLACES_CUT},
        organisations=list(by_organisation),
        on=a.business_at.date(),
    )
    drawn = set(
        CapacityLine.objects.filter(
            round=round_, kind=LineKind.STANDING, voided_at=None
        ).values_list("source_uid", flat=True)
    )
    cut = 0
    for organisation_id, own in by_organisation.items():
        for found in force.get(organisation_id, ()):
            if found.source.uid in drawn:
                continue
            wanted = sum(_of(left, own).values()) if found.quantity is None else found.quantity
            for (option_id, batch, pool), has in sorted(_of(left, own).items(), key=_pools_last):
                taken = min(wanted, max(has, 0))
                if not taken:
                    continue
                write_line(
                    a,
                    round_,
                    next(one for one in own if one.pk == option_id),
                    LineKind.STANDING,
                    -taken,
                    found.reason[:LONGEST],
                    found.source,
                    batch=batch,
                    pool=pool,
                )
                left[option_id, batch, pool] -= taken
                wanted, cut = wanted - taken, cut + taken
    return cut


Key = tuple[int, str, str]


def _of(left: dict[Key, int], own: list[Option]) -> dict[Key, int]:
    """Return what is left of these options, in the order of the options."""
    place = {option.pk: number for number, option in enumerate(own)}
    mine = [key for key in left if key[0] in place]
    return {key: left[key] for key in sorted(mine, key=lambda key: (place[key[0]], *key[1:]))}


def _pools_last(row: tuple[Key, int]) -> bool:
    return row[0][2] != ""
