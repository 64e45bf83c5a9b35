"""Who would rather have had another's place (§5, Envy), read from the page alone."""

from typing import Any

from tests.reference.admission import Pass, Slot
from tests.reference.admission_lists import Unit

Line = tuple[str, str, str, str, str]  # kind, batch, applicant, over, option


def envy(found: Pass) -> list[Line]:
    """Return all lines of envy of a run, sorted."""
    lines: list[Line] = []
    for batch in found.given.batches.values():
        story = found.story[batch["id"]]
        for unit, choices in story.lists.items():
            wanted = story.got[unit].rank if unit in story.got else len(choices) + 1
            for rank, _, _ in choices[: wanted - 1]:
                said = "group" if (unit, rank) in story.unfitting else ""
                slots = [slot for slot in story.slots[unit] if slot.rank == rank]
                lines += _line(found, batch, unit, slots, said)
        found.given.begin = story.begin
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
    pools = {pool["id"]: pool for pool in found.pools(batch)}
    by = next((pool for pool in pools.values() if "by" in pool), {})
    rank_parts = {"sequential": 1, "banded": 2}.get(batch["choices"]["mode"], 0)
    for slot in slots:
        first = int(pools.get(slot.place[1], by).get("hard") is False) + bool(batch.get("secured"))

        def without(key: Any, first: int = first) -> Any:
            return key[:first] + key[first + rank_parts :]

        here = [(got.key, one) for one, got in story.got.items() if got.place == slot.place]
        worst = max((key for key, _ in here), default=())
        over = min((min(one.members) for key, one in here if key == worst), default="")
        left = sum(len(one.members) for _, one in here) < story.room.get(slot.place, 0)
        kind = said or "within"
        if not left and not slot.key < worst:
            kind = "band" if not said and without(slot.key) < without(worst) else ""
        if kind:
            option = slot.place[0]
            return [(kind, batch["id"], min(unit.members), "" if left else over, option)]
    return []
