"""Each shipped rulebook gives its made case the places that were worked out by hand."""

import hmac
from pathlib import Path

import pytest

from tests.rulebook.shipped.cases import case_of, expected, rulebooks, seed_of
from xueyou.rulebook.inputs import read_inputs
from xueyou.rulebook.reading import read_rulebook
from xueyou.rulebook.result_tables import placements, unplaced
from xueyou.rulebook.running import allocate
from xueyou.rulebook.tickets import Tickets

RULEBOOKS = pytest.mark.parametrize("rules", rulebooks(), ids=lambda path: path.parent.name)


def tickets_of(seed: bytes | None) -> Tickets | None:
    """Return the tickets of a seed; where the circle starts and turns comes from it too."""
    if seed is None:
        return None
    turns = hmac.digest(seed, b"direction", "sha256")[0]
    return Tickets(seed, hmac.digest(seed, b"start", "sha256"), "up" if turns < 128 else "down")


@RULEBOOKS
def test_a_case_comes_out_as_worked_by_hand(rules: Path) -> None:
    """Tests everybody's batch, option, choice, pool and reason."""
    case = case_of(rules)
    rulebook = read_rulebook(rules)
    inputs = read_inputs(case, rulebook)
    outcome = allocate(rulebook, inputs, tickets_of(seed_of(case)))
    found = {str(row[0]): tuple(map(str, row[1:])) for row in placements(rulebook, inputs, outcome)}
    for row in unplaced(rulebook, inputs, outcome):
        found[str(row[0])] = ("", "", "", "", str(row[-1]))
    assert found == expected(case)


@RULEBOOKS
def test_a_case_uses_each_batch_of_its_rulebook(rules: Path) -> None:
    """Tests that no batch stands in a rulebook that its case never asks."""
    case = case_of(rules)
    rulebook = read_rulebook(rules)
    filed = {line.split(",")[1] for line in (case / "choices.csv").read_text("utf-8").splitlines()}
    made = {batch.id for batch in rulebook.batches if batch.generate}
    assert {batch.id for batch in rulebook.batches} <= filed | made


@RULEBOOKS
def test_a_case_that_draws_has_a_seed(rules: Path) -> None:
    """Tests that a lottery is drawn exactly where the rules draw one."""
    assert read_rulebook(rules).draws == (seed_of(case_of(rules)) is not None)
