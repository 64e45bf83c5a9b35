"""The made case of each shipped rulebook: folders of tests/data/admission, worked by hand."""

import csv
from importlib.resources import files
from pathlib import Path

from tests.paths import ROOT

CASES = ROOT / "tests" / "data" / "admission"
TABLES = ("applicants", "choices", "options", "quotas")
SHIPPED = Path(str(files("xueyou.rulebook") / "shipped"))


def rulebooks() -> list[Path]:
    """Return all shipped rulebooks."""
    return sorted(SHIPPED.glob("*/*.yaml"))


def case_of(rules: Path) -> Path:
    """Return the folder of a rulebook's made case: it is called as the rulebook's folder."""
    return CASES / rules.parent.name


def expected(case: Path) -> dict[str, tuple[str, ...]]:
    """Return who is placed where and why, as worked by hand: the last part is the reason."""
    with (case / "expected.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: tuple(row[1:]) for row in list(csv.reader(file))[1:]}


def seed_of(case: Path) -> bytes | None:
    """Return the seed that the case's tickets are drawn from, if it draws."""
    file = case / "seed.txt"
    return bytes.fromhex(file.read_text("ascii").strip()) if file.is_file() else None
