"""Owns what is said where places decided: who is in, who was before, and the step that told."""

from collections.abc import Sequence
from typing import Any

from xueyou.rulebook.allocation.evaluating import TRUE
from xueyou.rulebook.answers.batch_view import BatchView
from xueyou.rulebook.answers.explanation import Said
from xueyou.rulebook.answers.key_steps import Step, is_said, said, steps
from xueyou.rulebook.answers.naming import Naming
from xueyou.rulebook.language.expressions import facts_in
from xueyou.rulebook.language.model import Clause, Pool
from xueyou.rulebook.language.wording import plain_name

_KEY_SHOWN = 4
Part = dict[str, Any]


class Pools:
    """Speaks of the pools of one batch."""

    def __init__(self, view: BatchView, naming: Naming) -> None:
        self.view, self._naming = view, naming
        self._rulebook = naming.rulebook

    def placed(self, unit: int, choice: int) -> Said:
        """Say how a place was won."""
        view = self.view
        slot = int(view.placed_slots[unit])
        pool = view.pool_number(slot)
        part = self._part(pool)
        batch = view.batch
        is_last = view.found.problem.slot_tier[slot] == view.cutoffs.last_tier[pool] and (
            view.found.problem.order[unit] == view.cutoffs.last_order[pool]
        )
        if view.found.completes:
            rank = int(view.found.choice_rank[choice])
            part |= {
                "rank": rank,
                "near": "最近" if rank == 1 else f"第{rank}近",
                "metres": view.metres(unit, int(view.found.choice_option[choice])),
            }
            return Said("completed", part, self._naming.grounds(batch, "choices"))
        if is_last and part["over"] > 0:
            return self._above(part, pool, slot, unit)
        if part["placed"] < part["places"]:
            return Said("placed", part, self._naming.grounds(batch, "choices"), "free")
        part |= self._against_last(pool, slot, unit)
        step, variant = part.pop("_step", None), part.pop("variant", "")
        if step is None:
            part["key"] = self._key(pool, slot)
            first = steps(self._rulebook, batch, view.pool(pool))[:1]
            own = next(((step.clauses, step.row) for step in first), ((), 0))
            variant = "only" if part["places"] == 1 else "last"
            return Said("placed", part, self._naming.grounds(batch, "rank", *own), variant)
        grounds = self._naming.grounds(batch, "rank", step.clauses, step.row)
        return Said("placed", part, grounds, variant, step.facts)

    def _above(self, part: Part, pool: int, slot: int, unit: int) -> Said:
        batch = self.view.batch
        if self.view.cutoffs.units_at_last[pool] > 1:
            part["key"] = self._key(pool, slot)
            return Said("placed_tied", part, self._naming.grounds(batch, "tie_last"))
        part["size"] = len(self.view.members(unit))
        own = batch.group.clauses
        return Said("placed_group", part, self._naming.grounds(batch, "group", own))

    def turned_away(self, reason: str, unit: int, choice: int) -> Said:
        """Say of each pool that was tried why it had no place for the unit."""
        parts: list[Part] = []
        deciding: list[Step] = []
        for slot in self.view.slots(unit, choice):
            part = self._tried(slot, unit)
            step = part.pop("_step", None)
            if step is not None:
                deciding.append(step)
            parts.append(part)
        parts = parts or self._absent(unit, choice)
        size = len(self.view.members(unit))
        data = {"who": self._naming.who, "size": size, "pools": parts}
        batch = self.view.batch
        if reason == "outranked" and deciding:
            step = deciding[-1]
            grounds = self._naming.grounds(batch, "rank", step.clauses, step.row)
            facts = tuple(dict.fromkeys(f for step in deciding for f in step.facts))
            return Said(reason, data, grounds, facts=facts)
        if reason == "group_not_fitting":
            grounds = self._naming.grounds(batch, "group", batch.group.clauses)
            return Said(reason, data, grounds)
        return Said(reason, data, self._naming.grounds(batch, "pools"))

    def none(self, applicant: int) -> Said:
        """Say for whom the places of an option are, and that somebody is not among them."""
        told: list[str] = []
        facts: list[str] = []
        clauses: list[Clause] = []
        for pool in self.view.batch.pools:
            clauses += pool.clauses
            if pool.by is None:
                told.append(f"“{pool.zh or pool.id}”")
                facts += facts_in(pool.who) if pool.who is not None else ()
                continue
            fact = self._naming.wording.facts[pool.by]
            facts.append(pool.by)
            whose = is_said(fact, self._value(pool.by, applicant))
            told.append(f"按“{plain_name(fact.zh)}”分的（{self._naming.who}{whose}）")
        data = {"who": self._naming.who, "pools": "和".join(told)}
        own = tuple(dict.fromkeys(clauses))
        grounds = self._naming.grounds(self.view.batch, "pools", own)
        return Said("no_pool", data, grounds, facts=tuple(facts))

    def _tried(self, slot: int, unit: int) -> Part:
        pool = self.view.pool_number(slot)
        part = self._part(pool)
        if part["places"] == 0:
            return part | {"code": "no_places"}
        size = len(self.view.members(unit))
        if self.view.found.how == "in_order" and size > 1:
            left = self.view.left_before(pool, slot, unit)
            if 0 < left < size:
                return part | {"code": "group_not_fitting", "left": left}
        return part | {"code": "outranked"} | self._against_last(pool, slot, unit)

    def _absent(self, unit: int, choice: int) -> list[Part]:
        """Say of the pools open to a unit that they are empty: none stands at the option."""
        found, members = self.view.found, self.view.members(unit)
        option, rank = int(found.choice_option[choice]), int(found.choice_rank[choice])
        pairs = self.view.pairs(members, option, rank)
        parts: list[Part] = []
        for pool in self.view.batch.pools:
            name = pool.id
            if pool.by is not None:
                values = {self._value(pool.by, member) for member in members}
                name = values.pop() if len(values) == 1 else ""
                is_open = name != ""
            else:
                is_open = pool.who is None or bool((pairs.truth(pool.who) == TRUE).all())
            if is_open or not pool.hard:
                zh = self._called(pool, name)
                parts.append({"code": "no_places", "pool": zh, "pool_id": name, "places": 0})
        return parts

    def _value(self, by: str, applicant: int) -> str:
        fact = self._naming.wording.facts[by]
        return self._naming.text(fact, self.view.everybody.cells(by), applicant)

    def _part(self, pool: int) -> Part:
        view = self.view
        found = view.found.pools[pool]
        return {
            "who": self._naming.who,
            "pool": self._called(view.pool(pool), found.name),
            "pool_id": found.name,
            "places": int(view.found.problem.places[pool]),
            "placed": int(view.cutoffs.placed[pool]),
            "tied": int(view.cutoffs.tied_at_last[pool]),
            "over": int(view.cutoffs.over[pool]),
        }

    def _called(self, rule: Pool, name: str) -> str:
        if rule.by is not None:
            return f"这里分给{plain_name(self._naming.wording.name(rule.by))}“{name}”的"
        return "这里" if name == "*" else f"“{plain_name(rule.zh or rule.id)}”"

    def _against_last(self, pool: int, slot: int, unit: int) -> Part:
        """Compare a key with the last one placed: the first step in which they differ."""
        known = steps(self._rulebook, self.view.batch, self.view.pool(pool))
        last_slot = self.view.last_slot(pool)
        own, last = self.view.key(slot), self.view.key(last_slot)
        part: Part = {"own_key": list(own), "last_key": _without_ids(known, last)}
        for number, (step, mine, theirs) in enumerate(zip(known, own, last, strict=True), 1):
            if mine == theirs:
                continue
            part |= {"number": number, "step": step.zh, "own": mine, "_step": step}
            part |= _alike(number)
            if step.kind == "id":
                return part | {"variant": "by_id"}
            if step.kind == "ticket":
                turn = self.view.turn
                told = {"own": turn(slot, number - 1), "last": turn(last_slot, number - 1)}
                return part | told | {"variant": "drawn"}
            part |= {"last": theirs, "last_said": said(self._rulebook, step, theirs)}
            return part | {"own_said": said(self._rulebook, step, mine)}
        return part

    def _key(self, pool: int, slot: int) -> str:
        known = steps(self._rulebook, self.view.batch, self.view.pool(pool))
        told = [
            self._held(step, text, slot, at)
            for at, (step, text) in enumerate(zip(known, self.view.key(slot), strict=True))
            if step.kind != "id"
        ]
        return "、".join(told[:_KEY_SHOWN]) or "没有分先后的项目"

    def _held(self, step: Step, text: str, slot: int, at: int) -> str:
        if step.kind == "ticket":
            return f"{step.zh}{said(self._rulebook, step, str(self.view.turn(slot, at)))}"
        return f"“{step.zh}”{said(self._rulebook, step, text)}"


def _alike(number: int) -> Part:
    """Say that the steps before one were alike, and that one decided."""
    if number == 1:
        return {"same": "", "at": "比的是"}
    before = "第1项相同" if number == 2 else f"前面{number - 1}项都相同"
    return {"same": f"{before}，", "at": f"比到第{number}项"}


def _without_ids(known: Sequence[Step], key: Sequence[str]) -> list[str]:
    """Return a key without whose it is: families are told numbers, not other people."""
    return ["" if step.kind == "id" else text for step, text in zip(known, key, strict=True)]
