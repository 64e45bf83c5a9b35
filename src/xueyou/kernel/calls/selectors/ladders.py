"""Cut-off ladders: how far the places of an option reached, pool by pool, and where a child stands.

Counts only, of a result that is published; of single children there is none but one's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from xueyou.kernel.calls.effective import counting
from xueyou.kernel.calls.models import Application, Choice, Decision, Option, Run, Verdict
from xueyou.kernel.calls.rules import batch_named, rules_of
from xueyou.kernel.calls.run_access import READ_RESULT
from xueyou.kernel.calls.selectors.arranged import COMPLETED, arranged_in, why_arranged
from xueyou.kernel.calls.services.capacity import places_of
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.rulebook.language.model import Rulebook as Rules

MOST = 4


@dataclass(frozen=True, slots=True)
class Rung:
    """A pool of an option: how many were placed from it; `mine` where one's own child is."""

    zh: str
    placed: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """An option that was wished for, or that 统筹 gave. `free` places are left; `missed`: one's own
    child was not reached there. `why`: what 统筹 gave there, in words.
    """

    code: str
    option: str
    places: int
    rungs: Sequence[Rung]
    free: int
    missed: bool
    why: str


def ladders_of(
    actor: Actor, application_uid: UUID | str, lane: str, *, at: datetime | None = None
) -> list[Ladder]:
    """Return the ladders of the wishes down to the one that was met, in the order of the wishes;
    behind them that of a place by 统筹.

    Empty before the result is published, and in rolling rounds: among two or three who are decided
    together a count would name somebody. Raises NotFound.
    """
    application: Application = target(actor, READ_RESULT, application_uid)
    own = (
        Decision.objects.select_related("run__round", "option")
        .filter(counting(at), application=application, lane=lane)
        .order_by("-run_id")
        .first()
    )
    if own is None or own.run.rolling:
        return []
    wished = _wished(application, own)
    placed = _placed(own.run, lane, wished)
    rules = rules_of(own.run.round)
    room = _room(own, rules, wished)
    why = _why(own, wished)
    return [
        _ladder(
            one,
            batch,
            own,
            rules,
            placed.get(one.pk, {}),
            room.get((one.pk, batch), 0),
            why.get(one.pk, ""),
        )
        for one, batch in wished.values()
    ]


def _wished(application: Application, own: Decision) -> dict[int, tuple[Option, str]]:
    """Return the options down to the one met, with the batch in which each was wished for."""
    rows = Choice.objects.filter(application=application, round_id=own.run.round_id)
    order = {batch.id: n for n, batch in enumerate(rules_of(own.run.round).batches)}
    found: dict[int, tuple[Option, str]] = {}
    made = own.reason == COMPLETED
    for row in sorted(
        rows.select_related("option"), key=lambda row: (order.get(row.batch, 0), row.rank)
    ):
        if row.option.lane == own.lane or not own.lane:
            found.setdefault(row.option_id, (row.option, row.batch))
        if row.option_id == own.option_id and not made:
            break
    if made and own.option is not None:
        # No wish: a place that nobody of the family asked for is explained like one.
        found.pop(own.option.pk, None)
        found[own.option.pk] = (own.option, own.batch)
    return dict(list(found.items())[-MOST:])


def _placed(run: Run, lane: str, wished: Mapping[int, object]) -> dict[int, dict[str, int]]:
    rows = (
        Decision.objects.filter(run=run, lane=lane, verdict=Verdict.PLACED, option__in=wished)
        .order_by()
        .values_list("option_id", "pool")
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for option_id, pool, count in rows:
        found.setdefault(option_id, {})[pool] = count
    return found


def _room(
    own: Decision, rules: Rules, wished: Mapping[int, tuple[Option, str]]
) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for one in places_of(own.run.round):
        if one.option_id in wished:
            batch = wished[one.option_id][1]
            # What a list of the rules' own gives out has flowed there from every other batch.
            named = batch_named(rules, batch)
            made = named is not None and rules.batch(named).generate is not None
            if made or batch_named(rules, one.batch) in (batch, named):
                key = one.option_id, batch
                found[key] = found.get(key, 0) + one.count
    return found


def _why(own: Decision, wished: Mapping[int, tuple[Option, str]]) -> dict[int, str]:
    """Return what 统筹 gave at these options, in words; nothing is asked where it gave nothing."""
    arranged = arranged_in(own.run)
    here = [one for one, _ in wished.values() if one.uid in arranged]
    rows = Choice.objects.filter(round_id=own.run.round_id, option__in=here)
    asked: dict[int, int] = {}
    if here:
        asked = dict(rows.order_by().values_list("option").annotate(n=Count("application")))
    return {
        one.pk: why_arranged(asked.get(one.pk, 0), arranged[one.uid], outside=True) for one in here
    }


def _ladder(
    option: Option,
    batch: str,
    own: Decision,
    rules: Rules,
    placed: Mapping[str, int],
    places: int,
    why: str,
) -> Ladder:
    here = option.pk == own.option_id
    named = batch_named(rules, batch)
    pools = rules.batch(named).pools if named is not None else ()
    words = {pool.id: pool.zh for pool in pools}
    order = [pool.id for pool in pools]
    rungs = [
        Rung(words.get(pool, "录取"), count, here and pool == own.pool)
        for pool, count in sorted(
            placed.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)
        )
    ]
    free = max(0, places - sum(placed.values()))
    return Ladder(option.code, option.title, places, rungs, free, not here, why)
