"""A made year of published tables: two districts, schools of no city, cut-offs that add up."""

import csv
from pathlib import Path

CUTOFF = ("district", "senior_high", "junior_high", "min_score", "is_tie_preferred",
          "comprehensive_quality_score", "chinese_math_foreign_sum", "math_score",
          "chinese_score", "integrated_test_score")  # fmt: skip
QUOTA = ("district", "senior_high_code", "senior_high", "junior_high", "places")
SENIORS = ("上海市甲高中", "上海市乙高中", "上海市丙高中", "上海市丁高中（南校区）")
DISTRICTS = ("东区", "西区")
JUNIORS = 14


def write_year(folder: Path) -> Path:
    """Write the three tables; quotas spell some names differently and miss some pairs."""
    folder.mkdir()
    cutoffs, quotas, districts = [], [], []
    for d, district in enumerate(DISTRICTS):
        for s, senior in enumerate(SENIORS):
            score = 2 * (745 - 14 * s - 3 * d)
            districts.append((district, senior, *_vector(score + 6)))
            for j in range(JUNIORS):
                junior = f"上海市{district}第{j + 1}初级中学"
                ours = score - 4 * j + (j * 7 + s * 5) % 6
                cutoffs.append((district, senior, junior, *_vector(ours)))
                if (s + j) % 7:
                    shown = junior.removeprefix("上海市") if j % 2 else junior
                    other = senior.replace("（", "(").replace("）", ")")
                    quotas.append((district, f"{s:06d}", other, shown, 1 + (s + j) % 4))
    _write(folder / "cutoffs_by_junior_high.csv", CUTOFF, cutoffs)
    _write(folder / "cutoffs_by_district.csv", (CUTOFF[0], CUTOFF[1], *CUTOFF[3:]), districts)
    _write(folder / "quotas_by_junior_high.csv", QUOTA, quotas)
    return folder


def _vector(score: int) -> tuple[str, ...]:
    """A last admitted with this score of 800, in half points."""
    halves = (score, 100, 780, 260, 255, 270)
    shown = [f"{value / 2:.2f}" for value in halves]
    return (shown[0], "false", *shown[1:])


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
