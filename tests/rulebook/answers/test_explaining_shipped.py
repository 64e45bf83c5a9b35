"""Every made case of a shipped rulebook can be explained to everybody in it."""

from pathlib import Path

import pytest

from tests.rulebook.shipped.cases import case_of, expected, rulebooks, seed_of
from xueyou.rulebook.allocation.result_tables import choice_reasons
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import tickets_from
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.reason_sentences import CODES, sentence
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.tables.inputs import read_inputs


@pytest.mark.parametrize("rules", rulebooks(), ids=lambda path: path.parent.name)
def test_everybody_of_a_made_case_is_told_why(rules: Path) -> None:
    """Tests whole reasons against the hand's, choices against the run's, sentences against data."""
    case = case_of(rules)
    rulebook = read_rulebook(rules)
    inputs = read_inputs(case, rulebook)
    seed = seed_of(case)
    tickets = tickets_from(seed) if seed is not None else None
    outcome = allocate(rulebook, inputs, tickets)
    explainer = Explainer(rulebook, inputs, outcome, tickets)
    people = [explainer.explain(number) for number in range(inputs.count)]
    by_hand = expected(case)
    assert {p.applicant: p.reason for p in people} == {id: by_hand[id][-1] for id in by_hand}
    codes = {
        (p.applicant, c.batch, c.rank, c.option): c.said.code for p in people for c in p.choices
    }
    for *key, code in choice_reasons(inputs, outcome):
        assert codes[tuple(key)] == code  # type: ignore[index]
    for choice in (c for p in people for c in p.choices):
        assert choice.said.code in CODES
        assert choice.zh == sentence(choice.said.code, choice.said.variant, choice.said.data)
        assert choice.zh.endswith("。")
