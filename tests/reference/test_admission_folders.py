"""From a folder of files to a folder of files: the run writes what the reference works out."""

import csv
import hmac
import json
from pathlib import Path

import pytest

from tests.reference.admission import Stopped, last_pass, run
from tests.reference.admission_envy import envy
from tests.reference.admission_product import text_of
from tests.reference.admission_worlds import Made, made_from
from xueyou.rulebook.allocation.run import run as run_folder
from xueyou.rulebook.allocation.running import NoSolution

SEED = bytes(range(100, 132))


def written(case: Made, folder: Path) -> Path:
    """Write the input folder of a case."""
    folder.mkdir()
    (folder / "rules.yaml").write_bytes(text_of(case.rules))
    for name, rows in case.tables.items():
        columns = {
            "choices": ["applicant", "batch", "rank", "option"],
            "quotas": ["batch", "option", "pool", "places"],
        }.get(name, list(rows[0]) if rows else [])
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, columns)
            sheet.writeheader()
            sheet.writerows(rows)
    return folder


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:]


def circle(seed: bytes) -> tuple[str, str]:
    """Return start and direction, as docs/handbook/proof.md draws them from the seed."""
    way = hmac.digest(seed, b"direction", "sha256")[0]
    return hmac.digest(seed, b"start", "sha256").hex(), "up" if way < 128 else "down"


@pytest.mark.parametrize("seed", range(40, 64))
def test_a_folder(seed: int, tmp_path: Path) -> None:
    """Placements, cut-offs, the unplaced and envy are those of the reference, row by row."""
    case = made_from(seed, 25, 5)
    case = case._replace(seed=SEED, circle=circle(SEED) if case.circle else None)
    source, out = written(case, tmp_path / "in"), tmp_path / "out"
    try:
        expected = run(case.rules, case.tables, case.seed, case.circle)
    except Stopped:
        with pytest.raises(NoSolution):
            run_folder(source, out, code="0" * 64, seed=SEED)
        assert not out.exists()
        return
    run_folder(source, out, code="0" * 64, seed=SEED)
    assert rows(out / "placements.csv") == [
        [who, *map(str, placed)] for who, placed in sorted(expected.placements.items())
    ]
    cutoffs = [
        (*row[:3], int(row[3]), int(row[4]), tuple(json.loads(row[5])), int(row[6]), int(row[7]))
        for row in rows(out / "cutoffs.csv")
    ]
    assert sorted(cutoffs) == sorted((*at, *cut) for at, cut in expected.cutoffs.items())
    assert {row[0]: row[-1] for row in rows(out / "unplaced.csv")} == expected.unplaced
    found, _ = last_pass(case.rules, case.tables, case.seed, case.circle)
    assert sorted(map(tuple, rows(out / "envy.csv"))) == envy(found)
