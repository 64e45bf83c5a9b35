"""Who is called when somebody withdraws (§6), read from docs/handbook/admission.md alone.

Slow and plain: after every call all is looked at anew. Which pool calls first is given from
outside, so that a test can show that it does not matter.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tests.reference.admission import CutOff, Pass, Slot, Stopped
from tests.reference.admission_lists import Place, Placed, Unit

Withdrawals = Iterable[tuple[str, str]]
"""(applicant, batch); the batch is empty for all."""


class Holds(NamedTuple):
    """What an applicant holds: the slot of his unit's list in a batch."""

    batch: str
    unit: Unit
    at: int


class Refill:
    """A finished run, refilled round by round."""

    def __init__(self, found: Pass, first: Callable[[list[Place]], Place] = min) -> None:
        self.found, self.first = found, first
        self.batches = found.given.batches
        self.struck: set[tuple[str, str]] = set()
        self.holds: dict[str, Holds] = {}
        for who, placed in found.placements.items():
            story = found.story[placed.batch]
            unit = next(unit for unit in story.got if who in unit.members)
            at = story.slots[unit].index(story.got[unit])
            self.holds[who] = Holds(placed.batch, unit, at)
        self.places = {
            name: {
                place: places - self.flowed_out(batch, place, places)
                for place, places in found.story[name].room.items()
            }
            for name, batch in self.batches.items()
        }

    def flowed_out(self, batch: Any, place: Place, places: int) -> int:
        """Return how many places of a pool flowed on to a later batch."""
        if not batch.get("leftover"):
            return 0
        later = batch["leftover"]["to"]
        kept, before = dict(self.found.room[later]), sum(self.found.room[later].values())
        self.found.flow(batch, {place: places})
        flown = sum(self.found.room[later].values()) - before
        self.found.room[later] = kept
        return flown

    def round(self, withdrawals: Withdrawals) -> None:
        """Strike who withdrew, then let the batches call, in order."""
        for who, batch in withdrawals:
            for name in [batch] if batch else self.batches:
                self.struck.add((name, who))
                if who in self.holds and self.holds[who].batch == name:
                    del self.holds[who]
        for name, batch in self.batches.items():
            if batch.get("refill") == "next":
                self.call(name, batch)

    def left(self, name: str, unit: Unit) -> list[str]:
        """Return the members of a unit who are not struck from a batch."""
        return [who for who in unit.members if (name, who) not in self.struck]

    def room(self, name: str) -> dict[Place, int]:
        """Return the places of each pool that nobody holds."""
        room = dict(self.places[name])
        for held in self.holds.values():
            if held.batch == name:
                room[self.slots(name, held.unit)[held.at].place] -= 1
        return room

    def slots(self, name: str, unit: Unit) -> list[Slot]:
        """Return the list of a unit."""
        return self.found.story[name].slots[unit]

    def waiting(self, name: str) -> list[tuple[Any, int, Unit, Place]]:
        """Return all slots that are waited for: key, number on the list, unit, pool."""
        found = []
        for unit, slots in self.found.story[name].slots.items():
            left = self.left(name, unit)
            held = [self.holds[who] for who in left if who in self.holds]
            if left and all(one.batch == name for one in held):
                at = min((one.at for one in held), default=len(slots))
                found += [(slot.key, i, unit, slot.place) for i, slot in enumerate(slots[:at])]
        return found

    def call(self, name: str, batch: Any) -> None:
        """Call until nobody waits for a pool with room."""
        group = batch.get("group") or {}
        in_order = group.get("bind") and group["straddle"] in ("skip", "split")
        while True:
            room = self.room(name)
            open_slots = [one for one in self.waiting(name) if room.get(one[3], 0) > 0]
            if in_order:
                fits = [one for one in open_slots if len(self.left(name, one[2])) <= room[one[3]]]
                called = [min(fits, key=lambda one: one[:2])] if fits else []
            elif open_slots:
                pool = self.first(sorted({one[3] for one in open_slots}))
                here = [one for one in open_slots if one[3] == pool]
                best = min(one[0] for one in here)
                called = [one for one in here if one[0] == best]
            else:
                called = []
            if not called:
                break
            for _, at, unit, _ in called:
                self.holds.update(dict.fromkeys(self.left(name, unit), Holds(name, unit, at)))
        if batch["tie_last"] == "refuse":
            for units, _, cut in self.pools(name).values():
                if cut.over_places and len(units) > 1:
                    raise Stopped("tie")

    def pools(self, name: str) -> dict[Place, tuple[set[Unit], Any, CutOff]]:
        """Return of each pool the units of its last class, their key, and its cut-off."""
        found = {}
        for place, places in self.places[name].items():
            here = [
                (self.slots(name, held.unit)[held.at].key, held.unit)
                for held in self.holds.values()
                if held.batch == name and self.slots(name, held.unit)[held.at].place == place
            ]
            last = max((key for key, _ in here), default=())
            lowest = [unit for key, unit in here if key == last]
            shown = tuple(text for _, text in last)
            over = max(0, len(here) - places)
            cut = CutOff(places, len(here), shown, len(lowest), over)
            found[place] = (set(lowest), last, cut)
        return found

    def cutoffs(self) -> dict[tuple[str, str, str], CutOff]:
        """Return the cut-offs as things stand, by (batch, option, pool)."""
        return {
            (name, *place): cut
            for name in self.batches
            for place, (_, _, cut) in self.pools(name).items()
        }

    def placements(self) -> dict[str, Placed]:
        """Return who is placed where, as things stand."""
        pools = {name: self.pools(name) for name in self.batches}
        found = {}
        for who, (name, unit, at) in self.holds.items():
            slot = self.slots(name, unit)[at]
            lowest, last, cut = pools[name][slot.place]
            reason = "placed"
            if cut.over_places and slot.key == last:
                reason = "placed_tied" if len(lowest) > 1 else "placed_group"
            if "generate" in self.batches[name]["choices"]:
                reason = "completed"
            found[who] = Placed(name, slot.place[0], slot.rank, slot.place[1], reason)
        return found

    def unplaced(self) -> set[str]:
        """Return who holds no place and has not withdrawn from any batch."""
        gone = {who for _, who in self.struck} | set(self.holds)
        return set(self.found.given.people) - gone
