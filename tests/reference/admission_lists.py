"""Who may have what in a batch: lists, needs, homes, pools and keys (§2 of the page).

Read from docs/handbook/admission.md alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from tests.reference.admission_given import At, Given, every, part, read, show

CLOSED = "closed"
Place = tuple[str, str]  # option, pool (of a `by` pool: the value)


class Unit(NamedTuple):
    """Who moves together; `keyed` are those whose keys count (a split member's whole group)."""

    members: tuple[str, ...]
    keyed: tuple[str, ...]


class Placed(NamedTuple):
    """A line of placements."""

    batch: str
    option: str
    choice_rank: int
    pool: str
    reason: str


class Lists:
    """What the units of each batch may have, where lines and earlier places are known."""

    def __init__(self, given: Given, lines: dict[tuple[str, int, str], Any]) -> None:
        self.given, self.lines = given, lines
        self.room = {name: self.places(batch) for name, batch in given.batches.items()}
        self.placements: dict[str, Placed] = {}
        self.reasons: dict[tuple[str, str, int], str] = {}
        self.void: dict[str, list[tuple[Unit, list[str]]]] = defaultdict(list)
        self.last = dict.fromkeys(given.people, "no_choice")

    def pools(self, batch: Any) -> list[Any]:
        """Return the pools of a batch in precedence order."""
        pools = batch.get("pools") or [{"id": "*", "all": True, "places": "rest"}]
        order = batch.get("precedence") or [pools[0]["id"]]
        return sorted(pools, key=lambda pool: order.index(pool["id"]))

    def places(self, batch: Any) -> dict[Place, int]:
        """Return the places of each pool that stands, before anything flows in."""
        rows = self.given.quotas[batch["id"]]
        room = dict(rows)
        for option, row in self.given.options[batch["id"]].items():
            quota = sum(places for (at, _), places in rows.items() if at == option)
            for pool in self.pools(batch):
                if pool.get("places") == "rest":
                    room[option, pool["id"]] = int(row["places"]) - quota
        return room

    def units(self, batch: Any) -> Iterator[Unit]:
        """Yield who moves together in a batch."""
        rule = batch.get("group") or {}
        together = defaultdict(list)
        for who in sorted(self.given.people):
            group = self.given.people[who].get("group") if rule.get("bind") else None
            together[group or "", "" if group else who].append(who)
        for found in together.values():
            group = tuple(found)
            may_split = rule.get("straddle") == "split" and len(group) > 1
            if may_split and all(self.given.fact(who, rule["consent"]) == 1 for who in group):
                yield from (Unit((who,), group) for who in group)
            else:
                yield Unit(group, group)

    def needs(self, batch: Any, unit: Unit, option: str, rank: int) -> str | None:
        """Return why a unit may not have an option, None if it may."""
        needs: list[bool | None] = []
        lines: list[bool | None] = []
        for number, said in enumerate(batch.get("eligibility") or ()):
            for who in unit.members:
                if "line" in said:
                    lines.append(self.line(batch["id"], number, said["line"], who, option))
                else:
                    at = At(who, batch["id"], option, rank)
                    needs.append(self.given.holds(said["need"], at))
        if False in needs:
            return "not_eligible"
        if False in lines:
            return "below_line"
        return "fact_missing" if None in needs + lines else None

    def line(self, batch: str, need: int, line: Any, who: str, option: str) -> bool | None:
        """Return whether an applicant is on or above a line."""
        least = self.lines.get((batch, need, option))
        if "at_least" in line:
            least = read(self.given.kind(line["of"]), line["at_least"])
        if least is None or least == CLOSED:
            return least is None
        value = self.given.fact(who, line["of"])
        return None if value is None else bool(value >= least)

    def home_taken(self, rule: Any, who: str) -> bool:
        """Return whether another family has used an applicant's home within the years."""
        fact = self.given.fact
        used = fact(who, rule["used_on"])
        if fact(who, rule["fact"]) is None or used is None:
            return False
        year, month, day = map(int, show({"type": "date"}, used).split("-"))
        counted = tuple(map(int, str(rule["day"]).split("-")))
        own, by = fact(who, rule["family"]), fact(who, rule["used_by"])
        return (year + int(rule["years"]), month, day) > counted and (own is None or own != by)

    def contest(self, batch: Any, lists: dict[Unit, list[tuple[int, str, str | None]]]) -> None:
        """Leave each home to the family of the best key: within_run."""
        rule = batch["home"]

        def home(who: str) -> Any:
            return self.given.fact(who, rule["fact"])

        def family(who: str) -> str:
            return self.given.fact(who, rule["family"]) or f"\0{who}"

        best: dict[Any, Any] = {}
        for unit, choices in lists.items():
            for rank, option, _ in [choice for choice in choices if choice[2] is None][:1]:
                key = self.key(unit, batch, option, rank, ())
                for who in unit.members:
                    heard = (key, min(unit.members), family(who))
                    best[home(who)] = min(heard, best.get(home(who), heard))
        for unit, choices in lists.items():
            free = [
                home(who) is None or home(who) not in best or best[home(who)][2] == family(who)
                for who in unit.members
            ]
            if not all(free):
                lists[unit] = [(r, option, why or "home_taken") for r, option, why in choices]

    def open(self, batch: Any, unit: Unit, option: str, rank: int) -> list[tuple[Any, str, bool]]:
        """Return the pools (rule, name, own) in which a unit is tried at an option."""
        found: list[tuple[Any, str, bool]] = []
        ids = [pool["id"] for pool in self.pools(batch)]
        for pool in self.pools(batch):
            soft = pool.get("hard") is False
            if "by" in pool:
                kind = self.given.kind(pool["by"])
                values = {show(kind, self.given.fact(who, pool["by"])) for who in unit.members}
                own = values.pop() if len(values) == 1 else ""
                names = {name for at, name in self.room[batch["id"]] if at == option} - {*ids, own}
                found += [(pool, own, True)] if own else []
                others = sorted(names) if names or own else [""]
                found += [(pool, name, False) for name in others if soft]
                continue
            ats = [At(who, batch["id"], option, rank) for who in unit.members]
            mine = "who" not in pool or every(self.given.holds(pool["who"], at) for at in ats)
            if mine is True or soft:
                found.append((pool, pool["id"], mine is True))
        return found

    def key(
        self, unit: Unit, batch: Any, option: str, rank: int, first: Any, *, third: bool = True
    ) -> tuple[Any, ...]:
        """Return items 2 to 5 of a unit's key, perhaps as if there were no third.

        `first` are the terms of the pool's own rank.
        """
        keys = []
        for who in unit.keyed:
            at, mode = At(who, batch["id"], option, rank), third and batch["choices"]["mode"]
            parts = [part(int(not self.given.secured(at)))] if batch.get("secured") else []
            parts += [self.band(who, batch["choices"]["bands"])] if mode == "banded" else []
            parts += [part(rank)] if mode in ("banded", "sequential") else []
            terms = [*first, *(batch.get("rank") or ()), *(batch.get("ties") or ())]
            keys.append((*parts, *(self.given.term(term, at) for term in terms)))
        key = (min if (batch.get("group") or {}).get("tier") == "highest" else max)(keys)
        ids = (min(unit.keyed), min(unit.members))
        if batch["tie_last"] == "lottery":
            ticket, text = self.given.ticket(unit.members[0], option)
            return (*key, part((ticket, *ids), text))
        return (*key, part(ids, ids[1])) if batch["tie_last"] == "stable_id" else key

    def band(self, who: str, bands: Any) -> Any:
        """Return the band of an applicant as a part of his key."""
        value = self.given.fact(who, bands["of"])
        if value is None:
            return part(None, "")
        below = Fraction(str(bands["first"])) - value
        return part(1 + max(0, ceil(below / Fraction(str(bands["step"])))))

    def made(self, batch: Any, unit: Unit) -> list[str]:
        """Return the made list of a unit: nearest first."""
        found = []
        for option in self.given.options[batch["id"]]:
            away = [self.given.metres(who, batch["id"], option) for who in unit.members]
            may = self.needs(batch, unit, option, 0) is None
            if None not in away and may and self.open(batch, unit, option, 0):
                found.append((max(away), option))
        if any(self.given.fact(who, "place") is None for who in unit.members):
            self.last.update(dict.fromkeys(unit.members, "fact_missing"))
        return [option for _, option in sorted(found)]

    def lists(self, batch: Any) -> dict[Unit, list[tuple[int, str, str | None]]]:
        """Return each unit's list: rank, option, why not (None: nothing is against it)."""
        lists = {}
        made = "generate" in batch["choices"]
        for unit in self.units(batch):
            held = [self.placements[who] for who in unit.members if who in self.placements]
            options = self.given.filed[batch["id"], unit.members[0]]
            if made:
                options = [] if held else self.made(batch, unit)
            if any(self.given.batches[place.batch].get("locks", True) for place in held):
                self.void[batch["id"]].append((unit, options))
                for rank, _ in enumerate(options, 1):
                    self.refuse(unit, batch, rank, "placed_earlier")
            elif options:
                lists[unit] = [
                    (rank, option, self.needs(batch, unit, option, rank))
                    for rank, option in enumerate(options, 1)
                ]
        rule = batch.get("home")
        for unit, choices in lists.items() if rule else ():
            if any(self.home_taken(rule, who) for who in unit.members):
                lists[unit] = [(r, option, why or "home_taken") for r, option, why in choices]
        if rule and rule.get("within_run"):
            self.contest(batch, lists)
        return lists

    def refuse(self, unit: Unit, batch: Any, rank: int, why: str) -> None:
        """Say why a choice did not come about; the last said stays with the unplaced."""
        for who in unit.members:
            self.reasons[who, batch["id"], rank] = why
            self.last[who] = why
