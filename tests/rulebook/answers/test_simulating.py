"""Variants of the rules meet the same draws, and any number of workers writes the same rows."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.rulebook.answers.explained_worlds import PRIMARY, PRIMARY_TABLES, Tables
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import tickets_from
from xueyou.rulebook.answers.measuring import share
from xueyou.rulebook.answers.simulating import Plan, Simulated, draw_seed, simulate
from xueyou.rulebook.answers.variants import read_variants
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import inputs_from

SEED = bytes(range(32))

RESERVED = """
schema: xueyou-rules/1
title: 保留名额
status: 待核
jurisdiction: {code: 310000, name: 临澄市}
year: 2026
stage: primary
sources: {S1: {title: 办法, status: 待核}}
facts:
  near: {zh: 住在片区内, type: flag}
  points: {zh: 积分, type: integer, min: 0, max: 100}
batches:
  - id: 入学
    zh: 入学
    choices: {mode: deferred, max: 1}
    pools:
      - {id: 片区, zh: 片区名额, who: near == 是, hard: false}
      - {id: 开放, zh: 开放名额, all: true, places: rest}
    precedence: [片区, 开放]
    rank: [points desc]
    tie_last: stable_id
"""
RESERVED_TABLES: Tables = {
    "options": [{"option": "S", "batch": "入学", "places": "2"}],
    "quotas": [{"batch": "入学", "option": "S", "pool": "片区", "places": "1"}],
    "applicants": [
        {"applicant": "n1", "near": "是", "points": "90"},
        {"applicant": "n2", "near": "是", "points": "50"},
        {"applicant": "o1", "near": "否", "points": "80"},
    ],
    "choices": [
        {"applicant": a, "batch": "入学", "rank": "1", "option": "S"} for a in ("n1", "n2", "o1")
    ],
}


def plan(path: Path, rules: str, tables: Tables, variants: str, **more: object) -> Plan:
    """Write a folder of inputs and return what to simulate in it."""
    for name, rows in tables.items():
        heads = list(dict.fromkeys(key for row in rows for key in row))
        lines = [",".join(heads), *(",".join(row.get(h, "") for h in heads) for row in rows)]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (path / "rules.yaml").write_text(rules, encoding="utf-8")
    made = read_variants(variants.encode(), "V.yaml", rules.encode())
    return Plan(path, made, **({"draws": 3, "seed": SEED} | more))  # type: ignore[arg-type]


def values(found: Simulated, variant: str, measure: str, group: str = "*") -> list[str]:
    """Return a measure draw by draw."""
    rows: Iterable[tuple[str, int, str, str, str]] = found.outcomes
    return [row[4] for row in rows if (row[0], row[2], row[3]) == (variant, group, measure)]


def test_switched_precedence_is_shown_before_it_is_published(tmp_path: Path) -> None:
    """Tests P2: who would move if the open places came first (the reserve then adds to them)."""
    text = "现行: {}\n开放在前:\n  batches.入学.precedence: [开放, 片区]\n"
    found = simulate(plan(tmp_path, RESERVED, RESERVED_TABLES, text, draws=1))
    assert found.moves == (
        ("开放在前", "n2", "", "", "入学", "S"),
        ("开放在前", "o1", "入学", "S", "", ""),
    )
    assert values(found, "开放在前", "moved") == ["2"]
    assert values(found, "现行", "moved") == []


def test_groups_are_counted_by_a_stated_fact(tmp_path: Path) -> None:
    """Tests counts and shares of those near and far, beside everybody's."""
    made = plan(tmp_path, RESERVED, RESERVED_TABLES, "现行: {}\n", draws=1, by=("near",))
    found = simulate(made)
    told = {(row[2], row[3]): row[4] for row in found.outcomes}
    assert (told["*", "applicants"], told["*", "placed"]) == ("3", "2")
    assert (told["near=1", "placed"], told["near=1", "placed_share"]) == ("1", "0.500000")
    assert (told["near=0", "first_choice"], told["near=0", "first_choice_share"]) == (
        "1",
        "1.000000",
    )


