"""Moves tried on the newest rehearsal's list: what they would do. Nothing of it is kept.

A copy to understand the list by, before the seal: the list that counts is drawn, not made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import Division, DivisionState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import GradePupilRow, pupils_of
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import folder
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.rulebook.classes import folders

MOST_MOVES = 40


@dataclass(frozen=True, slots=True)
class Move:
    """A pupil, by code, and the class to which he is moved."""

    code: str
    to_class: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A pupil on the copy; `came_from`: the class of the rehearsal where he was moved, else 0."""

    code: str
    name: str
    came_from: int


@dataclass(frozen=True, slots=True)
class Change:
    """A feature as rehearsed, as moved, and what no list can be below; numbers in marks."""

    name: str
    is_number: bool
    before: float
    after: float
    bound: float


@dataclass(frozen=True, slots=True)
class Trial:
    """The copy: who would be in each class, what moves change, what they would break."""

    classes: Sequence[Sequence[Placed]]
    changes: Sequence[Change]
    broken: Sequence[str]
    moves: Sequence[Move]


def trial(actor: Actor, division_uid: UUID | str, moves: Sequence[Move] = ()) -> Trial:
    """Return the newest rehearsal's list with these moves, the last of a pupil counting.

    Raises NotFound, ClassesNotDone: sealed, not rehearsed, changed since, or a move that is none.
    """
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    given, files = _rehearsed(division)
    last = {one.code: one.to_class for one in moves}
    moved = {code: c for code, c in last.items() if given.get(code) != c}
    if len(moved) > MOST_MOVES:
        raise ClassesNotDone(f"一次最多试着挪{MOST_MOVES}个人。请退回几个再试，名单没有动。")
    if any(code not in given or not 1 <= c <= division.classes for code, c in moved.items()):
        raise ClassesNotDone("没有这个学生，或者没有这个班。请刷新再试，名单没有动。")
    with folder(files) as path:
        before = folders.try_folder(path, given)
        after = before if not moved else folders.try_folder(path, given | moved)
    return Trial(
        _classes(division.classes, pupils_of(actor, division_uid), given, moved),
        [_change(*pair) for pair in zip(before.features, after.features, strict=True)],
        after.broken,
        [Move(code, c) for code, c in moved.items()],
    )


def _rehearsed(division: Division) -> tuple[dict[str, int], dict[str, bytes]]:
    if division.state != DivisionState.DRAFT:
        raise ClassesNotDone("名单已经封存，不能再试着挪。封存以后，谁的班都由抽签定。")
    last = division.rehearsals.exclude(given=None).order_by("-ordinal").first()
    if last is None or last.given is None:
        raise ClassesNotDone("还没有演练成功过。请先演练一次，再试着挪。")
    files = folder_of(division)
    if folders.digest(files) != last.input_sha256:
        raise ClassesNotDone("演练以后名单或要求改过。请再演练一次，再试着挪。")
    return dict(last.given), files


def _classes(
    count: int,
    pupils: Sequence[GradePupilRow],
    given: Mapping[str, int],
    moved: Mapping[str, int],
) -> list[list[Placed]]:
    found: list[list[Placed]] = [[] for _ in range(count)]
    for one in pupils:
        if one.code in given:
            came_from = given[one.code] if one.code in moved else 0
            at = moved.get(one.code, given[one.code])
            found[at - 1].append(Placed(one.code, one.name, came_from))
    return found


def _change(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    is_number = before["kind"] == "number"
    measure = "range_mean" if is_number else "range_count"
    return Change(before["name"], is_number, before[measure], after[measure], before["bound"])
