"""Writes a made population as the folder `xueyou admit run` reads, and reads what came out.

What the run gave is checked here from the rule text by other means than the engine's: places,
the line, and who stands before whom by the six steps of the tie chain.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from benchmarks.shanghai_population import DISTRICT_PLACES, LINE, Population
from benchmarks.shanghai_tables import Last, Pair

RULES = files("xueyou.rulebook") / "shipped" / "shanghai" / "senior-2024.yaml"
DISTRICT, SCHOOL = "到区", "到校"
_FACTS = {
    "confirmed": "1",
    "takes_part": "1",
    "origin_open": "1",
    "candidate_kind": "应届",
    "cross_district": "0",
    "quota_certified": "1",
    "local_hukou": "1",
    "signed": "",
    "sports_talent": "0",
    "arts_talent": "0",
}
_MARKS = ("score750", "comprehensive", "chinese", "math", "foreign", "integrated", "tie_preferred")

Pool = tuple[str, str, str]  # batch, option, pool


def pool_of(junior: str, district: str) -> str:
    """Return the code a junior high has in the tables: names may repeat between districts."""
    return f"{district} {junior}"


def write_folder(
    folder: Path,
    population: Population,
    quotas: Mapping[Pair, int],
    districts: Mapping[tuple[str, str], Last],
) -> None:
    """Write rules.yaml and the four tables."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.yaml").write_bytes(RULES.read_bytes())
    people, choices = [], []
    for number, (pupil, marks) in enumerate(
        zip(population.pupils, population.marks.tolist(), strict=True), 1
    ):
        name = f"P{number:06d}"
        values = [_printed(mark) for mark in marks[:-1]] + [str(marks[-1])]
        people.append(
            (
                name,
                "",
                pupil.district,
                pool_of(pupil.junior, pupil.district),
                str(pupil.years),
                *values,
                *_FACTS.values(),
            )
        )
        if pupil.to_district:
            choices.append((name, DISTRICT, "1", pupil.to_district))
        for rank, option in enumerate(pupil.to_school, 1):
            choices.append((name, SCHOOL, str(rank), option))
    _write(
        folder / "applicants.csv",
        ("applicant", "group", "district", "junior_high", "years_enrolled", *_MARKS, *_FACTS),
        people,
    )
    _write(folder / "choices.csv", ("applicant", "batch", "rank", "option"), choices)
    rows = [(DISTRICT, s, d, DISTRICT_PLACES) for s, d in sorted(districts)]
    rows += [(SCHOOL, s, pool_of(j, d), places) for (s, j, d), places in sorted(quotas.items())]
    _write(folder / "quotas.csv", ("batch", "option", "pool", "places"), rows)
    places: dict[tuple[str, str], int] = defaultdict(int)
    for batch, option, _, given in rows:
        places[batch, option] += given
    _write(
        folder / "options.csv",
        ("batch", "option", "places", "name", "area", "kind", "talent", "own_line"),
        [(b, o, n, o, "", "普高", "", "") for (b, o), n in sorted(places.items())],
    )


def _printed(halves: int) -> str:
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


@dataclass(frozen=True, slots=True)
class Result:
    """`cutoffs`: last score of 800 (half points) of each pool that placed somebody."""

    cutoffs: Mapping[Pool, int]
    placed: int
    over_places: int
    below_line: int
    chain_broken: int
    decided_by_chain: int
    lasts_met: int
    lasts_asked: int


def check(
    folder: Path, out: Path, population: Population, districts: Mapping[tuple[str, str], Last]
) -> Result:
    """Read OUT and hold it against the rules."""
    keys = [_key(marks) for marks in population.marks.tolist()]
    held: dict[Pool, list[int]] = defaultdict(list)
    place: dict[int, tuple[str, str, int]] = {}
    for row in _rows(out / "placements.csv"):
        person = int(row["applicant"][1:]) - 1
        held[row["batch"], row["option"], row["pool"]].append(person)
        place[person] = (row["batch"], row["option"], int(row["choice_rank"]))
    given = {
        (r["batch"], r["option"], r["pool"]): int(r["places"]) for r in _rows(folder / "quotas.csv")
    }
    worst = {pool: max(keys[one] for one in people) for pool, people in held.items()}
    broken, decided = _broken(population, keys, place, held, given, worst)
    lasts = {(DISTRICT, s, d): _last_key(last) for (s, d), last in districts.items()}
    return Result(
        cutoffs={pool: -key[0] for pool, key in worst.items()},
        placed=len(place),
        over_places=sum(len(people) > given[pool] for pool, people in held.items()),
        below_line=sum(int(population.marks[one, 0]) < LINE for one in place),
        chain_broken=broken,
        decided_by_chain=decided,
        lasts_met=sum(worst.get(pool) == key for pool, key in lasts.items()),
        lasts_asked=len(lasts),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _key(marks: list[int]) -> tuple[int, ...]:
    total, comprehensive, chinese, math, foreign, integrated, preferred = marks
    return (
        -(total + comprehensive),
        -preferred,
        -comprehensive,
        -(chinese + math + foreign),
        -math,
        -chinese,
        -integrated,
    )


def _last_key(last: Last) -> tuple[int, ...]:
    return (
        -last.score,
        -int(last.preferred),
        -last.comprehensive,
        -last.main3,
        -last.math,
        -last.chinese,
        -last.integrated,
    )


def _broken(
    population: Population,
    keys: list[tuple[int, ...]],
    place: Mapping[int, tuple[str, str, int]],
    held: Mapping[Pool, list[int]],
    given: Mapping[Pool, int],
    worst: Mapping[Pool, tuple[int, ...]],
) -> tuple[int, int]:
    """Count turned-away choices with a better key or a free place, and those only the chain
    decided."""
    broken = decided = 0
    for person, pupil in enumerate(population.pupils):
        if population.marks[person, 0] < LINE:
            continue
        batch, _, rank = place.get(person, ("", "", 0))
        wanted: list[Pool] = []
        if pupil.to_district and batch != DISTRICT:
            wanted.append((DISTRICT, pupil.to_district, pupil.district))
        if batch != DISTRICT and pupil.years >= 3:
            before = pupil.to_school[: rank - 1] if batch == SCHOOL else pupil.to_school
            name = pool_of(pupil.junior, pupil.district)
            wanted += [(SCHOOL, option, name) for option in before]
        for pool in wanted:
            full = len(held.get(pool, ())) >= given.get(pool, 0)
            better = pool in worst and keys[person] <= worst[pool]
            broken += not full or better
            decided += pool in worst and keys[person][0] == worst[pool][0]
    return broken, decided