def test_scores_are_no_groups(tmp_path: Path) -> None:
    """Tests that nobody is grouped by points, nor by a fact nobody declared."""
    for by in ("points", "nothing"):
        with pytest.raises(ValueError, match="分组"):
            simulate(plan(tmp_path, RESERVED, RESERVED_TABLES, "现行: {}\n", by=(by,)))


def test_draws_are_paired_over_variants(tmp_path: Path) -> None:
    """Tests that one rulebook under two names comes out alike draw by draw, and draws differ."""
    text = "一: {}\n二: {title: 另一个名字}\n"
    found = simulate(plan(tmp_path, PRIMARY, PRIMARY_TABLES, text, draws=6, by=("zone",)))
    rows = {name: [row[1:] for row in found.outcomes if row[0] == name] for name in ("一", "二")}
    assert rows["一"] == [row for row in rows["二"] if row[2] != "moved"]
    assert set(values(found, "二", "moved")) == {"0"}
    rulebook = rulebook_of(PRIMARY.encode(), "rules.yaml")
    inputs = inputs_from(rulebook, PRIMARY_TABLES)
    placed = {
        allocate(rulebook, inputs, tickets_from(draw_seed(SEED, d))).place_batch.tobytes()
        for d in range(1, 7)
    }
    assert len(placed) > 1


def test_any_number_of_workers_gives_the_same(tmp_path: Path) -> None:
    """Tests one process against three."""
    made = plan(
        tmp_path, PRIMARY, PRIMARY_TABLES, "一: {}\n二: {lottery.order: circular}\n", draws=5
    )
    seen: list[tuple[int, int]] = []
    alone = simulate(made, workers=1, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(n, 5) for n in range(1, 6)]
    assert simulate(made, workers=3) == alone
    assert [row[0] for row in alone.outcomes] == sorted(row[0] for row in alone.outcomes)


def test_without_a_lottery_one_run_counts_for_every_draw(tmp_path: Path) -> None:
    """Tests that rows are there for each draw all the same."""
    found = simulate(plan(tmp_path, RESERVED, RESERVED_TABLES, "现行: {}\n", draws=3))
    assert values(found, "现行", "placed") == ["2", "2", "2"]
    assert [row[1] for row in found.outcomes if row[3] == "placed"] == [1, 2, 3]


def test_a_variant_without_an_outcome_says_so(tmp_path: Path) -> None:
    """Tests a tie that the rules refuse."""
    tables = RESERVED_TABLES | {
        "applicants": [dict(row) | {"points": "50"} for row in RESERVED_TABLES["applicants"]]
    }
    text = "现行: {}\n不许并列: {batches.入学.tie_last: refuse}\n"
    found = simulate(plan(tmp_path, RESERVED, tables, text, draws=1))
    assert values(found, "不许并列", "no_solution") == ["1"]
    assert values(found, "不许并列", "placed") == []


def test_shares_are_exact() -> None:
    """Tests rounding at the sixth decimal, halves up, without floating point."""
    assert [share(1, 3), share(2, 3), share(1, 2), share(7, 7)] == [
        "0.333333",
        "0.666667",
        "0.500000",
        "1.000000",
    ]
    assert share(1, 2_000_000) == "0.000001"


def test_tables_that_fit_one_variant_only_are_told_with_its_name(tmp_path: Path) -> None:
    """Tests a table that has a fault under every variant, and one that a single variant makes."""
    wrong = {**RESERVED_TABLES, "applicants": [dict(RESERVED_TABLES["applicants"][0], near="x")]}
    text = "现行: {}\n窄:\n  facts.points.max: 80\n"
    with pytest.raises(InputRefused) as found:
        simulate(plan(tmp_path, RESERVED, wrong, text))
    told = {fault.code: fault.zh for fault in found.value.faults}
    assert told["above_maximum"].startswith("按改法“窄”：")
    assert not any(zh.startswith("按改法") for code, zh in told.items() if code != "above_maximum")
    assert len(told) >= 2
