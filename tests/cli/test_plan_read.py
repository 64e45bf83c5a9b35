"""`xueyou plan read`: what it writes, where, and that every span holds its quote."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.run import xueyou
from tests.formats import made


def _spans(reading: dict[str, list[dict[str, object]]]) -> list[tuple[int, int, str]]:
    kinds = ("facts", "sections", "tasks", "responsible_units", "projects", "milestones")
    return [(x["start"], x["end"], x["quote"]) for kind in kinds for x in reading[kind]]  # type: ignore[misc]


def test_the_json_has_the_public_shape(plan: Path, tmp_path: Path) -> None:
    """Schema, engine, seconds, doc first; every quote stands at its span of the file."""
    out = tmp_path / "o.json"
    ran = xueyou("plan", "read", plan, "--json", out)
    assert (ran.code, ran.err) == (0, "")
    reading = json.loads(out.read_bytes())
    assert list(reading)[:4] == ["schema", "engine", "seconds", "doc"]
    assert reading["schema"] == "edu-plan/1"
    assert set(reading["seconds"]) == {"load", "read"}
    assert reading["doc"]["encoding"] == "utf-8"
    assert len(reading["doc"]["sha256"]) == 64
    text = plan.read_bytes().decode()
    assert len(reading["facts"]) >= 6
    assert all(text[start:end] == quote for start, end, quote in _spans(reading))


def test_a_summary_for_people_goes_to_stdout(plan: Path) -> None:
    """Counts, what is doubtful, what disagrees; in Chinese."""
    ran = xueyou("plan", "read", plan)
    assert ran.code == 0
    assert "数字" in ran.out
    assert "任务" in ran.out
    assert "拿不准" in ran.out


def test_json_to_stdout_is_json_alone(plan: Path) -> None:
    """With `--json -` nothing else is on stdout."""
    assert json.loads(xueyou("plan", "read", plan, "--json", "-").out)["facts"]


def test_quiet_says_nothing(plan: Path, tmp_path: Path) -> None:
    """With a file for the result, `--quiet` leaves both streams empty."""
    ran = xueyou("plan", "read", plan, "--json", tmp_path / "o.json", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_encodings_give_the_same_facts(plan: Path, tmp_path: Path, codec: str) -> None:
    """Only the offsets move by the byte order mark."""
    other = tmp_path / "other.txt"
    other.write_bytes(plan.read_bytes().decode().encode(codec))
    found = []
    for file in (plan, other):
        reading = json.loads(xueyou("plan", "read", file, "--json", "-").out)
        shift = 1 if file.read_bytes()[:2] in (b"\xff\xfe", b"\xef\xbb") else 0
        found.append(
            [(f["start"] - shift, f["name"], f["value_canonical"]) for f in reading["facts"]]
        )
    assert found[0] == found[1]
    assert found[0]


def test_word_and_pdf_give_the_same_facts_as_text(plan: Path, tmp_path: Path) -> None:
    """Spans of other formats are of the text that `--text` writes."""
    text = plan.read_text(encoding="utf-8")
    (tmp_path / "a.docx").write_bytes(made.docx_of(text))
    (tmp_path / "a.pdf").write_bytes(made.pdf_of(text))
    plain = json.loads(xueyou("plan", "read", plan, "--json", "-").out)
    wanted = [(f["name"], f["value_canonical"], f["unit_canonical"]) for f in plain["facts"]]
    for name in ("a.docx", "a.pdf"):
        out = tmp_path / f"{name}.txt"
        ran = xueyou("plan", "read", tmp_path / name, "--json", "-", "--text", out)
        reading = json.loads(ran.out)
        laid_out = out.read_bytes().decode()
        got = [(f["name"], f["value_canonical"], f["unit_canonical"]) for f in reading["facts"]]
        assert got == wanted
        assert all(laid_out[start:end] == quote for start, end, quote in _spans(reading))


def test_the_workbook_holds_facts_and_tasks(plan: Path, tmp_path: Path) -> None:
    """One sheet a kind; numbers as numbers."""
    out = tmp_path / "o.xlsx"
    assert xueyou("plan", "read", plan, "--xlsx", out).code == 0
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert book.sheetnames == ["数字", "任务", "责任单位", "项目", "时间节点", "前后对不上"]
    values = [row[3].value for row in book["数字"].iter_rows(min_row=2)]
    assert 3600 in values


def test_an_existing_output_is_left_alone(plan: Path, tmp_path: Path) -> None:
    """Refused before anything is read; `--force` writes over it, whole."""
    out = tmp_path / "o.json"
    out.write_text("mine")
    ran = xueyou("plan", "read", plan, "--json", out)
    assert ran.code == 2
    assert "--force" in ran.err
    assert out.read_text() == "mine"
    assert xueyou("plan", "read", plan, "--json", out, "--force").code == 0
    assert json.loads(out.read_bytes())["facts"]
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("plan",),
        ("plan", "read"),
        ("plan", "read", "没有这个文件.txt"),
        ("plan", "read", "."),
        ("plan", "read", "x\u0000y"),
        ("plan", "sing", "x"),
        ("plan", "read", "x.txt", "--progress", "loud"),
    ],
)
def test_usage_errors_exit_2(arguments: tuple[str, ...]) -> None:
    """What was asked wrongly is said on stderr, and stdout stays empty."""
    if any("\x00" in argument for argument in arguments):
        from xueyou.cli import main

        assert main(arguments) == 2
        return
    ran = xueyou(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_one_file_for_two_results_is_refused(plan: Path, tmp_path: Path) -> None:
    """The second would overwrite the first."""
    out = tmp_path / "o"
    ran = xueyou("plan", "read", plan, "--json", out, "--text", out)
    assert ran.code == 2
    assert not out.exists()


def test_progress_as_json_lines(tmp_path: Path) -> None:
    """Steps on stderr, never falling within a stage, the result alone on stdout."""
    file = tmp_path / "a.pdf"
    file.write_bytes(made.pdf_of(made.PLAN * 60))
    ran = xueyou("plan", "read", file, "--json", "-", "--progress", "jsonl")
    assert json.loads(ran.out)["facts"]
    steps = [json.loads(line) for line in ran.err.splitlines()]
    for stage in ("load", "read"):
        shares = [s["done"] / s["total"] for s in steps if s["stage"] == stage]
        assert shares == sorted(shares)
        assert shares[-1] == 1
