"""Who envies whom, and who waits (§5 and 3), read from the page alone."""

from typing import Any

from tests.reference.admission import Pass, Slot
from tests.reference.admission_lists import Unit

Line = tuple[str, str, str, str, str]  # kind, batch, applicant, over, option


def envy(found: Pass) -> list[Line]:
    """Return all lines of envy of a run, sorted."""
    lines: list[Line] = []
    for batch in found.given.batches.values():
        story = found.story[batch["id"]]
        found.given.begin = story.begin
        for unit, choices in story.lists.items():
            wanted = story.got[unit].rank if unit in story.got else len(choices) + 1
            for rank, _, _ in choices[: wanted - 1]:
                said = "group" if (unit, rank) in story.unfitting else ""
                slots = [slot for slot in story.slots[unit] if slot.rank == rank]
                lines += _line(found, batch, unit, slots, said)
        for unit, options in found.void[batch["id"]]:
            if batch.get("home") and any(
                found.home_taken(batch["home"], who) for who in unit.members
            ):
                continue
            for rank, option in enumerate(options, 1):
                why = found.needs(batch, unit, option, rank)
                slots = found.slots(batch, unit, [(rank, option, why)])
                lines += _line(found, batch, unit, slots, "cross")
    return sorted(lines)


def _line(found: Pass, batch: Any, unit: Unit, slots: list[Slot], said: str) -> list[Line]:
    """Return the line about one option: over the first pool in which there is envy."""
    story = found.story[batch["id"]]

    def merit(one: Unit, at: Slot) -> Any:
        """Return the key as it would be if neither band nor rank counted."""
        plain = found.slots(batch, one, [(at.rank, at.place[0], None)], third=False)
        return next(slot.key for slot in plain if slot.place == at.place)

    for slot in slots:
        here = [(got, one) for one, got in story.got.items() if got.place == slot.place]
        worst = max((got.key for got, _ in here), default=())
        over = min(((min(one.members), one) for got, one in here if got.key == worst), default=None)
        left = sum(len(one.members) for _, one in here) < story.room.get(slot.place, 0)
        kind = said or "within"
        if not left and not slot.key < worst:
            better = over and merit(unit, slot) < merit(over[1], story.got[over[1]])
            kind = "band" if better and not said else ""
        if kind:
            name = "" if left or not over else over[0]
            return [(kind, batch["id"], min(unit.members), name, slot.place[0])]
    return []


def waiting(found: Pass) -> list[tuple[str, str, str, int, str]]:
    """Return who waits: (batch, option, pool, position, applicant), sorted."""
    rows = []
    for name, story in found.story.items():
        for place in story.room:
            turned_away = sorted(
                (slot.key, min(unit.members), unit)
                for unit, slots in story.slots.items()
                for slot in slots
                if slot.place == place
                and (unit not in story.got or slot.rank < story.got[unit].rank)
            )
            for position, (_, _, unit) in enumerate(turned_away, 1):
                rows += [(name, *place, position, who) for who in unit.members]
    return sorted(rows)
