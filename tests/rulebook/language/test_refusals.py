"""Every refusal of a rulebook: its code, its line, and a sentence that says what to do."""

import tomllib
from pathlib import Path

import pytest

from tests.rulebook.language.rules_text import changed, faults_of, line_of
from xueyou.rulebook.language.refusals import SAYINGS

CASES = tomllib.loads(Path(__file__).with_name("refusal_cases.toml").read_text(encoding="utf-8"))[
    "case"
]
ELSEWHERE = {
    "yaml_many": "test_strict_yaml",
    "yaml_size": "test_strict_yaml",
    "yaml_encoding": "test_strict_yaml",
    "yaml_no_mapping": "test_strict_yaml",
    "frame_faulty": "test_frame",
    "outside_frame": "test_frame",
    "frame_other_place": "test_frame",
    "frame_path": "test_frame",
}


def _prepared(code: str, old: str, new: str) -> str:
    """Return the changed text; a few cases need a second change to stand alone."""
    first = ("    leftover: {to: 统招}\n", "    leftover: {to: 统招}\n    locks: true\n")
    base = [first] if "    locks: true" in old else []
    more = {
        "no_siblings": [("years >= 3", "sibling")],
        "made_rank": [("mode: parallel, max: 2", "mode: parallel, generate: {by: distance}")],
        "class_size": [("stage: senior", "stage: primary")],
    }.get(code, [])
    return changed(*base, *more, (old, new))


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{c['code']}" for i, c in enumerate(CASES)])
def test_each_refusal_names_its_line(case: dict[str, str]) -> None:
    """Tests the code and the line of one wrong thing in a rulebook that is otherwise right."""
    code = case["code"]
    text = _prepared(code, case["old"], case["new"])
    told = [fault for fault in faults_of(text) if fault.code == code]
    assert told, [fault.code for fault in faults_of(text)]
    assert told[0].row == text[: text.index(case["at"])].count("\n") + 1
    assert "{" not in told[0].zh.replace("{ticket: one}", "").replace("{family: 事实}", "")


def test_every_code_is_tested() -> None:
    """Tests that no sentence stands in the catalogue that nothing says."""
    assert {case["code"] for case in CASES} | set(ELSEWHERE) == set(SAYINGS)


@pytest.mark.parametrize("code", sorted(SAYINGS))
def test_each_sentence_says_what_to_do(code: str) -> None:
    """Tests that a refusal is polite, asks for something, and shouts at nobody."""
    said = SAYINGS[code]["zh"]
    assert "！" not in said
    assert "请" in said or "只能" in said or "就" in said or "写" in said
    assert said.endswith(("。", "}"))
    assert SAYINGS[code]["en"]


def test_all_faults_are_told_at_once() -> None:
    """Tests that five wrong things in five lines give five faults, in the order of lines."""
    text = changed(
        ("years >= 3", "jahre >= 3"),
        ("at_least: 605", "at_least: 605.25"),
        ("rank: [score desc]", "rank: [junior desc]"),
        ("    tie_last: admit_all\n", ""),
        ("leftover: {to: 统招}", "leftover: {to: 自招}"),
    )
    told = faults_of(text)
    assert {fault.code for fault in told} == {
        "unknown_name", "too_fine", "no_order", "unset_tie_last",
    }  # fmt: skip
    assert len(told) == 5
    assert [fault.row for fault in told] == sorted(fault.row or 0 for fault in told)


def test_the_line_helper_finds_lines() -> None:
    """Tests the lines the cases are held against."""
    assert line_of("schema:") == 1
    assert line_of("stage:") == 5
