"""What the product makes of a refill of a made case, in the shape of the reference's."""

import json
from pathlib import Path
from typing import Any

from tests.reference.admission import CutOff, Placed
from tests.reference.admission_product import allocated
from tests.reference.admission_refill import Withdrawals
from tests.reference.admission_worlds import Made
from xueyou.rulebook.answers import refill_tables as tables
from xueyou.rulebook.answers.refilling import EVERY_BATCH, TieRefused, Withdrawal
from xueyou.rulebook.answers.sealed import Sealed
from xueyou.rulebook.language.model import Rulebook

Ended = tuple[dict[str, Placed], dict[tuple[str, str, str], CutOff]]


def opened(case: Made, rules: Rulebook | None = None) -> Sealed:
    """Return a run of a made case as an opened folder gives it. Raises NoSolution."""
    read, inputs, tickets, outcome = allocated(case, rules)
    return Sealed(Path(), read, inputs, tickets, outcome)


def after(sealed: Sealed, rounds: list[list[tuple[str, str]]]) -> Ended | str:
    """Return placements and cut-offs after some rounds; "tie" where one is refused."""
    try:
        found = tables.refilled(sealed, [numbered(sealed, one) for one in rounds])
    except TieRefused:
        return "tie"
    placed: dict[str, Any] = {row[0]: Placed(*row[1:]) for row in tables.placements(sealed, found)}
    cut = {
        row[:3]: CutOff(*row[3:5], tuple(json.loads(str(row[5]))), *row[6:])
        for row in tables.cutoff_rows(sealed, found)
    }
    return placed, cut


def numbered(sealed: Sealed, withdrawals: Withdrawals) -> list[Withdrawal]:
    """Return withdrawals by number."""
    people = {id: number for number, id in enumerate(sealed.inputs.applicants)}
    batches = [batch.id for batch in sealed.rulebook.batches]
    return [
        Withdrawal(people[who], batches.index(batch) if batch else EVERY_BATCH)
        for who, batch in withdrawals
    ]
