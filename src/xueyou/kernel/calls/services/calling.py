"""Who is called for a place given up: pool by pool in the order of its waiting list.

Rule text: docs/handbook/admission.md §6. A round solved in rounds calls the first class that waits
whole; one solved in order calls the first unit that fits. Members of a bound group are one unit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from xueyou.kernel.calls.models import Decision, Offer, OfferState, Option, Round, Run, Waiting
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.rulebook.language.model import Batch

MOVED_UP = "递补到更靠前的志愿"
GIVEN_UP = (OfferState.DECLINED, OfferState.LAPSED)
OUT, ELSEWHERE, CONTENT, COMES = "out", "elsewhere", "content", "comes"
"""Of one who waits: he withdrew or was given his place by an appeal; he holds a place of another
batch; he holds one as good; he is to be called."""

Pool = tuple[str, str, str]
"""Lane, batch, pool."""
Offers = Mapping[tuple[int, str], Sequence[Offer]]
"""What was offered, by application and lane."""


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called, and the place he leaves for it."""

    waiting: Waiting
    leaves: Offer | None


def called(run: Run, round_: Round, option: Option) -> list[Called]:
    """Return who is called for the room of an option, pool by pool in the order of the lists.

    Raises CallRefused where the rules say that it stops there, or the desk cannot know who.
    """
    room = room_of(run, [option])[option.pk]
    if not any(n > 0 for n in room.values()):
        return []
    batches = {batch.id: batch for batch in rules_of(round_).batches}
    lists = Waiting.objects.filter(run=run, option=option, application__withdrawn_at=None)
    waits: dict[Pool, list[Waiting]] = defaultdict(list)
    for row in lists.select_related("application", "run").order_by("position", "pk"):
        waits[row.lane, row.batch, row.pool].append(row)
    offers = _offers_to(lists)
    found: list[Called] = []
    for (lane, batch, pool), n in sorted(room.items()):
        if n <= 0:
            continue
        before = {one.waiting.application_id for one in found if one.waiting.lane == lane}
        rows = [row for row in waits[lane, batch, pool] if row.application_id not in before]
        found += _from_list(batches[batch], rows, offers, n)
    return found


def room_of(run: Run, options: Iterable[Option]) -> dict[int, Counter[Pool]]:
    """Return how many of the places that the run gave are given up now, by option and pool.

    A place above the plan, where a group or a tie stood across the last one, is none once it is
    given up. Two questions, however many options there are.
    """
    codes = {option.pk: option.code for option in options}
    found: dict[int, Counter[Pool]] = {pk: Counter() for pk in codes}
    given = Decision.objects.filter(run=run, option__in=list(found), verdict="placed")
    held = Offer.objects.filter(
        option__in=list(found), decision__run__round=run.round_id, holds_place=True
    ).exclude(cause="appeal")
    for uses, one in ((given, 1), (held, -1)):
        for option, lane, batch, pool in uses.values_list("option", "lane", "batch", "pool"):
            found[option][lane, batch, pool] += one
    over = _over_places(run)
    for pk, pools in found.items():
        for lane, batch, pool in pools:
            pools[lane, batch, pool] -= over[lane, batch, codes[pk], pool]
    return found


def _over_places(run: Run) -> Counter[tuple[str, str, str, str]]:
    """Return how many a pool got above its places, by lane, batch, code of the option, and pool."""
    lanes = run.certificate["lanes"] if run.certificate else ()
    return Counter(
        {
            (lane["lane"], batch, option, pool): n
            for lane in lanes
            for batch, option, pool, n in lane.get("over_places", ())
        }
    )


def _from_list(batch: Batch, rows: Sequence[Waiting], offers: Offers, n: int) -> Iterator[Called]:
    """Yield who is called of one list for n places."""
    bound = batch.group.bind
    if bound and batch.group.straddle == "split" and any(one.application.group_key for one in rows):
        raise CallRefused(
            "候补里有写了同意可以分开的双胞胎、多胞胎，分不分开要照封存的数据定，这里办不了，"
            "没有递补。请用 xueyou admit refill 在密封包上办理。"
        )
    in_order = bound and batch.group.straddle == "skip"
    for _, first in groupby(rows, key=lambda row: row.position):
        units = [
            unit for one in _units(first, bound=bound) if (unit := list(_who_comes(one, offers)))
        ]
        size = sum(map(len, units))
        if n <= 0:
            return
        if in_order:
            units = list(_that_fit(units, n))
            size = sum(map(len, units))
        if batch.tie_last == "refuse" and len(units) > 1 and size > n:
            raise CallRefused(
                "轮到的几位各项都相同，都递补会超出名额；规则写明遇到这种情况不再往下排，没有递补。"
                "请由有权的部门补充规则后再办。"
            )
        yield from (one for unit in units for one in unit)
        n -= size


def _units(rows: Iterable[Waiting], *, bound: bool) -> list[list[Waiting]]:
    """Return those of one class who are called together, or not at all."""
    found: dict[str, list[Waiting]] = defaultdict(list)
    for row in rows:
        group = row.application.group_key if bound else ""
        found[group or str(row.application.uid)].append(row)
    return list(found.values())


def _that_fit(units: Sequence[list[Called]], n: int) -> Iterator[list[Called]]:
    for unit in units:
        if len(unit) <= n:
            yield unit
            n -= len(unit)


def _who_comes(unit: Sequence[Waiting], offers: Offers) -> Iterator[Called]:
    """Yield the members of a unit who take the place, with what each leaves.

    Who withdrew stays behind; nobody comes of a unit that has a member placed in another batch.
    """
    stands = [_stands(row, offers.get((row.application_id, row.lane), ())) for row in unit]
    if any(word == ELSEWHERE for word, _ in stands):
        return
    for row, (word, held) in zip(unit, stands, strict=True):
        if word == COMES:
            yield Called(row, held)


def _offers_to(lists: QuerySet[Waiting]) -> Offers:
    """Return what was offered to those who wait: one question."""
    found: dict[tuple[int, str], list[Offer]] = defaultdict(list)
    rows = Offer.objects.filter(application__in=lists.values("application"))
    rows = rows.select_related("option", "decision__run")
    for row in rows.exclude(state=OfferState.STAGED):
        found[row.application_id, row.lane].append(row)
    return found


def _stands(waiting: Waiting, rows: Sequence[Offer]) -> tuple[str, Offer | None]:
    """Return how somebody stands to the place, and what he holds; `rows` were offered to him.

    Another round has other lists: its place is one elsewhere, what was declined there says nothing.
    """
    held = next((one for one in rows if one.holds_place), None)
    if held is None:
        withdrew = any(
            _of_list(one, waiting) and (one.state in GIVEN_UP or one.ended_why != MOVED_UP)
            for one in rows
        )
        return (OUT if withdrew else COMES), None
    if held.cause == "appeal":
        return OUT, held
    if not _of_list(held, waiting):
        return ELSEWHERE, held
    better = held.choice_rank is not None and held.choice_rank > waiting.choice_rank
    return (COMES if better else CONTENT), held


def _of_list(offer: Offer, waiting: Waiting) -> bool:
    """Return whether a place was offered in the round and the batch in which he waits."""
    same_round = offer.decision.run.round_id == waiting.run.round_id
    return same_round and offer.batch == waiting.batch
