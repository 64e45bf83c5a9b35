"""Owns the names of the steps by which people are put in order, and how a step's value is said.

The steps of a pool stand in the order of the key in docs/handbook/admission.md, "Keys"; there is
one for each text of `last_key`, and behind the ticket one more for the id that parts equal tickets.
"""

from dataclasses import dataclass

from xueyou.rulebook.language.exact import day, spoken_day
from xueyou.rulebook.language.expressions import facts_in
from xueyou.rulebook.language.model import Batch, Clause, Fact, Pool, Rulebook, Term
from xueyou.rulebook.language.reading_facts import as_fact
from xueyou.rulebook.language.wording import Wording, plain_name

UNKNOWN_ZH = "没有登记"
DRAW_ZH = "摇号"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `kind`: own, secured, rank, band, fact, when, levels, distance, ticket, id."""

    kind: str
    zh: str
    fact: Fact | None
    facts: tuple[str, ...]  # all facts it rests on
    clauses: tuple[Clause, ...]
    row: int


def steps(rulebook: Rulebook, batch: Batch, pool: Pool) -> tuple[Step, ...]:
    """Return the steps of the key in a pool of a batch."""
    found: list[Step] = []
    if not pool.hard:
        zh = plain_name(pool.zh or pool.id)
        whose = zh.removesuffix("名额").removesuffix("的") or zh
        found.append(_fixed("own", f"名额先给{whose}的人", batch, "pools", pool.clauses))
    if batch.secured is not None:
        zh = f"{plain_name(fact_of(rulebook, batch.secured).zh)}就是这所学校"
        found.append(_fixed("secured", zh, batch, "secured", facts=(batch.secured,)))
    if batch.mode == "banded":
        of = batch.bands.of if batch.bands else ""
        found.append(_fixed("band", "分数段", batch, "choices", facts=(of,)))
    if batch.mode in ("banded", "sequential"):
        found.append(_fixed("rank", "志愿顺序", batch, "choices"))
    for part, terms in (("pools", pool.rank), ("rank", batch.rank), ("ties", batch.ties)):
        found += [_of_term(rulebook, batch, part, term) for term in terms]
    if batch.tie_last == "lottery":
        found.append(_fixed("ticket", DRAW_ZH, batch, "tie_last"))
    if batch.tie_last in ("lottery", "stable_id"):
        found.append(_fixed("id", "编号", batch, "tie_last"))
    return tuple(found)


def said(rulebook: Rulebook, step: Step, text: str) -> str:
    """Say what somebody's value of a step is, so that a name can stand before it: 是700, 符合.

    `text` is what `last_key` has for the step; of a ticket it is the position in the draw.
    """
    if step.kind in ("own", "secured", "when"):
        return "符合" if text == "0" else "不符合"
    if text == "":
        return UNKNOWN_ZH
    if step.kind == "rank":
        return f"是第{text}志愿"
    if step.kind == "band":
        return f"在第{text}段"
    if step.kind == "distance":
        return f"离学校{text}米"
    if step.kind == "ticket":
        return f"排在第{text}位"
    if step.kind == "levels":
        return _levels(rulebook, step, text)
    return is_said(step.fact, text) if step.fact is not None else f"是{text}"


def is_said(fact: Fact, text: str) -> str:
    """Say what a fact is, as the tables have it: 是95, 是2019年5月1日, 为“否”, 是“租的房子”."""
    if text == "":
        return UNKNOWN_ZH
    if fact.type == "flag":
        return f"为“{'是' if text == '1' else '否'}”"
    if fact.words:
        return f"是“{fact.said(text)}”"
    ordinal = day(text) if fact.type == "date" else None
    return f"是{text if ordinal is None else spoken_day(ordinal)}"


def fact_of(rulebook: Rulebook, name: str) -> Fact:
    """Return a fact or sum by name, sums as the facts they stand for."""
    found = rulebook.facts.get(name)
    return found if found is not None else as_fact(rulebook.derived[name])


def _levels(rulebook: Rulebook, step: Step, text: str) -> str:
    order = fact_of(rulebook, step.facts[0]).order
    told = [
        f"{count}个{level}"
        for level, count in zip(order, text.split(","), strict=False)
        if count != "0"
    ]
    return f"是{'、'.join(told)}" if told else UNKNOWN_ZH


def _of_term(rulebook: Rulebook, batch: Batch, part: str, term: Term) -> Step:
    clauses = term.clauses or batch.clauses.get(part, ())
    word = term.key[0]
    if word in ("asc", "desc"):
        fact = fact_of(rulebook, term.key[1])
        return Step("fact", term.zh or plain_name(fact.zh), fact, (fact.name,), clauses, term.row)
    if word == "levels":
        names = tuple(term.key[1])
        zh = "、".join(plain_name(fact_of(rulebook, name).zh) for name in names)
        return Step("levels", term.zh or f"{zh}的等级", None, names, clauses, term.row)
    if word == "when":
        zh = term.zh or Wording(rulebook).condition(term.key[1])
        return Step("when", zh, None, facts_in(term.key[1]), clauses, term.row)
    if word == "distance":
        return Step("distance", term.zh or "距离", None, ("place",), clauses, term.row)
    return Step("ticket", DRAW_ZH, None, (), clauses, term.row)


def _fixed(
    kind: str,
    zh: str,
    batch: Batch,
    part: str,
    clauses: tuple[Clause, ...] = (),
    facts: tuple[str, ...] = (),
) -> Step:
    own = clauses or batch.clauses.get(part, ())
    return Step(kind, zh, None, tuple(filter(None, facts)), own, batch.row)
