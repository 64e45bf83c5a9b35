"""Every refusal by command line: exit 3, the code in --errors, nothing else written."""

import json
from pathlib import Path

import pytest

from tests.cli.run import xueyou
from tests.formats.hostile import FILES
from xueyou.formats.refusal import REASONS

POEM = "白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n"


def _refused(file: Path, tmp_path: Path) -> dict[str, object]:
    errors, out, text = tmp_path / "e.jsonl", tmp_path / "o.json", tmp_path / "o.txt"
    ran = xueyou(
        "plan", "read", file, "--json", out, "--text", text, "--errors", errors, "--no-ocr"
    )
    assert (ran.code, ran.out) == (3, "")
    assert not out.exists()
    assert not text.exists()
    (line,) = errors.read_text(encoding="utf-8").splitlines()
    row: dict[str, object] = json.loads(line)
    assert list(row) == ["file", "sheet", "row", "column", "code", "value", "zh", "en"]
    assert str(row["zh"]) in ran.err
    return row


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_refused_by_its_code(name: str, tmp_path: Path) -> None:
    """The same files as for the readers, through a process of their own."""
    build, code = FILES[name]
    file = tmp_path / name
    build(file)
    row = _refused(file, tmp_path)
    assert row["code"] == code
    assert row["file"] == str(file)
    assert str(row["zh"]).endswith(REASONS[code].zh)


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    """A poem is text, but nobody promises anything in it."""
    file = tmp_path / "登鹳雀楼.txt"
    file.write_text(POEM, encoding="utf-8")
    assert _refused(file, tmp_path)["code"] == "no_plan"


def test_a_refusal_quotes_nothing(tmp_path: Path) -> None:
    """What a marked file says reaches neither stream nor errors file."""
    file = tmp_path / "a.txt"
    file.write_text("秘密★1年\n不可外传的一句话。\n" + POEM, encoding="utf-8")
    assert "不可外传" not in json.dumps(_refused(file, tmp_path), ensure_ascii=False)


def test_an_errors_file_is_empty_when_all_is_well(plan: Path, tmp_path: Path) -> None:
    """It reports on the latest run, also over an earlier report."""
    errors = tmp_path / "e.jsonl"
    errors.write_text("alt")
    assert xueyou("plan", "read", plan, "--errors", errors).code == 0
    assert errors.read_bytes() == b""
