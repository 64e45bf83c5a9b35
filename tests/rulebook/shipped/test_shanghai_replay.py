"""A made year is fitted, replayed with the shipped rules, and judged by pairs kept aside."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.shanghai import measure
from benchmarks.shanghai_population import Population, Pupil
from benchmarks.shanghai_tables import Last
from benchmarks.shanghai_year import check, write_folder
from tests.rulebook.shipped.made_year import write_year

HEAD = "applicant,batch,option,choice_rank,pool,reason\n"


def test_a_made_year_is_replayed(tmp_path: Path) -> None:
    """Tests every gate but the number of pupils, which is kept small here."""
    report = measure(write_year(tmp_path / "year"), tmp_path / "out", seed=1, size=3000)
    assert [name for name, held in report["gates"].items() if not held] == ["pupils"]
    assert report["replay"]["district_lasts_met_by_construction"] == "8 / 8"
    assert report["kept_aside"]["pairs"] == 29
    certified = json.loads((tmp_path / "out" / "result" / "certificate.json").read_text("utf-8"))
    assert all(batch["feasible"] for batch in certified["batches"])


def two_for_one_place(folder: Path, placed: str) -> tuple[int, int, int]:
    """Check a result by hand: two pupils a point apart want one place. Returns what is wrong."""
    pupils = [Pupil("东区", "甲", score, to_school=("H",)) for score in (1500, 1498)]
    marks = [[p.score - 100, 100, 260, 260, 260, 270, 0] for p in pupils]
    population = Population(pupils, np.array(marks))
    write_folder(folder, population, {("H", "甲", "东区"): 1}, {})
    (folder / "placements.csv").write_text(HEAD + placed, "utf-8")
    districts: dict[tuple[str, str], Last] = {}
    found = check(folder, folder, population, districts)
    return found.over_places, found.chain_broken, found.placed


BETTER = "P000001,到校,H,1,东区 甲,placed\n"
WORSE = "P000002,到校,H,1,东区 甲,placed\n"


@pytest.mark.parametrize(
    ("placed", "wrong"),
    [
        (BETTER, (0, 0, 1)),
        (WORSE, (0, 1, 1)),
        (BETTER + WORSE, (1, 0, 2)),
        ("", (0, 2, 0)),
    ],
    ids=["right", "the worse one", "both", "nobody"],
)
def test_a_wrong_result_is_noticed(
    placed: str, wrong: tuple[int, int, int], tmp_path: Path
) -> None:
    """Tests envy, a pool over its places, and a place left though somebody wanted it."""
    assert two_for_one_place(tmp_path / "folder", placed) == wrong
