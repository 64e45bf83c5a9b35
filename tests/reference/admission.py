"""How places are given (§2, 3, 5), read from docs/handbook/admission.md alone: slow, exact.

`run` takes a rulebook as the dict its YAML holds and the four tables as lists of dicts of text.
"""

from collections import defaultdict
from fractions import Fraction
from typing import Any, NamedTuple

from tests.reference.admission_given import Given, Tables, part
from tests.reference.admission_lists import CLOSED, Lists, Place, Placed, Unit


class Stopped(Exception):
    """There is no solution: "tie" (a refused one) or "lines" (they chase one another)."""


class Slot(NamedTuple):
    """A pool on a unit's list; the parts of its key are (what is compared, what is shown)."""

    place: Place
    rank: int
    key: tuple[Any, ...]


class CutOff(NamedTuple):
    """A line of cut-offs."""

    places: int
    placed: int
    last_key: tuple[str, ...]
    tied_at_last: int
    over_places: int


class Story(NamedTuple):
    """How a batch went; `begin`: who held what before it, `unfitting`: who did not fit."""

    begin: dict[str, Placed]
    room: dict[Place, int]
    lists: dict[Unit, list[tuple[int, str, str | None]]]
    slots: dict[Unit, list[Slot]]
    got: dict[Unit, Slot]
    unfitting: set[tuple[Unit, int]]


class Outcome(NamedTuple):
    """Reasons are by (applicant, batch, rank), cut-offs by (batch, option, pool)."""

    placements: dict[str, Placed]
    unplaced: dict[str, str]
    cutoffs: dict[tuple[str, str, str], CutOff]
    reasons: dict[tuple[str, str, int], str]
    passes: int


class Pass(Lists):
    """All batches, run once with given lines."""

    def __init__(self, given: Given, lines: dict[tuple[str, int, str], Any]) -> None:
        super().__init__(given, lines)
        self.ended: dict[str, list[tuple[str, str]]] = {}
        self.cutoffs: dict[tuple[str, str, str], CutOff] = {}
        self.story: dict[str, Story] = {}
        self.tied = False
        for batch in given.batches.values():
            given.begin = dict(self.placements)
            self.run(batch)

    def drawn(self) -> dict[tuple[str, int, str], Any]:
        """Return the lines that this outcome draws."""
        lines: dict[tuple[str, int, str], Any] = {}
        for batch in self.given.batches.values():
            for number, said in enumerate(batch.get("eligibility") or ()):
                line = said.get("line", {})
                for option in self.given.options[batch["id"]] if "under" in line else ():
                    under = line["under"]
                    there = [who for who, at in self.ended[under["batch"]] if at == option]
                    values = [self.given.fact(who, line["of"]) for who in there]
                    known = [value for value in values if value is not None]
                    if known:
                        lines[batch["id"], number, option] = min(known) - Fraction(str(under["by"]))
                    elif line.get("when_empty") == "closed":
                        lines[batch["id"], number, option] = CLOSED
        return lines

    def slots(self, batch: Any, unit: Unit, choices: Any, *, third: bool = True) -> list[Slot]:
        """Return the slots of a unit, in the order in which it proposes."""
        slots = []
        for rank, option, why in choices:
            for pool, name, own in self.open(batch, unit, option, rank) if why is None else ():
                key = self.key(unit, batch, option, rank, pool.get("rank") or (), third=third)
                soft = pool.get("hard") is False
                slots.append(
                    Slot((option, name), rank, (part(int(not own)), *key) if soft else key)
                )
        return slots

    def run(self, batch: Any) -> None:
        """Give the places of one batch, and say what is said of it."""
        room, lists = self.room[batch["id"]], self.lists(batch)
        slots = {unit: self.slots(batch, unit, choices) for unit, choices in lists.items()}
        group = batch.get("group") or {}
        in_order = group.get("bind") and group["straddle"] in ("skip", "split")
        got, unfitting = (gone_through if in_order else rounds)(slots, room)
        self.story[batch["id"]] = Story(self.given.begin, dict(room), lists, slots, got, unfitting)
        held: dict[Place, list[tuple[Any, Unit]]] = {place: [] for place in room}
        for unit, slot in got.items():
            held[slot.place].append((slot.key, unit))
        self.ended[batch["id"]] = []
        for unit, choices in lists.items():
            for rank, _, why in choices:
                tried = [slot for slot in slots[unit] if slot.rank == rank]
                if unit in got and got[unit].rank <= rank:
                    why = "placed_higher" if got[unit].rank < rank else "placed"
                elif why is None and not tried:
                    why = "no_pool"
                elif why is None and not any(room.get(slot.place) for slot in tried):
                    why = "no_places"
                elif why is None:
                    why = "group_not_fitting" if (unit, rank) in unfitting else "outranked"
                if why != "placed":
                    self.refuse(unit, batch, rank, why)
        for place, there in held.items():
            self.cut(batch, place, there, got)
        self.flow(batch, room)

    def cut(self, batch: Any, place: Place, there: list[tuple[Any, Unit]], got: Any) -> None:
        """Draw a pool's cut-off and place who is in it."""
        room = self.room[batch["id"]][place]
        placed = sum(len(unit.members) for _, unit in there)
        last = max((key for key, _ in there), default=())
        lowest = [unit for key, unit in there if key == last]
        share = sum(len(unit.members) for unit in lowest)
        over = max(0, placed - room)
        self.tied |= batch["tie_last"] == "refuse" and over > 0 and len(lowest) > 1
        shown = tuple(text for _, text in last)
        self.cutoffs[batch["id"], *place] = CutOff(room, placed, shown, share, over)
        for _, unit in there:
            reason = "placed"
            if over and unit in lowest:
                reason = "placed_tied" if len(lowest) > 1 else "placed_group"
            if "generate" in batch["choices"]:
                reason = "completed"
            for who in unit.members:
                self.placements[who] = Placed(
                    batch["id"], place[0], got[unit].rank, place[1], reason
                )
                self.ended[batch["id"]].append((who, place[0]))

    def flow(self, batch: Any, room: dict[Place, int]) -> None:
        """Let what is left over flow to the later batch."""
        if not batch.get("leftover"):
            return
        later = self.given.batches[batch["leftover"]["to"]]
        by = {pool["id"]: pool.get("by") for pool in self.pools(batch)}
        pools = {pool["id"]: pool for pool in self.pools(later)}
        here = next((name for name, fact in by.items() if fact), None)
        there = next((name for name, pool in pools.items() if "by" in pool), None)
        rest = next((name for name, pool in pools.items() if pool.get("places") == "rest"), "")
        to = self.room[later["id"]]
        for (option, name), places in room.items():
            left = places - self.cutoffs[batch["id"], option, name].placed
            same = name in pools if name in by else here == there and name not in pools
            into = (option, name if same and (option, name) in to else rest)
            if left > 0 and into in to:
                to[into] += left


