"""Owns late arrivals: who is on the roster and has no class gets one by lot; nobody is moved."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from xueyou.engines.balancing import Arrival, arrive
from xueyou.formats.class_rosters import RosterSheet
from xueyou.formats.tables import Table, TableRefused, read_table
from xueyou.rulebook.classes.compiling import Compiled, compile_classes
from xueyou.rulebook.classes.faults import RosterFaults, of_table, refuse
from xueyou.rulebook.classes.model import ClassRules, Roster
from xueyou.rulebook.language.checking import class_sizes

ARRIVALS = "class-arrivals/1"
SHUT_ZH = {
    "full": "已经满了",
    "demand": "和分班要求冲突",
    "larger": "人数比别的班多",
    "tolerance": "进去以后各班差得更多",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The list that stands: the class of each pupil, from 1."""

    file: str
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The whole list after the late ones came, in the order of the roster; 0: no class takes him.

    `report`: who came and among which classes he was drawn, with ids.
    """

    classes: tuple[int, ...]
    report: dict[str, Any]

    @property
    def homeless(self) -> int:
        """Return how many no class may take."""
        return self.classes.count(0)


def read_earlier(path: Path) -> Earlier:
    """Return an assignment.csv as a run wrote it. Raises ClassesRefused."""
    try:
        table = read_table(path)
    except TableRefused as refused:
        raise of_table(refused) from None
    faults, found = RosterFaults(path.name), dict[str, int]()
    if not {"id", "class"} <= set(table.columns):
        refuse(path.name, "not_an_assignment", at=1)
    ids, given = (_texts(table, name) for name in ("id", "class"))
    for row, pupil, text in zip(table.rows.tolist(), ids, given, strict=True):
        if pupil in found or not re.fullmatch("[1-9][0-9]{0,2}", text):
            faults.add("not_an_assignment", at=row)
        else:
            found[pupil] = int(text)
    if not found:
        faults.add("not_an_assignment", at=1)
    faults.stop()
    return Earlier(path.name, found)


def arrived(
    roster: Roster, rules: ClassRules, earlier: Earlier, *, most: int | None, seed: bytes | None
) -> Arrived:
    """Give a class to everybody on the roster who has none. Raises ClassesRefused."""
    classes = max(earlier.classes.values())
    before = [earlier.classes.get(pupil, 0) for pupil in roster.ids]
    if 0 not in before:
        refuse(roster.sheet.file, "nobody_late")
    if not any(before):
        refuse(roster.sheet.file, "other_roster", value=earlier.file)
    compiled = compile_classes(roster, rules, _room(roster.sheet, rules, most, classes))
    home = np.array([before[i] - 1 for i in compiled.order], np.int32)
    names = dict(enumerate(compiled.ids))
    used = bytes.fromhex(compiled.digest) if seed is None else seed
    found = arrive(compiled.problem, home, compiled.problem.sizes, used, names)
    after = list(before)
    for one in found:
        after[compiled.order[one.pupil]] = 0 if one.home is None else one.home + 1
    return Arrived(
        tuple(after),
        {
            "schema": ARRIVALS,
            "seed": used.hex(),
            "rehearsal": seed is None,
            "classes": classes,
            "sizes_before": [before.count(c) for c in range(1, classes + 1)],
            "sizes_after": [after.count(c) for c in range(1, classes + 1)],
            "arrivals": [_said(compiled, one) for one in found],
            "gone": sorted(set(earlier.classes) - set(roster.ids)),
            "notes": list(roster.notes),
        },
    )


def _room(sheet: RosterSheet, rules: ClassRules, most: int | None, classes: int) -> Sequence[int]:
    """Return what each class may hold: what was said, else the legal size of the stage."""
    table = class_sizes()
    legal = int(table["stage"][rules.stage]["limit"]) if most is None else most
    if legal >= table["always"]["refused_from"]:
        refuse(sheet.file, "big_class", value=legal, source=table["always"]["source"])
    return (legal,) * classes


def _texts(table: Table, name: str) -> list[str]:
    column = table.columns[name]
    return [column.values[code] for code in column.codes]


def _said(compiled: Compiled, one: Arrival) -> dict[str, Any]:
    return {
        "id": compiled.ids[one.pupil],
        "class": None if one.home is None else one.home + 1,
        "drawn_among": [c + 1 for c in one.drawn_among],
        "shut": [
            {"class": c + 1, "why": why, "zh": SHUT_ZH[why]} for c, why in sorted(one.shut.items())
        ],
    }
