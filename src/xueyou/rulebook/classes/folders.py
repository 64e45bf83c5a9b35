"""Owns the frozen folder of a division: what is sealed is what `xueyou classes` reads.

`roster.csv`, `rules.yaml`, `run.json`; anybody who has them and the seed gets the same list by

    xueyou classes roster.csv --rules rules.yaml --sizes … --scores … --score-source …
        --iterations … --seed …
"""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.canonical_csv import lines_csv
from xueyou.rulebook.classes.arriving import Arrived, Earlier, arrived
from xueyou.rulebook.classes.model import ClassRules, Roster
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.rules import read_class_rules
from xueyou.rulebook.classes.running import (
    LEAST_STEPS,
    STEPS_A_PUPIL,
    Listed,
    Wanted,
)
from xueyou.rulebook.classes.running import run as run_classes
from xueyou.rulebook.classes.trying import Tried, tried

ROSTER, RULES, ORDER, EARLIER = "roster.csv", "rules.yaml", "run.json", "assignment.csv"
SCHEMA = "class-run/1"


def order(
    *, sizes: Sequence[int], scores: Sequence[str], score_source: str, iterations: int | None = None
) -> bytes:
    """Return run.json: what the command line is told beside roster and rules."""
    steps = max(STEPS_A_PUPIL * sum(sizes), LEAST_STEPS) if iterations is None else iterations
    return canonical_json(
        {
            "schema": SCHEMA,
            "sizes": list(sizes),
            "scores": list(scores),
            "score_source": score_source,
            "iterations": steps,
        }
    )


def roster_csv(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> bytes:
    """Return roster.csv, rows in the order of their ids, the first column."""
    return lines_csv(heads, sorted(rows))


def digest(files: Mapping[str, bytes]) -> str:
    """Return the one digest of a folder."""
    return sha256_hex(canonical_json({name: sha256_hex(files[name]) for name in sorted(files)}))


def run_folder(
    folder: Path,
    *,
    seed: bytes | None,
    program: str,
    step: Callable[[int, int], None] | None = None,
) -> tuple[Roster, Listed]:
    """Run a folder as the command line does. Raises InputRefused, NoList."""
    said, rules, roster = _read(folder)
    wanted = Wanted(
        sizes=said["sizes"],
        method=rules.method,
        seed=seed,
        iterations=said["iterations"],
        score_source=said["score_source"] or None,
    )
    return roster, run_classes(roster, rules, wanted, program=program, step=step)


def run_late(folder: Path, earlier: Mapping[str, int], *, seed: bytes) -> tuple[Roster, Arrived]:
    """Give a class to who has none, as the command line does. Raises InputRefused."""
    _, rules, roster = _read(folder)
    return roster, arrived(roster, rules, Earlier(EARLIER, earlier), most=None, seed=seed)


def try_folder(folder: Path, given: Mapping[str, int]) -> Tried:
    """Measure a list of this folder that somebody made by hand. Raises InputRefused."""
    said, rules, roster = _read(folder)
    return tried(roster, rules, said["sizes"], given)


def _read(folder: Path) -> tuple[dict[str, Any], ClassRules, Roster]:
    said: dict[str, Any] = json.loads((folder / ORDER).read_bytes())
    rules = read_class_rules(folder / RULES)
    return said, rules, read_roster(folder / ROSTER, rules, said["scores"])


def assignment_csv(ids: Sequence[str], classes: Sequence[int]) -> bytes:
    """Return who is in which class, by id."""
    return lines_csv(("id", "class"), sorted(zip(ids, classes, strict=True)))


def assigned(assignment: bytes) -> dict[str, int]:
    """Return the class of each id of an assignment that we wrote; a stranger's: `read_earlier`."""
    rows = csv.DictReader(io.StringIO(assignment.decode(), newline=""))
    return {row["id"]: int(row["class"]) for row in rows}
