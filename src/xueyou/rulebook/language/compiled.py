"""Owns rules.json: the rulebook as plain data, "admission-rules/1", that a verifier reads.

Only what decides places is in it: no sources, no words, no lines. Equal rules have equal bytes.
"""

from typing import Any

from xueyou.rulebook.language.expressions import as_lists
from xueyou.rulebook.language.model import Batch, Fact, Line, Need, Pool, Rulebook

SCHEMA = "admission-rules/1"


def compiled(rulebook: Rulebook) -> dict[str, Any]:
    """Return rules.json: dicts, lists, text, integers, booleans and None only."""
    siblings, lottery = rulebook.siblings, rulebook.lottery
    return {
        "schema": SCHEMA,
        "title": rulebook.title,
        "facts": {name: _described(fact) for name, fact in rulebook.facts.items()},
        "derived": {
            name: {"scale": sum.scale, "sum": as_lists(sum.terms)}
            for name, sum in rulebook.derived.items()
        },
        "attributes": {name: _described(fact) for name, fact in rulebook.attributes.items()},
        "siblings": None
        if siblings is None
        else {"family": siblings.family, "elder": siblings.elder, "same": siblings.same},
        "lottery": None if lottery is None else {"ticket": lottery.ticket, "order": lottery.order},
        "batches": [_batch(batch) for batch in rulebook.batches],
    }


def _described(fact: Fact) -> dict[str, Any]:
    found: dict[str, Any] = {"type": fact.type, "scale": fact.scale}
    if fact.order:
        found["order"] = list(fact.order)
    return found


def _batch(batch: Batch) -> dict[str, Any]:
    bands, home, group = batch.bands, batch.home, batch.group
    return {
        "id": batch.id,
        "mode": batch.mode,
        "max": batch.max,
        "bands": None
        if bands is None
        else {"of": bands.of, "first": bands.first, "step": bands.step},
        "generate": batch.generate,
        "needs": [_need(need) for need in batch.needs],
        "home": None
        if home is None
        else {
            "fact": home.fact,
            "family": home.family,
            "used_on": home.used_on,
            "used_by": home.used_by,
            "years": home.years,
            "day": home.day,
            "within_run": home.within_run,
        },
        "pools": [_pool(pool) for pool in batch.pools],
        "rank": [as_lists(term.key) for term in batch.rank],
        "ties": [as_lists(term.key) for term in batch.ties],
        "tie_last": batch.tie_last,
        "group": {
            "bind": group.bind,
            "straddle": group.straddle,
            "tier": group.tier,
            "consent": group.consent,
        },
        "secured": batch.secured,
        "leftover": batch.leftover,
        "locks": batch.locks,
        "refill": batch.refill,
    }


def _need(need: Need) -> dict[str, Any]:
    if need.line is not None:
        return {"id": need.id, "line": _line(need.line)}
    return {"id": need.id, "cond": as_lists(need.condition)}


def _line(line: Line) -> dict[str, Any]:
    if line.under is None:
        return {"of": line.of, "at_least": line.at_least}
    return {"of": line.of, "under": line.under, "by": line.by, "empty": line.when_empty}


def _pool(pool: Pool) -> dict[str, Any]:
    return {
        "id": pool.id,
        "by": pool.by,
        "who": None if pool.who is None else as_lists(pool.who),
        "places": pool.places,
        "hard": pool.hard,
        "rank": [as_lists(term.key) for term in pool.rank],
    }
