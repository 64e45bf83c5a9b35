"""Columns that nobody knows and by which a few pupils would be kept apart: not used, and told."""

import json
from collections.abc import Mapping, Sequence

from xueyou.domains.classes.models import VALUES, AlarmKind, Division
from xueyou.domains.classes.parameters import COLUMNS
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.time import business_today
from xueyou.rulebook.classes.columns import kept_apart, meaning


def steering(division: Division, columns: Mapping[str, Sequence[str]]) -> dict[str, set[int]]:
    """Return the columns that steer the list, each with the places of whom it would keep apart.

    Known columns and scores with a source are as the school says; any other head may hide a wish
    to keep two children apart, for which a ground is asked elsewhere.
    """
    known = {*parameter(COLUMNS, division.school, business_today()).value, *division.scores}
    found = {
        head: kept_apart(cells, division.classes)
        for head, cells in columns.items()
        if head not in known and not meaning(head)
    }
    return {head: places for head, places in found.items() if places}


def leave_out(a: ActInProgress, division: Division) -> tuple[str, ...]:
    """Take off the columns of a filled roster that steer it now, and tell the bureau."""
    pupils = division.pupils.filter(left_at=None).order_by("code")
    values = [json.loads(VALUES.text(pupil)) for pupil in pupils]
    cells = {head: [one.get(head, "") for one in values] for head in division.columns}
    found = steering(division, cells)
    if found:
        division.columns = [head for head in division.columns if head not in found]
        division.save(update_fields=["columns"])
        raise_alarm(a, division, AlarmKind.IN_SHEET, pupils=len(set[int]().union(*found.values())))
    return tuple(found)
