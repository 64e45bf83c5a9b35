"""Owns whether the sums of a rulebook can be counted: in 62 bits, for every applicant."""

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.cells import Cells
from xueyou.rulebook.tables.input_faults import InputFaults

_MOST = float(1 << 62)
Floats = NDArray[np.float64]


def check_sums(
    rulebook: Rulebook,
    facts: dict[str, Cells],
    table: Table,
    order: NDArray[np.int64],
    faults: InputFaults,
) -> None:
    """Add a fault at the cell that makes a sum too large; `order` is each applicant's row.

    Bounds are taken high (floats, no caps, all points given), so nothing that passes overflows.
    """
    bounds: dict[str, Floats] = {}
    told: set[tuple[str | None, int]] = set()
    for name in rulebook.derived:
        bound = _bound(rulebook, facts, name, bounds, len(order))
        for place in np.flatnonzero(bound >= _MOST).tolist():
            column = _largest(rulebook, facts, name, place)
            if (column, place) in told:
                continue
            told.add((column, place))
            masks = column is not None and rulebook.facts[column].sensitivity != "plain"
            row = int(order[place])
            zh = rulebook.derived[name].zh
            faults.cell(
                table, column or "applicant", row, "sum_too_big", None, masks=masks, name=zh
            )


def _bound(
    rulebook: Rulebook,
    facts: dict[str, Cells],
    name: str,
    bounds: dict[str, Floats],
    count: int,
) -> Floats:
    """Return how large a fact, a sum or a step on the way to it can be, (n,)."""
    if name in facts:
        return np.abs(facts[name].values.astype(np.float64))
    if name not in rulebook.derived:
        return np.zeros(count)
    if name not in bounds:
        whole = np.zeros(count)
        for term in rulebook.derived[name].terms:
            if term[0] == "when":
                whole += abs(float(term[2]))
                continue
            _, of, numerator, _, cap = term
            part = np.maximum(_bound(rulebook, facts, of, bounds, count), 1.0)
            whole += part * abs(float(numerator))
            if cap is not None and abs(cap) >= _MOST:
                whole += _MOST
        bounds[name] = whole
    return bounds[name]


def _largest(rulebook: Rulebook, facts: dict[str, Cells], name: str, place: int) -> str | None:
    """Return the plain fact that weighs most in one applicant's sum, None where only points do."""
    found: dict[str, float] = {}

    def weigh(of: str, times: float) -> None:
        if of in facts:
            found[of] = max(found.get(of, 0.0), abs(float(facts[of].values[place])) * times)
            return
        for term in rulebook.derived[of].terms if of in rulebook.derived else ():
            if term[0] == "fact":
                weigh(term[1], times * abs(float(term[2])))

    weigh(name, 1.0)
    return max(found, key=lambda of: (found[of], of), default=None)
