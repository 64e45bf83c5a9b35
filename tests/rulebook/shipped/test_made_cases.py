"""Each shipped rulebook gives its made case the places that were worked out by hand."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.reference.admission import run as second_opinion
from tests.rulebook.shipped.cases import TABLES, case_of, expected, rulebooks, seed_of
from xueyou.formats.proof import draws
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.language.reading import read_rulebook

RULEBOOKS = pytest.mark.parametrize("rules", rulebooks(), ids=lambda path: path.parent.name)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@RULEBOOKS
def test_a_case_comes_out_as_worked_by_hand(rules: Path, tmp_path: Path) -> None:
    """Tests everybody's batch, option, choice, pool and reason; the bundle's verifier agrees."""
    case = case_of(rules)
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(rules, folder / "rules.yaml")
    for table in TABLES:
        shutil.copy(case / f"{table}.csv", folder)
    run(folder, tmp_path / "out", code="0" * 64, seed=seed_of(case))
    found = {
        row["applicant"]: tuple(
            row[name] for name in ("batch", "option", "choice_rank", "pool", "reason")
        )
        for row in rows(tmp_path / "out" / "placements.csv")
    }
    for row in rows(tmp_path / "out" / "unplaced.csv"):
        found[row["applicant"]] = ("", "", "", "", row["reason"])
    assert found == expected(case)
    checked = subprocess.run([sys.executable, "-I", tmp_path / "out" / "verify.py"], check=False)
    assert checked.returncode == 0


@RULEBOOKS
def test_a_case_comes_out_so_by_the_reference_too(rules: Path) -> None:
    """Tests the hand's working by the second reading of the rule text."""
    case = case_of(rules)
    seed = seed_of(case) or bytes(32)
    start, direction = draws.circle(seed)
    said = yaml.safe_load(rules.read_text("utf-8"))
    tables = {table: rows(case / f"{table}.csv") for table in TABLES}
    outcome = second_opinion(said, tables, seed, (start.hex(), direction))
    found = {who: tuple(map(str, placed)) for who, placed in outcome.placements.items()}
    found |= {who: ("", "", "", "", why) for who, why in outcome.unplaced.items()}
    assert found == expected(case)


@RULEBOOKS
def test_a_case_uses_each_batch_of_its_rulebook(rules: Path) -> None:
    """Tests that no batch stands in a rulebook that its case never asks."""
    rulebook = read_rulebook(rules)
    filed = {row["batch"] for row in rows(case_of(rules) / "choices.csv")}
    made = {batch.id for batch in rulebook.batches if batch.generate}
    assert {batch.id for batch in rulebook.batches} == filed | made


@RULEBOOKS
def test_a_case_that_draws_has_a_seed(rules: Path) -> None:
    """Tests that a lottery is drawn exactly where the rules draw one."""
    assert read_rulebook(rules).draws == (seed_of(case_of(rules)) is not None)
