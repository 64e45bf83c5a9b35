"""Whatever the rules are, each choice of everybody is told, with the step that decided."""

import pytest

from tests.reference.admission_product import allocated
from tests.reference.admission_worlds import made_from
from xueyou.rulebook.allocation.result_tables import choice_reasons, unplaced
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import ChoiceExplained
from xueyou.rulebook.answers.reason_sentences import sentence

CASES = range(60)


def check_keys(choice: ChoiceExplained) -> None:
    """Check that each compared key differs from the last one's just where the sentence says."""
    data = choice.said.data
    parts = data["pools"] if isinstance(data.get("pools"), list) else [data]
    for part in parts:
        if "number" in part:
            at = part["number"] - 1
            assert part["own_key"][:at] == part["last_key"][:at]
            assert part["own_key"][at] != part["last_key"][at]


@pytest.mark.parametrize("number", CASES)
def test_every_choice_of_a_made_case_is_told(number: int) -> None:
    """Tests pools, groups, lines, homes, brothers and draws mixed at random."""
    try:
        rulebook, inputs, tickets, outcome = allocated(made_from(number, 24, 5))
    except NoSolution:
        return  # the rules refuse a tie or their lines never settle: nothing to explain
    explainer = Explainer(rulebook, inputs, outcome, tickets)
    people = {id: explainer.explain(n) for n, id in enumerate(inputs.applicants)}
    codes = {
        (id, c.batch, c.rank, c.option): c.said.code for id, p in people.items() for c in p.choices
    }
    for *key, code in choice_reasons(inputs, outcome):
        assert codes[tuple(key)] == code  # type: ignore[index]
    for row in unplaced(rulebook, inputs, outcome):
        assert people[str(row[0])].reason == row[-1]
    for choice in (c for p in people.values() for c in p.choices):
        assert choice.zh == sentence(choice.said.code, choice.said.variant, choice.said.data)
        assert choice.zh
        check_keys(choice)
