"""A small county under a form of rules: tables in, who got which school by the run itself."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xueyou.domains.enrolment.rulebooks import forms
from xueyou.domains.enrolment.rulebooks.notice import Notice
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.language.reading import rulebook_of

NOTICE = Notice(
    code="310101",
    county="甲市",
    year=2026,
    stage="primary",
    stage_zh="小学",
    title="2026年小学招生通知",
    number="甲教〔2026〕5号",
    issued="2026-05-20",
    born_from="2019-09-01",
    born_to="2020-08-31",
    appeal_until="2026-12-31",
)
ANSWERS = {
    "wishes": "3",
    "first": "both",
    "order": "lot",
    "siblings": "none",
    "statutory": "none",
    "twins": "lowest",
    "home_years": "0",
    "migrants": "same",
    "completion": "no",
    "losers": "behind",
    "private_refill": "yes",
    "migrant_wishes": "3",
    "residence_points": "1",
    "residence_most": "60",
    "insured_points": "2",
    "insured_most": "60",
}
SCHOOLS: Mapping[str, Mapping[str, str]] = {
    "A": {"zone": "Z1", "school": "A", "place": "0 0"},
    "B": {"zone": "Z1", "school": "B", "place": "1000 0"},
    "C": {"zone": "Z2", "school": "C", "place": "9000 0"},
    "M": {"school": "M", "place": "500 500"},
}
CHILD = {
    "born": "2020-01-01",
    "zone": "Z1",
    "register": "home",
    "register_zone": "Z1",
    "register_day": "2020-01-01",
    "housing": "own",
    "lived_since": "2019-01-01",
    "sibling_school": "none",
    "private": "no",
    "private_before": "no",
    "placed_before": "no",
    "special": "no",
    "place": "100 0",
}
OTHER_CLASS = {"zone": "Z2", "register_zone": "Z1"}
"""A household in the zone of A and B without a home there: a class behind."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Who got what: (batch, option) of those placed, the reason of the others; cut-offs."""

    placed: Mapping[str, tuple[str, str]]
    unplaced: Mapping[str, str]
    cutoffs: Sequence[Mapping[str, str]]


def ruled(
    folder: Path,
    form: str,
    children: Mapping[str, Mapping[str, str]],
    wishes: Mapping[str, Mapping[str, str]],
    places: Sequence[tuple[str, str, int]],
    *,
    quotas: Sequence[tuple[str, str, str, int]] = (),
    committee: bool = False,
    seed: bytes = bytes(32),
    **answers: str,
) -> Ran:
    """Run a form: children with what differs from CHILD ("group" too), wishes "A B" by batch,
    places (batch, school, how many), quotas (batch, school, pool, how many).
    """
    text = forms.write(form, NOTICE, {**ANSWERS, **answers}, committee=committee)
    rules = rulebook_of(text.encode(), "rules.yaml")
    folder.mkdir()
    (folder / "rules.yaml").write_bytes(text.encode())
    facts, attributes = sorted(rules.facts), sorted(rules.attributes)
    _write(
        folder / "applicants.csv",
        ["applicant", "group", *facts],
        [
            [name, own.get("group", ""), *({**CHILD, **own}.get(fact, "") for fact in facts)]
            for name, own in children.items()
        ],
    )
    chosen = [
        [name, batch, str(rank), option]
        for name, lists in wishes.items()
        for batch, listed in lists.items()
        for rank, option in enumerate(listed.split(), start=1)
    ]
    _write(folder / "choices.csv", ["applicant", "batch", "rank", "option"], chosen)
    _write(
        folder / "options.csv",
        ["option", "batch", "places", *attributes],
        [
            [school, batch, str(count), *(SCHOOLS[school].get(one, "") for one in attributes)]
            for batch, school, count in places
        ],
    )
    rows = [[batch, school, pool, str(count)] for batch, school, pool, count in quotas]
    _write(folder / "quotas.csv", ["batch", "option", "pool", "places"], rows)
    out = folder.with_name(f"{folder.name}-out")
    run(folder, out, code="0" * 64, seed=seed if rules.draws else None)
    return Ran(
        {row["applicant"]: (row["batch"], row["option"]) for row in _rows(out / "placements.csv")},
        {row["applicant"]: row["reason"] for row in _rows(out / "unplaced.csv")},
        _rows(out / "cutoffs.csv"),
    )


def _write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
