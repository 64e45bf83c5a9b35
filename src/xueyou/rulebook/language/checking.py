"""Owns what a rulebook must keep to as a whole: rules among its parts, and legal class sizes."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from xueyou.rulebook.language.expressions import BY_OPTION, facts_in, inside, words_in
from xueyou.rulebook.language.model import ALIKE, STAGES, Batch, Expression, Rulebook, Term, chain
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.strict_yaml import Mapping, Node, Sequence

_SAID = {
    "option": "option.…",
    "distance": "distance",
    "rank": "choice_rank",
    "sibling": "sibling",
    "secured": "secured",
    "lottery": "lottery（每校一个号）",
}


def check_rules(rulebook: Rulebook, root: Mapping, faults: Faults) -> None:
    """Add a fault for everything in a rulebook that does not hold together."""
    _check_class_size(rulebook, root, faults)
    listed = root.entries["batches"]
    assert isinstance(listed, Sequence)
    for batch, node in zip(rulebook.batches, listed.items, strict=True):
        assert isinstance(node, Mapping)
        _check_lottery(rulebook, batch, node, faults)
        _check_words(rulebook, batch, node, faults)
        _check_alike(rulebook, batch, node, faults)
        _check_straddle(rulebook, batch, node, faults)
        _check_idle(batch, faults)
    if rulebook.lottery is not None and not rulebook.draws:
        faults.add(root.keys["lottery"], "idle_lottery")


@cache
def class_sizes() -> dict[str, Any]:
    """Return the table of legal class sizes shipped with this release (class_sizes.toml)."""
    table = files("xueyou.rulebook.language").joinpath("class_sizes.toml")
    return tomllib.loads(table.read_text(encoding="utf-8"))


def _check_class_size(rulebook: Rulebook, root: Mapping, faults: Faults) -> None:
    if rulebook.class_size is None:
        return
    node = root.entries["class_size"]
    assert isinstance(node, Mapping)
    place, limit = node.entries["limit"], rulebook.class_size.limit
    table = class_sizes()
    stage = table["stage"][rulebook.stage]
    if limit >= table["always"]["refused_from"]:
        faults.add(place, "big_class", value=limit, source=table["always"]["source"])
    elif limit > stage["limit"]:
        faults.add(
            place,
            "class_size",
            value=limit,
            stage=STAGES[rulebook.stage],
            limit=stage["limit"],
            source=stage["source"],
        )


def _check_lottery(rulebook: Rulebook, batch: Batch, node: Mapping, faults: Faults) -> None:
    if rulebook.lottery is not None:
        return
    if batch.tie_last == "lottery":
        faults.add(node.entries["tie_last"], "no_lottery", batch=batch.id)
    for term in chain(batch):
        if term.key == ("lottery",):
            faults.add(Node(term.row, 1), "no_lottery", batch=batch.id)


def _check_words(rulebook: Rulebook, batch: Batch, node: Mapping, faults: Faults) -> None:
    for row, expression in _conditions(batch):
        for part in inside(expression):
            if part == ("sibling",) and rulebook.siblings is None:
                faults.add(Node(row, 1), "no_siblings")
            if part == ("secured",) and batch.secured is None:
                faults.add(Node(row, 1), "no_secured", batch=batch.id)
            if part == ("rank",) and batch.generate is not None:
                faults.add(Node(row, 1), "made_rank", batch=batch.id)


def _check_alike(rulebook: Rulebook, batch: Batch, node: Mapping, faults: Faults) -> None:
    if batch.mode not in ALIKE:
        return
    for row, said in differing(rulebook, batch):
        place = Node(row, 1) if row else node.entries[said.split("（")[0]]
        faults.add(place, "option_differs", batch=batch.id, mode=batch.mode, value=said)


def differing(rulebook: Rulebook, batch: Batch) -> Iterator[tuple[int, str]]:
    """Yield (line, words) of what ranks people differently at different options.

    The line is 0 for `secured` and `tie_last`, which stand in the batch itself.
    """
    per_option = rulebook.lottery is not None and rulebook.lottery.ticket == "per_option"
    for term in chain(batch):
        words = {part[0] for part in inside(term.key[1])} if term.key[0] == "when" else set()
        if term.key[0] == "distance":
            words = {"distance"}
        elif term.key[0] == "lottery" and per_option:
            words = {"lottery"}
        for word in sorted(words & (BY_OPTION | {"lottery"})):
            yield term.row, _SAID[word]
    if batch.secured is not None:
        yield 0, "secured"
    if batch.tie_last == "lottery" and per_option:
        yield 0, "tie_last（每校一个号）"


def _check_straddle(rulebook: Rulebook, batch: Batch, node: Mapping, faults: Faults) -> None:
    if not batch.group.bind or batch.group.straddle == "expand":
        return
    place = node.entries["group"]
    why = ""
    if batch.mode == "deferred":
        why = "deferred 方式各校排序不同"
    elif any(not pool.hard for pool in batch.pools):
        why = "有名额先给自己的人再给别人（hard: false）"
    elif any(pool.rank for pool in batch.pools):
        why = "有名额另有排序（rank）"
    elif batch.tie_last not in ("lottery", "stable_id"):
        why = "tie_last 要用 lottery 或 stable_id，才分得出先后"
    elif batch.mode not in ALIKE and any(True for _ in differing(rulebook, batch)):
        why = "排序因学校而不同"
    if why:
        faults.add(place, "skip_not_alike", batch=batch.id, straddle=batch.group.straddle, why=why)


def _check_idle(batch: Batch, faults: Faults) -> None:
    seen: set[Expression] = set()
    for term in batch.rank + batch.ties:
        named = ("fact", term.key[1]) if term.key[0] in ("asc", "desc") else term.key
        if named in seen:
            words = term.zh or " ".join(str(part) for part in named[1:]) or str(named[0])
            faults.add(Node(term.row, 1), "idle_rank", value=words)
        seen.add(named)


def facts_used(rulebook: Rulebook) -> frozenset[str]:
    """Return the facts, sums among them, that some rule asks for."""
    found: set[str] = set()
    for batch in rulebook.batches:
        for _, expression in _conditions(batch):
            found.update(facts_in(expression))
            found.update({"place"} if "distance" in words_in(expression) else ())
        for term in chain(batch):
            found.update(_facts_of_term(term))
        found.update(need.line.of for need in batch.needs if need.line is not None)
        found.update(pool.by for pool in batch.pools if pool.by is not None)
        found.update({batch.bands.of} if batch.bands is not None else ())
        found.update({"place"} if batch.generate == "distance" else ())
        found.update(name for name in (batch.secured, batch.group.consent) if name is not None)
        home = batch.home
        found.update(() if home is None else (home.fact, home.family, home.used_on, home.used_by))
    if rulebook.siblings is not None:
        found.update(n for n in (rulebook.siblings.family, rulebook.siblings.elder) if n)
    return frozenset(found | _counted(rulebook, found))


def _facts_of_term(term: Term) -> tuple[str, ...]:
    word = term.key[0]
    if word == "distance":
        return ("place",)
    if word == "levels":
        names: tuple[str, ...] = term.key[1]
        return names
    return (term.key[1],) if word in ("asc", "desc") else ()


def _counted(rulebook: Rulebook, names: set[str]) -> set[str]:
    """Return what the sums among some names count, through all sums."""
    found: set[str] = set()
    waiting = [name for name in names if name in rulebook.derived]
    while waiting:
        for part in rulebook.derived[waiting.pop()].terms:
            asked = {part[1]} if part[0] == "fact" else set(facts_in(part[1]))
            waiting += [name for name in asked - found if name in rulebook.derived]
            found |= asked
    return found


def _conditions(batch: Batch) -> Iterator[tuple[int, Expression]]:
    for need in batch.needs:
        if need.condition is not None:
            yield need.row, need.condition
    for pool in batch.pools:
        if pool.who is not None:
            yield pool.row, pool.who
    for term in chain(batch):
        if term.key[0] == "when":
            yield term.row, term.key[1]