def rounds(slots: dict[Unit, list[Slot]], room: dict[Place, int]) -> tuple[Any, Any]:
    """Let everybody propose down his list; a pool lets its worst class go while it can."""
    next_slot = dict.fromkeys(slots, 0)
    held: dict[Place, list[Unit]] = defaultdict(list)
    free = list(slots)

    def key(unit: Unit) -> Any:
        return slots[unit][next_slot[unit]].key

    while free:
        unit = free.pop()
        if next_slot[unit] == len(slots[unit]):
            continue
        place = slots[unit][next_slot[unit]].place
        held[place].append(unit)
        while held[place]:
            worst = max(map(key, held[place]))
            better = sum(len(one.members) for one in held[place] if key(one) < worst)
            if better < room.get(place, 0):
                break
            gone = [one for one in held[place] if key(one) == worst]
            held[place] = [one for one in held[place] if one not in gone]
            for one in gone:
                next_slot[one] += 1
            free += gone
    return {one: slots[one][next_slot[one]] for found in held.values() for one in found}, set()


def gone_through(slots: dict[Unit, list[Slot]], room: dict[Place, int]) -> tuple[Any, Any]:
    """Go through all proposals once in the order of their keys; pass over who does not fit."""
    left, got, unfitting = dict(room), {}, set()
    proposals = [
        (slot.key, i, unit) for unit, found in slots.items() for i, slot in enumerate(found)
    ]
    for _, i, unit in sorted(proposals):
        slot = slots[unit][i]
        size, places = len(unit.members), left.get(slot.place, 0)
        if unit not in got and size <= places:
            got[unit] = slot
            left[slot.place] -= size
        elif unit not in got and places:
            unfitting.add((unit, slot.rank))
    return got, unfitting


def last_pass(
    rules: dict[str, Any], tables: Tables, seed: bytes = bytes(32), circle: Any = None
) -> tuple[Pass, int]:
    """Return the pass that draws the lines it was run with, and how many there were."""
    given = Given(rules, tables, seed, circle)
    lines: dict[tuple[str, int, str], Any] = {}
    seen = [lines]
    while (found := Pass(given, lines)).drawn() != lines:
        lines = found.drawn()
        if lines in seen:
            raise Stopped("lines")
        seen.append(lines)
    if found.tied:
        raise Stopped("tie")
    return found, len(seen)


def run(
    rules: dict[str, Any], tables: Tables, seed: bytes = bytes(32), circle: Any = None
) -> Outcome:
    """Give all places; `circle` is (start in hexadecimal, "up" or "down"). Raises Stopped."""
    found, passes = last_pass(rules, tables, seed, circle)
    unplaced = {who: why for who, why in found.last.items() if who not in found.placements}
    return Outcome(found.placements, unplaced, found.cutoffs, found.reasons, passes)
