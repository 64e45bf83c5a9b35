"""Old Word files (.doc, .wps): read as their .docx would be, or refused with what to do."""

import shutil
from pathlib import Path

import pytest

from tests.paths import ROOT
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal

OLD = ROOT / "tests" / "data" / "formats"


@pytest.mark.parametrize("name", ["工作要点.doc", "工作要点.wps"])
def test_text_numbers_and_tables_are_read(name: str) -> None:
    """Automatic numbers, the table in its place, the merged cell as one; WPS files are the same."""
    document = load(OLD / "work-points.doc", name=name)
    (grid,) = document.grids
    assert document.text[: grid.start].splitlines() == [
        "一、主要目标",
        "到2026年，新建公办幼儿园12所，新增学位3600个。",
        "1. 实施学前教育提升工程",
        "2. 推进义务教育优质均衡",
    ]
    assert [(c.row, c.column, c.rowspan, document.text[c.start : c.end]) for c in grid.cells] == [
        (0, 0, 1, "序号"),
        (0, 1, 1, "指标"),
        (0, 2, 1, "2026年"),
        (1, 0, 2, "1"),
        (1, 1, 1, "优质幼儿园覆盖率"),
        (1, 2, 1, "91%"),
        (2, 1, 1, "巩固率"),
        (2, 2, 1, "99.5%"),
    ]
    assert (document.media, document.name) == ("doc", name)


def test_a_marked_file_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder in which it was converted goes with the refusal."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refusal) as refused:
        load(OLD / "marked.doc")
    assert refused.value.code == "classified"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused_with_advice(tmp_path: Path) -> None:
    """Bytes overwritten inside: the sentence says to save it as docx."""
    file = tmp_path / "a.doc"
    shutil.copy(OLD / "work-points.doc", file)
    data = bytearray(file.read_bytes())
    data[0x600:0x900] = b"\xff" * 0x300
    file.write_bytes(bytes(data))
    with pytest.raises(Refusal, match="另存为") as refused:
        load(file)
    assert refused.value.code == "unsupported"
