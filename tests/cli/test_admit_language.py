"""`xueyou admit schema`, `admit sheet` and `schema NAME` at the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.run import xueyou
from tests.rulebook.language.rules_text import RULES, changed
from xueyou.rulebook.language.schema import frame_schema, rules_schema


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Write the small rulebook."""
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_the_schema_is_printed() -> None:
    """Tests that stdout is the JSON Schema of rules.yaml and nothing else."""
    ran = xueyou("admit", "schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == rules_schema()


def test_schemas_are_printed_by_name(tmp_path: Path) -> None:
    """Tests the frame's schema into a file, and a name that is none."""
    out = tmp_path / "frame.json"
    assert xueyou("schema", "frame", "--json", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8")) == frame_schema()
    ran = xueyou("schema", "nothing")
    assert ran.code == 2
    assert "frame" in ran.err
    assert "rules" in ran.err


def test_the_sheet_is_printed(rules: Path) -> None:
    """Tests the sheet on stdout, twice the same."""
    ran = xueyou("admit", "sheet", rules)
    assert ran.code == 0
    assert ran.out.startswith("# 试点市高中招生\n")
    assert xueyou("admit", "sheet", rules, PYTHONHASHSEED="1").out == ran.out


def test_the_shipped_rulebooks_are_listed() -> None:
    """Tests title, place, and how far it was checked, for people and as data."""
    listed = xueyou("admit", "sheet", "--list")
    assert listed.code == 0
    (line,) = [one for one in listed.out.splitlines() if one.startswith("shanghai/senior-2024 ")]
    for said in (
        "上海市2024年中招录取规则",
        "上海市（310000）",
        "2024年普通高中",
        "待核（已核原文",
    ):
        assert said in line
    assert "admit sheet 名称" in listed.out
    told = json.loads(xueyou("admit", "sheet", "--list", "--json", "-").out)
    assert told["schema"] == "rules-list/1"
    assert len(told["rulebooks"]) == 13
    assert all(Path(one["file"]).is_file() for one in told["rulebooks"])
    assert {one["status"] for one in told["rulebooks"]} == {"待核"}


def test_a_shipped_rulebook_is_printed_by_its_name() -> None:
    """Tests a name of the list, a name that is none, and neither file nor --list."""
    assert xueyou("admit", "sheet", "wuxi/primary-2024").out.startswith("# ")
    wrong = xueyou("admit", "sheet", "wuxi/primary-1999")
    assert (wrong.code, "--list" in wrong.err) == (2, True)
    nothing = xueyou("admit", "sheet")
    assert (nothing.code, "--list" in nothing.err, "rules.yaml" in nothing.err) == (2, True, True)


@pytest.mark.parametrize(
    ("option", "starts"), [("--html", b"<!doctype html>"), ("--docx", b"PK\x03\x04")]
)
def test_the_sheet_is_written(rules: Path, option: str, starts: bytes) -> None:
    """Tests both kinds of file, and that an existing one is left alone."""
    out = rules.parent / "sheet"
    assert xueyou("admit", "sheet", rules, option, out).code == 0
    assert out.read_bytes().startswith(starts)
    before = out.read_bytes()
    assert xueyou("admit", "sheet", rules, option, out).code == 2
    assert out.read_bytes() == before


def test_the_sheet_is_given_as_data(rules: Path) -> None:
    """Tests --json: the same clauses, each with its basis and how far it was checked."""
    ran = xueyou("admit", "sheet", rules, "--json", "-")
    found = json.loads(ran.out)
    assert found["schema"] == "rules-sheet/1"
    row = next(row for row in found["sections"][1]["rows"] if row["part"] == "本批次")
    assert row == {
        "part": "本批次",
        "says": "名额分配到校",
        "basis": ["实施细则（甲〔2026〕1号） 第二十条：按初中分配"],
        "status": "已核原文",
    }


def test_all_faults_are_told_with_their_lines(rules: Path) -> None:
    """Tests exit 3, the sentence on stderr, --errors, and that nothing is written."""
    text = changed(("at_least: 605", "at_least: 605.25"), ("    tie_last: admit_all\n", ""))
    rules.write_text(text, encoding="utf-8")
    errors, out = rules.parent / "errors.jsonl", rules.parent / "sheet.html"
    ran = xueyou("admit", "sheet", rules, "--html", out, "--errors", errors)
    assert ran.code == 3
    assert ran.out == ""
    assert not out.exists()
    told = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert [(fault["code"], fault["file"]) for fault in told] == [
        ("unset_tie_last", "rules.yaml"),
        ("too_fine", "rules.yaml"),
    ]
    for fault in told:
        assert f"第 {fault['row']} 行：{fault['zh']}" in ran.err


def test_a_forbidden_fact_is_forbidden(rules: Path) -> None:
    """Tests exit 6, beside any other fault."""
    text = changed(
        ("  agreed: {zh: 同意拆开", "  agreed: {zh: 父亲职业"), ("years >= 3", "jahre > 3")
    )
    rules.write_text(text, encoding="utf-8")
    ran = xueyou("admit", "sheet", rules)
    assert ran.code == 6
    assert "父亲职业" in ran.err
    assert "jahre" in ran.err


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: no\n", 1),
        ("a: 1\na: 2\n", 2),
        ("abc: 12345\n" * 950_000, 23832),
    ],
    ids=["no", "double", "10 MB"],
)
def test_hostile_yaml_is_refused_with_its_line(rules: Path, text: str, line: int) -> None:
    """Tests the whole command on each kind of document made to mislead."""
    rules.write_text(text, encoding="utf-8")
    ran = xueyou("admit", "sheet", rules)
    assert ran.code == 3
    assert f"第 {line} 行：" in ran.err


def test_a_missing_file_is_usage(tmp_path: Path) -> None:
    """Tests a name that is no file."""
    assert xueyou("admit", "sheet", tmp_path / "none.yaml").code == 2
