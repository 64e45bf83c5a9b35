"""Owns what is said where a need turned somebody away: which one, and the facts that decided."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from xueyou.rulebook.allocation.evaluating import FALSE, TRUE, UNKNOWN, Pairs
from xueyou.rulebook.allocation.outcome import LINE, Outcome
from xueyou.rulebook.answers.asked_and_found import Asked
from xueyou.rulebook.answers.batch_view import BatchView
from xueyou.rulebook.answers.explanation import Said
from xueyou.rulebook.answers.naming import Naming
from xueyou.rulebook.language.exact import printed, printed_day, spoken_day
from xueyou.rulebook.language.expressions import facts_in
from xueyou.rulebook.language.model import Expression, Home, Line, Need
from xueyou.rulebook.language.wording import plain_name

Part = dict[str, Any]


class Needs:
    """Speaks of the needs, lines and homes of one batch."""

    def __init__(self, view: BatchView, outcome: Outcome, naming: Naming) -> None:
        self._view, self._outcome, self._naming = view, outcome, naming
        self._everybody, self._inputs = view.everybody, view.inputs

    def said(self, reason: str, unit: int, choice: int) -> Said:
        """Say why a choice was passed over before any places were looked at."""
        if reason == "home_taken":
            return self._home(unit)
        view = self._view
        number = int(view.found.choice_need[choice])
        need = view.batch.needs[number]
        grounds = self._naming.grounds(view.batch, "eligibility", need.clauses, need.row)
        if need.line is not None:
            variant, data, facts = self._line(reason, need, need.line, unit, choice)
        else:
            assert need.condition is not None, "a need is a condition or a line"
            variant, data, facts = self._condition(reason, need, unit, choice)
        return Said(reason, data, grounds, variant, facts)

    def _condition(
        self, reason: str, need: Need, unit: int, choice: int
    ) -> tuple[str, Part, tuple[str, ...]]:
        assert need.condition is not None
        found, members = self._view.found, self._view.members(unit)
        option, rank = int(found.choice_option[choice]), int(found.choice_rank[choice])
        pairs = self._view.pairs(members, option, rank)
        wanted = FALSE if reason == "not_eligible" else UNKNOWN
        truth = pairs.truth(need.condition)
        hit = [m for m, true in zip(members, truth.tolist(), strict=True) if true == wanted]
        first = members.index(hit[0])
        causes = list(_causes(need.condition, pairs, first, wanted))
        facts = tuple(dict.fromkeys(f for cause, _ in causes for f in facts_in(cause)))
        told = self._facts(facts, hit[0])
        holder = self._naming.holder(hit, len(members))
        data: Part = {
            "who": self._naming.who,
            "holder": holder,
            "member": self._inputs.applicants[hit[0]],
            "need": need.zh or self._naming.wording.condition(need.condition),
            "need_id": need.id,
            "values": told,
        }
        asked = Asked(self._view, self._naming, pairs, first, holder)
        if wanted == UNKNOWN:
            unknown = tuple(name for name in facts if told[name] == "")
            data["missing"] = self._missing(holder, unknown) or asked.missing(causes)
            return "", data, unknown
        parts = dict.fromkeys(part for cause, plain in causes for part in asked.said(cause, plain))
        data["found"] = "，".join(parts) or "这个志愿不合"
        return "", data, facts

    def _missing(self, holder: str, facts: Sequence[str]) -> str:
        names = [f"“{plain_name(self._naming.wording.name(name))}”" for name in facts]
        return f"{holder}没有登记{'、'.join(names)}" if names else ""

    def _line(
        self, reason: str, need: Need, line: Line, unit: int, choice: int
    ) -> tuple[str, Part, tuple[str, ...]]:
        fact = self._naming.wording.facts[line.of]
        cells = self._everybody.cells(line.of)
        members = self._view.members(unit)
        option = int(self._view.found.choice_option[choice])
        limit, base, under = self._limit(line, int(self._view.found.choice_need[choice]), option)
        data: Part = {
            "who": self._naming.who,
            "need": need.zh or self._naming.wording.line(line),
            "need_id": need.id,
            "fact": plain_name(fact.zh),
            "under": under,
        }
        if reason == "fact_missing":
            hit = [m for m in members if not cells.known[m]]
            data |= self._whose(hit, members) | {"values": {line.of: ""}}
            data["missing"] = self._missing(data["holder"], (line.of,))
            return "", data, (line.of,)
        if limit is None:
            return "closed", data, ()
        hit = [m for m in members if cells.known[m] and cells.values[m] < limit]
        own = int(cells.values[hit[0]])
        data |= self._whose(hit, members)
        data |= {
            "values": self._facts((line.of,), hit[0]),
            "own": printed(own, fact.scale),
            "line": printed(limit, fact.scale),
            "gap": printed(limit - own, fact.scale),
        }
        if base is None:
            return "", data, (line.of,)
        data |= {"base": printed(base, fact.scale), "by": printed(line.by or 0, fact.scale)}
        return "drawn", data, (line.of,)

    def _limit(self, line: Line, number: int, option: int) -> tuple[int | None, int | None, str]:
        """Return (line, what it was drawn from, name of that batch); no line: None."""
        if line.at_least is not None:
            return line.at_least, None, ""
        drawn = self._outcome.lines[self._view.found.number, number]
        under = self._everybody.rulebook.batch(line.under or "")
        if drawn.state[option] != LINE:
            return None, None, plain_name(under.zh or under.id)
        limit = int(drawn.value[option])
        return limit, limit + (line.by or 0), plain_name(under.zh or under.id)

    def _home(self, unit: int) -> Said:
        view = self._view
        home = view.batch.home
        assert home is not None, "only a batch with a rule of homes turns away for one"
        members = view.members(unit)
        grounds = self._naming.grounds(view.batch, "home", home.clauses)
        for member in members:
            taken = self._taken(home, member)
            if taken is not None:
                facts = (home.fact, home.used_on, home.used_by)
                return Said("home_taken", taken, grounds, facts=facts)
        data = self._home_of(home, members[0])
        data["families"] = self._families(home, members[0])
        return Said("home_taken", data, grounds, "run", (home.fact, home.family))

    def _taken(self, home: Home, member: int) -> Part | None:
        used = self._everybody.cells(home.used_on)
        by, own = self._everybody.cells(home.used_by), self._everybody.cells(home.family)
        address = self._everybody.cells(home.fact)
        if not (used.known[member] and address.known[member]):
            return None
        if by.known[member] and own.known[member] and by.values[member] == own.values[member]:
            return None
        on = printed_day(int(used.values[member]))
        free = f"{int(on[:4]) + home.years:04d}{on[4:]}"
        if free <= printed_day(home.day):
            return None
        return self._home_of(home, member) | {
            "used_on": on,
            "used_said": spoken_day(int(used.values[member])),
            "years": home.years,
            "free_on": free,
            "free_said": "{}年{}月{}日".format(*map(int, free.split("-"))),
            "day": printed_day(home.day),
        }

    def _home_of(self, home: Home, member: int) -> Part:
        fact = self._naming.wording.facts[home.fact]
        text = self._naming.text(fact, self._everybody.cells(home.fact), member)
        return {"who": self._naming.who, "home": text, "member": self._inputs.applicants[member]}

    def _families(self, home: Home, member: int) -> int:
        address, family = self._everybody.cells(home.fact), self._everybody.cells(home.family)
        there = address.known & (address.values == address.values[member])
        there &= np.isin(np.arange(self._inputs.count), self._view.found.unit_member)
        named = len(np.unique(family.values[there & family.known]))
        return named + int(np.count_nonzero(there & ~family.known))

    def _facts(self, names: Sequence[str], member: int) -> dict[str, str]:
        facts = self._naming.wording.facts
        return {
            name: self._naming.text(facts[name], self._everybody.cells(name), member)
            for name in names
        }

    def _whose(self, hit: Sequence[int], members: Sequence[int]) -> Part:
        return {
            "holder": self._naming.holder(hit, len(members)),
            "member": self._inputs.applicants[hit[0]],
        }


def _causes(
    said: Expression, pairs: Pairs, row: int, wanted: int, *, plain: bool = True
) -> Iterator[tuple[Expression, bool]]:
    """Yield the parts that make a condition false (or unknown) for one row.

    Beside each: whether it is asked for as it stands, and not under a `not`.
    """
    word = said[0]
    if word in ("all", "any"):
        for part in said[1:]:
            if pairs.truth(part)[row] == wanted:
                yield from _causes(part, pairs, row, wanted, plain=plain)
    elif word == "not" and said[1][0] in ("all", "any"):
        turned = {FALSE: TRUE, UNKNOWN: UNKNOWN, TRUE: FALSE}[wanted]
        yield from _causes(said[1], pairs, row, turned, plain=not plain)
    else:
        yield said, plain
