"""`xueyou plan lights`: readings held against what a plan promises, on any machine."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.run import Ran, xueyou
from tests.paths import ROOT
from xueyou.engines.pace import LIGHTS, WORDS

WORK_POINTS = """甲市教育局2026年工作要点

一、扩充学位
(一)加快学校建设。全年新增学位4200个。(责任单位：市教育局)
(二)改善教室照明。完成2500间教室照明改造，随迁子女公办就读比例达到95%。(责任单位：市教育局)
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what `plan read` makes of short work points."""
    folder = tmp_path_factory.mktemp("plan")
    (folder / "要点.txt").write_text(WORK_POINTS, encoding="utf-8")
    done = xueyou("plan", "read", folder / "要点.txt", "--json", folder / "plan.json", "--quiet")
    assert done.code == 0, done.err
    return folder / "plan.json"


def _lights(plan: Path, readings: Path, *more: object, on: str = "2026-11-20") -> Ran:
    return xueyou("plan", "lights", plan, "--readings", readings, "--on", on, *more)


def _names(plan: Path) -> list[str]:
    facts = json.loads(plan.read_text(encoding="utf-8"))["facts"]
    return [fact["name"] for fact in facts if fact["status"] == "target"]


def _written(folder: Path, *lines: str) -> Path:
    file = folder / "readings.csv"
    file.write_text("indicator,as_of,value,source\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_every_target_gets_a_light_with_its_arithmetic(plan: Path, tmp_path: Path) -> None:
    """One by name, one by id, one without any reading."""
    places = next(name for name in _names(plan) if "学位" in name)
    readings = _written(tmp_path, f'{places},2026-11-18,"2,640",验收单', "F002,2026-11-18,2500,")
    done = _lights(plan, readings)
    assert done.code == 0, done.err
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(done.out))}
    assert rows["F001"]["light"] == "bad"
    assert rows["F001"]["sentence"] == "应到 3,728 个，实到 2,640 个，只到 71%"
    assert rows["F001"]["expected"] == "3728.219178"
    assert rows["F002"]["light"] == "done"
    assert rows["F003"]["light"] == "none"


def test_json_holds_the_same(plan: Path, tmp_path: Path) -> None:
    """--json - and --json FILE give the lines of the table."""
    readings = _written(tmp_path, "F001,2026-11-18,4200,")
    said = json.loads(_lights(plan, readings, "--json", "-").out)
    _lights(plan, readings, "--json", tmp_path / "lights.json", "--quiet")
    assert json.loads((tmp_path / "lights.json").read_text(encoding="utf-8")) == said
    assert list(said[0]) == [
        "indicator", "expected", "actual", "light", "sentence", "id", "period",
    ]  # fmt: skip


def test_every_wrong_cell_is_told_with_row_and_column(plan: Path, tmp_path: Path) -> None:
    """Exit 3, nothing printed, all errors at once; an empty file where all is well."""
    readings = _written(
        tmp_path, "F001,2026-11-18,很多,", "F001,11月18日,5,", "没有这个,2026-11-18,5,", "",
        "F002,2026-11-18,5,",
    )  # fmt: skip
    errors = tmp_path / "errors.jsonl"
    done = _lights(plan, readings, "--errors", errors)
    assert (done.code, done.out) == (3, "")
    told = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert [(one["row"], one["column"], one["code"]) for one in told] == [
        (2, "C", "bad_number"), (3, "B", "bad_date"), (4, "A", "unknown_indicator"),
    ]  # fmt: skip
    assert _lights(plan, _written(tmp_path, "F001,2026-11-18,5,"), "--errors", errors).code == 0
    assert errors.read_text() == ""


@pytest.mark.parametrize(
    ("head", "code"), [("indicator,as_of,value", 0), ("VALUE,as_of,indicator", 0), ("a,b,c", 3)]
)
def test_columns_are_found_by_their_names(plan: Path, tmp_path: Path, head: str, code: int) -> None:
    """In any order and case, with a byte order mark; a missing one is told."""
    cells = {"indicator": "F001", "as_of": "2026-11-18", "value": "5"}
    line = ",".join(cells.get(name.lower(), "") for name in head.split(","))
    file = tmp_path / "readings.csv"
    file.write_bytes("\ufeff".encode() + f"{head}\n{line}\n".encode())
    assert _lights(plan, file).code == code


def test_what_is_no_plan_or_no_day_is_refused_in_words(plan: Path, tmp_path: Path) -> None:
    """A JSON of something else: 3; a day that is none, a file that is missing: 2."""
    readings = _written(tmp_path, "F001,2026-11-18,5,")
    other = tmp_path / "other.json"
    other.write_text('{"schema": "edu-plan/1", "doc": {}, "facts": [{"status": "target"}]}')
    assert _lights(other, readings).code == 3
    other.write_text("{}")
    assert _lights(other, readings).code == 3
    assert _lights(plan, readings, on="昨天").code == 2
    assert _lights(plan, tmp_path / "nothing.csv").code == 2


def test_a_name_that_looks_like_a_formula_is_harmless(plan: Path, tmp_path: Path) -> None:
    """The table may be opened by a spreadsheet program."""
    reading = json.loads(plan.read_text(encoding="utf-8"))
    reading["facts"][0]["name"] = "=cmd|' /C calc'!A0"
    made = tmp_path / "made.json"
    made.write_text(json.dumps(reading), encoding="utf-8")
    done = _lights(made, _written(tmp_path, "F001,2026-11-18,5,"))
    assert next(csv.DictReader(io.StringIO(done.out)))["indicator"].startswith("'=")


def test_the_interfaces_print_the_closed_list_of_lights() -> None:
    """docs/interfaces.md holds the five words and no sixth."""
    text = (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
    section = text.split("\n## Lights\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\S+?) \|", section, re.MULTILINE)
    assert dict(rows) == WORDS
    assert [light for light, _ in rows] == list(LIGHTS)
