"""Each shipped rulebook gives made applicants what the reference reads out of the same file."""

from copy import deepcopy
from pathlib import Path

import pytest

from tests.reference import admission
from tests.reference.admission_product import differences, product, reference
from tests.reference.admission_shipped import SHIPPED, made_for, rules_of


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_shipped_rulebook(path: Path) -> None:
    """As shipped, and with all tied admitted, where it would stop at a tie."""
    rules = rules_of(path)
    going = deepcopy(rules)
    for batch in going["batches"]:
        if batch["tie_last"] == "refuse":
            batch["tie_last"] = "admit_all"
    for seed in range(4):
        for said in (rules, going):
            case = made_for(said, seed, 40, 4)
            found = differences(reference(case), product(case))
            assert not found, (seed, found[:5])


def test_a_line_read_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the reference let everybody over Shanghai's lines, the comparison would say so."""
    shanghai = next(path for path in SHIPPED if path.parent.name == "shanghai")
    monkeypatch.setattr(admission.Pass, "line", lambda *_: True)
    cases = [made_for(rules_of(shanghai), seed, 40, 4) for seed in range(4)]
    assert any(differences(reference(case), product(case)) for case in cases)


def test_there_are_shipped_rulebooks() -> None:
    assert len(SHIPPED) >= 13
