"""Matches what a new document promises to the items of the version before. Pure: no database.

Two of a kind are the same promise where they say the same in other words; a promise whose words
are wholly equal carries its decision over, one that changed has to be decided anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from xueyou.domains.plans.services.contents import INDICATOR, MILESTONE, PROJECT, TASK, name_of
from xueyou.domains.plans.services.proposing import Proposed

ALIKE = 78.0
"""Points of 100 that two names must be alike to be the same promise."""
SURE = 100.0
_VALUES = {
    TASK: ("title", "units"),
    INDICATOR: ("name", "value", "unit", "comparator", "period", "subject"),
    PROJECT: ("name", "money_fen", "due_on"),
    MILESTONE: ("name", "due_on"),
}
"""What of a content was printed: equal here means that the document says the same."""


@dataclass(frozen=True, slots=True)
class Before:
    """An item of the version before: as it was proposed there."""

    key: str
    kind: str
    proposed: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A new promise, the one before it (None: new), and whether both say exactly the same."""

    now: Proposed
    before: Before | None
    same: bool


def match(new: Sequence[Proposed], old: Sequence[Before]) -> list[Match]:
    """Return each new promise with the one before that it continues; each old one at most once.

    First what is wholly equal, in order; then the most alike of the rest.
    """
    left: dict[tuple[Any, ...], list[Before]] = {}
    for before in old:
        left.setdefault((before.kind, _printed(before.kind, before.proposed)), []).append(before)
    found: dict[str, tuple[Before, bool]] = {}
    for now in new:
        equal = left.get((now.kind, _printed(now.kind, now.content)))
        if equal:
            found[now.key] = (equal.pop(0), True)
    rest_new = [now for now in new if now.key not in found]
    rest_old = [before for equals in left.values() for before in equals]
    for now, before in _alike(rest_new, rest_old):
        found[now.key] = (before, False)
    return [Match(now, *found.get(now.key, (None, False))) for now in new]


def _printed(kind: str, content: Mapping[str, Any]) -> str:
    return repr([content.get(field) for field in _VALUES[kind]])


def _alike(new: Sequence[Proposed], old: Sequence[Before]) -> list[tuple[Proposed, Before]]:
    pairs = []
    by_kind: dict[tuple[str, str], list[Before]] = {}
    for before in old:
        by_kind.setdefault(_comparable(before.kind, before.proposed), []).append(before)
    for place, now in enumerate(new):
        for at, before in enumerate(by_kind.get(_comparable(now.kind, now.content), ())):
            points = _points(now.content, before.proposed)
            if points >= ALIKE:
                pairs.append((-points, place, at, now, before))
    pairs.sort(key=lambda pair: pair[:3])
    taken_new: set[str] = set()
    taken_old: set[str] = set()
    chosen = []
    for *_, now, before in pairs:
        if now.key not in taken_new and before.key not in taken_old:
            taken_new.add(now.key)
            taken_old.add(before.key)
            chosen.append((now, before))
    return chosen


def _comparable(kind: str, content: Mapping[str, Any]) -> tuple[str, str]:
    """Return what two promises must have in common to be compared at all: kind, and whose."""
    return kind, str(content.get("subject") or content.get("organisation") or "")


def _points(now: Mapping[str, Any], before: Mapping[str, Any]) -> float:
    """Return how alike two promises are: by name, a little more where the figures agree too."""
    points = fuzz.ratio(name_of(now), name_of(before))
    if points == SURE:
        points -= 1
    if now.get("unit") != before.get("unit"):
        points -= 15
    if now.get("period") != before.get("period"):
        points -= 5
    same = "value" in now and now["value"] == before.get("value")
    return min(SURE, points + (6 if same else 0))
