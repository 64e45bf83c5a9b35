"""Progress workbooks: identifiers survive or refuse the file, cells are read as they were typed."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import python_calamine as calamine

from tests.formats.progress_files import CODES, ONE, TWO, Error, Percent, exported, filled, line
from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.progress_columns import FILLED
from xueyou.formats.progress_reader import read_progress
from xueyou.formats.progress_workbook import Line, progress_workbook
from xueyou.formats.refusal import Refusal

ROW = {"id": ONE, "value": 2641, "as_of": date(2026, 11, 18), "words": "验收单6份"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a workbook is written."""
    return tmp_path / "进度.xlsx"


def test_what_goes_out_comes_back_with_nothing_filled(path: Path) -> None:
    """An untouched export holds every identifier and asks for no change."""
    sheet = read_progress(exported(path))
    assert [row.id for row in sheet.rows] == [ONE, TWO]
    assert not any(row.holds(FILLED) for row in sheet.rows)


def test_identifiers_are_text_cells_and_codes_are_hidden(path: Path) -> None:
    """Excel keeps text as it is; the row of codes is not seen."""
    exported(path)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<row r="1"' in xml
    assert 'hidden="1"' in xml.split('<row r="2"')[0]
    assert '<c r="A3" s="' in xml
    assert 't="s"' in xml.split('<c r="A3"')[1].split(">")[0]
    assert "dataValidation" in xml


def test_the_same_lines_give_the_same_bytes() -> None:
    """An export can be compared by its digest."""
    assert progress_workbook([line()]) == progress_workbook([line()])


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        (2641, "number", "2641"),
        (98.6, "number", "98.6"),
        ("２，６４１", "text", "２，６４１"),
        ("1.27万", "text", "1.27万"),
        (Percent(0.986), "percent", "0.986"),
        (date(2026, 11, 18), "date", "2026-11-18"),
        ("=B2+C2", "formula", "=B2+C2"),
        (Error("#DIV/0!"), "formula", "=1/0"),
    ],
)
def test_cells_are_read_as_they_were_typed(path: Path, typed: object, kind: str, text: str) -> None:
    """Nothing is guessed; a formula is its text, not its last value."""
    sheet = read_progress(filled(path, [{**ROW, "value": typed}]))
    assert sheet.rows[0].cells["value"] == RawCell(kind, text)


@pytest.mark.parametrize("broken", [1.23e17, 123, "1.23E+17", "=A2", date(2026, 1, 1)], ids=str)
def test_an_identifier_that_became_a_number_refuses_the_file(path: Path, broken: object) -> None:
    """One such cell is enough, its place is told, and no row is taken."""
    rows = [ROW, {**ROW, "id": broken}]
    with pytest.raises(Refusal) as refused:
        read_progress(filled(path, rows))
    assert (refused.value.code, refused.value.row, refused.value.column) == ("broken_ids", 4, "A")


def test_an_identifier_that_stands_twice_refuses_the_file(path: Path) -> None:
    """Both rows are named; upper case hides nothing."""
    with pytest.raises(Refusal) as refused:
        read_progress(filled(path, [ROW, {**ROW, "id": ONE.upper()}]))
    assert refused.value.code == "broken_ids"
    assert "第 4 行的编号和第 3 行的一样" in refused.value.zh


def test_a_sheet_without_identifiers_refuses_the_file(path: Path) -> None:
    """A table of something else is no progress workbook."""
    with pytest.raises(Refusal) as refused:
        read_progress(filled(path, [{"value": 1}], codes=("value", "as_of", "words")))
    assert refused.value.code == "broken_ids"


def test_columns_are_found_wherever_they_stand(path: Path) -> None:
    """Shuffled columns, a merged title above, a hidden sheet before, heads instead of codes."""
    rows = [ROW]
    backwards = tuple(reversed(CODES))
    for options in (
        {"codes": backwards},
        {"above": ("2026年进度表",)},
        {"empty_sheet_first": True},
        {"code_row": False},
        {"titles": False},
        {"codes": ("id", "value", "as_of", "words")},
    ):
        sheet = read_progress(filled(path, rows, **options))  # type: ignore[arg-type]
        assert [(row.id, row.text("value")) for row in sheet.rows] == [(ONE, "2641")]
    assert read_progress(filled(path, rows, codes=backwards)).letters["id"] == "O"


def test_hidden_rows_are_read_and_marked(path: Path) -> None:
    """A filter hides rows; what stands in them is not lost silently."""
    sheet = read_progress(filled(path, [ROW, {**ROW, "id": TWO}], hide=[1]))
    assert [row.hidden for row in sheet.rows] == [False, True]


def test_deleted_and_empty_rows_are_no_rows(path: Path) -> None:
    """What is not in the file says nothing."""
    sheet = read_progress(filled(path, [ROW, {}, {**ROW, "id": TWO}]))
    assert [row.number for row in sheet.rows] == [3, 5]


def test_a_workbook_given_back_opens_with_the_sentence_beside_the_cell_only_where_wrong() -> None:
    """The last column speaks in the wrong row alone, and the cell bears a note."""
    cells = {"value": RawCell("text", "很多"), "as_of": RawCell("date", "2026-11-18")}
    lines = [
        Line(line(ONE).fixed, {"value": RawCell("number", "7")}),
        Line(line(TWO).fixed, cells, {"value": "这里只填一个数。"}),
    ]
    data = progress_workbook(lines)
    rows = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    head, *values = rows.to_python(skip_empty_area=False)[1:]
    assert head[-1] == "请改这里"
    assert [row[-1] for row in values] == ["", "这里只填一个数。"]
    assert values[1][head.index("累计完成")] == "很多"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = archive.read("xl/comments1.xml").decode()
    assert 'ref="J4"' in notes
    assert 'ref="J3"' not in notes


def test_a_workbook_given_back_can_be_sent_again(path: Path) -> None:
    """It is put right in place: identifiers, typed cells and columns are all there."""
    cells = {
        "value": RawCell("text", "=cmd|' /C calc'!A0"),
        "as_of": RawCell("date", "2026-11-18"),
        "words": RawCell("text", "验收单"),
    }
    path.write_bytes(progress_workbook([Line(line(ONE).fixed, cells, {"value": "不是数"})]))
    row = read_progress(path).rows[0]
    assert row.id == ONE
    assert row.cells["value"] == RawCell("text", "=cmd|' /C calc'!A0")
    assert row.cells["as_of"] == RawCell("date", "2026-11-18")


def test_other_files_are_refused_for_what_they_are(tmp_path: Path) -> None:
    """A text, a text named xlsx, and nothing at all."""
    for name, data, code in (
        ("进度.txt", b"a,b\n1,2\n", "unsupported"),
        ("进度.xlsx", b"a,b\n1,2\n", "format_mismatch"),
        ("进度.xlsx", b"", "empty"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(Refusal) as refused:
            read_progress(file)
        assert refused.value.code == code
