"""Wishes: which options may be wished for, where, and how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, QuerySet

from xueyou.kernel.calls.answers import Wishes
from xueyou.kernel.calls.kinds import CallKind
from xueyou.kernel.calls.models import Call, CapacityLine, Choice, Round
from xueyou.kernel.calls.rules import batch_named
from xueyou.platform.db import insert_rows, prepared
from xueyou.rulebook.language.model import Batch
from xueyou.rulebook.language.model import Rulebook as Rules

GONE = "有一个志愿已经不能填报，可能是学校撤下了它，请换一个。"


@dataclass(frozen=True, slots=True)
class Offered:
    """An option of a round, with the batches for which it has lines."""

    id: int
    lane: str
    batches: frozenset[str]


@prepared(round_=BigIntegerField())
def _lines(round_: Any) -> QuerySet[Any]:
    rows = CapacityLine.objects.filter(
        round=round_, voided_at=None, option__withdrawn_at=None
    ).order_by()
    return rows.values_list("option__uid", "option_id", "option__lane", "batch").distinct()


def offered(round_: Round, rules: Rules) -> dict[str, Offered]:
    """Return the options that the round offers, by uid; one query."""
    found: dict[str, Offered] = {}
    for uid, pk, lane, line in _lines(round_=round_.pk):
        batch = batch_named(rules, line)
        before = found.get(str(uid), Offered(pk, lane, frozenset()))
        found[str(uid)] = Offered(pk, lane, before.batches | ({batch} if batch else frozenset()))
    return found


def checked_wishes(
    kind: CallKind, call: Call, round_: Round, rules: Rules, wishes: Wishes
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Return (keys of options by batch, in order; what is wrong, by batch)."""
    wanted = {batch: [str(uid) for uid in wished] for batch, wished in wishes.items() if wished}
    found = offered(round_, rules) if wanted else {}
    faults: dict[str, str] = {}
    chosen: dict[str, list[int]] = {}
    for name, wished in wanted.items():
        fault = _fault(kind, call, rules, name, wished, found)
        if fault:
            faults[name] = fault
        else:
            chosen[name] = [found[uid].id for uid in wished]
    if not faults and sum(map(len, chosen.values())) < kind.least_choices:
        faults[""] = f"至少要填 {kind.least_choices} 个志愿，请补上。"
    return chosen, faults


def _fault(
    kind: CallKind,
    call: Call,
    rules: Rules,
    name: str,
    wished: Sequence[str],
    found: Mapping[str, Offered],
) -> str:
    batch = _batch(kind, rules, name)
    if batch is None or batch.generate is not None:
        return "这里不用填志愿，请去掉。"
    most = kind.most_choices(call, batch)
    if len(wished) > most:
        return f"这里最多填 {most} 个志愿，现在有 {len(wished)} 个，请减少。"
    if len(set(wished)) < len(wished):
        return "同一个志愿填了两次，请去掉一个。"
    for uid in wished:
        option = found.get(uid)
        if option is None or batch.id not in option.batches:
            return GONE
        if kind.many_lanes and option.lane != name:
            return GONE
    return ""


def _batch(kind: CallKind, rules: Rules, name: str) -> Batch | None:
    """Return the batch in which wishes under that name count."""
    ids = [batch.id for batch in rules.batches]
    if kind.many_lanes and name not in ids:
        name = ids[0] if len(ids) == 1 else name
    return rules.batch(name) if name in ids else None


def write_wishes(
    round_: Round,
    application_ids: Sequence[int],
    chosen: Mapping[str, Sequence[int]],
    *,
    instead_of: Sequence[int],
) -> int:
    """Write the wishes of these applications in the round; return how many each has now.

    `instead_of`: those of them that may have wishes already, which go.
    """
    if instead_of:
        Choice.objects.filter(application__in=instead_of, round=round_).delete()
    insert_rows(
        [
            Choice(application_id=pk, round=round_, batch=batch, rank=rank, option_id=option)
            for pk in application_ids
            for batch, options in chosen.items()
            for rank, option in enumerate(options, start=1)
        ]
    )
    return sum(map(len, chosen.values()))
