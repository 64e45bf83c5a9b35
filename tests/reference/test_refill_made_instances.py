"""A refill of made instances is what the page says, whichever pool calls first."""

from random import Random  # noqa: TID251 - seeded, and only for made cases

import pytest

from tests.reference.admission import Stopped, last_pass
from tests.reference.admission_refill import Refill
from tests.reference.admission_worlds import Made, made_from
from tests.reference.refill_product import after, opened

Rounds = list[list[tuple[str, str]]]


def refilling(seed: int) -> tuple[Made, Rounds]:
    """Make a case whose rules mostly refill, and withdrawals in two rounds."""
    case, chance = made_from(seed, 30, 6), Random(seed)
    for batch in case.rules["batches"]:
        if chance.random() < 0.85:
            batch["refill"] = "next"
    people = sorted(row["applicant"] for row in case.tables["applicants"])
    names = ["", "", *(batch["id"] for batch in case.rules["batches"])]
    chance.shuffle(people)
    gone = [(who, chance.choice(names)) for who in people[: chance.randint(0, 9)]]
    half = chance.randint(0, len(gone))
    return case, [gone[:half], gone[half:]]


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_the_product_calls_whom_the_page_calls(start: int) -> None:
    """Placements, reasons and cut-offs after each of two rounds; pools call in a mixed order."""
    moved = 0
    for seed in range(start, start + 100):
        case, rounds = refilling(seed)
        try:
            found, _ = last_pass(case.rules, case.tables, case.seed, case.circle)
        except Stopped:
            continue
        sealed = opened(case)
        refill = Refill(found, Random(seed).choice)
        before = refill.placements()
        try:
            for number, gone in enumerate(rounds, 1):
                refill.round(gone)
                expected = refill.placements(), refill.cutoffs()
                assert after(sealed, rounds[:number]) == expected, (seed, number)
        except Stopped:
            assert after(sealed, rounds[:number]) == "tie", (seed, number)
            continue
        moved += sum(placed != before.get(who) for who, placed in expected[0].items())
    assert moved > 50
