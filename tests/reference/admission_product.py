"""What the product makes of a made case, in the shape of the reference's outcome."""

import json
from collections.abc import Iterable
from typing import Any

import yaml

from tests.reference.admission import CutOff, Outcome, Placed, Stopped, run
from tests.reference.admission_given import Tables
from tests.reference.admission_worlds import Made
from xueyou.rulebook.allocation import result_tables
from xueyou.rulebook.allocation.running import NoSolution, allocate
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import Inputs, inputs_from


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes no aliases, which rulebooks may not have; in C where it is there, to the same text."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def text_of(rules: dict[str, Any]) -> bytes:
    """Return a rulebook as a file."""
    text: str = yaml.dump(rules, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    return text.encode()


def rulebook(rules: dict[str, Any]) -> Rulebook:
    """Read a rulebook as the product reads a file."""
    return rulebook_of(text_of(rules), "rules.yaml")


def joined(worlds: Iterable[Tables]) -> Tables:
    """Return many tables as one; no id may stand in two of them."""
    found: dict[str, list[dict[str, str]]] = {}
    for tables in worlds:
        for name, rows in tables.items():
            found.setdefault(name, []).extend(rows)
    return found


def allocated(case: Made, rules: Rulebook | None = None) -> tuple[Rulebook, Inputs, Any, Any]:
    """Return the rulebook, the inputs, the tickets and what the product's own run found."""
    read = rules or rulebook(case.rules)
    inputs = inputs_from(read, case.tables)
    circle = (bytes.fromhex(case.circle[0]), case.circle[1]) if case.circle else ()
    tickets = Tickets(case.seed, *circle) if read.draws else None
    return read, inputs, tickets, allocate(read, inputs, tickets)


def product(case: Made, rules: Rulebook | None = None) -> Outcome | str:
    """Return what the product gives; "tie" or "lines" where it stops."""
    try:
        read, inputs, tickets, found = allocated(case, rules)
    except NoSolution as stopped:
        return {"tie_refused": "tie", "lines_cycle": "lines"}[stopped.code]
    placements = {row[0]: Placed(*row[1:]) for row in result_tables.placements(read, inputs, found)}
    cutoffs = {
        row[:3]: CutOff(*row[3:5], tuple(json.loads(row[5])), *row[6:])
        for row in result_tables.cutoff_rows(read, inputs, found, tickets)
    }
    unplaced = {row[0]: row[-1] for row in result_tables.unplaced(read, inputs, found)}
    reasons = {row[:3]: row[-1] for row in result_tables.choice_reasons(inputs, found)}
    return Outcome(placements, unplaced, cutoffs, reasons, found.passes)


def reference(case: Made) -> Outcome | str:
    """Return what the reference gives; "tie" or "lines" where it stops."""
    try:
        return run(case.rules, case.tables, case.seed, case.circle)
    except Stopped as stopped:
        return str(stopped)


def differences(ours: Outcome | str, theirs: Outcome | str) -> list[str]:
    """Return what differs, in words that fit a line each."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return [] if ours == theirs else [f"{ours!s:.60} / {theirs!s:.60}"]
    found = []
    for name, mine, other in zip(Outcome._fields, ours, theirs, strict=True):
        if isinstance(mine, int):
            found += [f"{name}: {mine} / {other}"] if mine != other else []
            continue
        for key in sorted({*mine, *other}):
            if mine.get(key) != other.get(key):
                found.append(f"{name} {key}: {mine.get(key)} / {other.get(key)}")
    return found
