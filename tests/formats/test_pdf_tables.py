"""Ruled tables in a PDF: cells by the rules around them, wrapped words joined, pages joined."""

from collections.abc import Sequence
from pathlib import Path

from tests.formats import made
from xueyou.formats.document import Document
from xueyou.formats.load import load

SIZE = 10
COLUMNS = (72.0, 112.0, 232.0, 312.0)
Placed = list[tuple[float, float, str]]


def _rules(rows: Sequence[float], *, filled: bool = False) -> str:
    """Return the operators that rule a table, as strokes or as the thin boxes Word draws."""
    left, right, top, bottom = COLUMNS[0], COLUMNS[-1], rows[0], rows[-1]
    if filled:
        boxes = [f"{left} {y} {right - left} 0.5 re f" for y in rows]
        boxes += [f"{x} {bottom} 0.5 {top - bottom} re f" for x in COLUMNS]
        return "\n".join(boxes) + "\n"
    strokes = [f"{left} {y} m {right} {y} l S" for y in rows]
    strokes += [f"{x} {bottom} m {x} {top} l S" for x in COLUMNS]
    return "\n".join(strokes) + "\n"


def _row(y: float, *texts: str) -> Placed:
    return [(x + 4, y, text) for x, text in zip(COLUMNS, texts, strict=False) if text]


def _load(tmp_path: Path, pages: Sequence[Placed], drawn: Sequence[str]) -> Document:
    file = tmp_path / "a.pdf"
    file.write_bytes(made.pdf(pages, size=SIZE, drawn=drawn))
    return load(file)


def _cells(document: Document, number: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.grids[number].cells:
        rows.setdefault(cell.row, []).append(document.text[cell.start : cell.end])
    return list(rows.values())


HEAD = _row(705, "序号", "指标", "2027年")
FIRST = [*_row(685, "1", "优质幼儿园在园幼儿占", "91%"), *_row(671, "", "比")]
SECOND = _row(645, "2", "巩固率", "99.5%")
EDGES = (720.0, 700.0, 665.0, 640.0)


def test_cells_are_found_between_strokes_and_boxes(tmp_path: Path) -> None:
    """Both ways of drawing borders give the same cells; a wrapped name is one name."""
    wanted = [
        ["序号", "指标", "2027年"],
        ["1", "优质幼儿园在园幼儿占比", "91%"],
        ["2", "巩固率", "99.5%"],
    ]
    title = [(150.0, 740.0, "表1 主要指标")]
    tail = [(72.0, 600.0, "表后一段。")]
    for filled in (False, True):
        document = _load(
            tmp_path, [[*title, *HEAD, *FIRST, *SECOND, *tail]], [_rules(EDGES, filled=filled)]
        )
        assert _cells(document) == wanted
        (grid,) = document.grids
        assert grid.caption == "表1 主要指标"
        assert document.text[grid.end :].strip() == "表后一段。"


def test_a_missing_rule_merges_cells(tmp_path: Path) -> None:
    """A heading over two columns and a number over two rows keep their size."""
    left, right = COLUMNS[0], COLUMNS[-1]
    rules = (
        f"{left} 720 m {right} 720 l S {left} 640 m {right} 640 l S "
        f"{left} 640 m {left} 720 l S {right} 640 m {right} 720 l S "
        f"{COLUMNS[1]} 640 m {COLUMNS[1]} 720 l S {COLUMNS[1]} 680 m {right} 680 l S "
        f"{COLUMNS[2]} 640 m {COLUMNS[2]} 680 l S\n"
    )
    page = [*_row(700, "类别", "年度"), *_row(660, "", "2026", "2027")]
    document = _load(tmp_path, [page], [rules])
    (grid,) = document.grids
    assert [
        (c.row, c.column, c.rowspan, c.colspan, document.text[c.start : c.end]) for c in grid.cells
    ] == [(0, 0, 2, 1, "类别"), (0, 1, 1, 2, "年度"), (1, 1, 1, 1, "2026"), (1, 2, 1, 1, "2027")]


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    """Repeated headings are left out, and the page still begins where its first new row does."""
    later = [*_row(705, "序号", "指标", "2027年"), *_row(685, "3", "学位", "3600个")]
    document = _load(
        tmp_path,
        [[*HEAD, *FIRST, *SECOND], later],
        [_rules(EDGES), _rules((720.0, 700.0, 680.0))],
    )
    assert [row[0] for row in _cells(document)] == ["序号", "1", "2", "3"]
    assert document.text[document.pages[1] :].startswith("3\t学位")


def test_a_row_cut_by_the_page_is_one_row(tmp_path: Path) -> None:
    """The rest of a name on the next page belongs to the name."""
    first = [*HEAD, *_row(685, "1", "通过国家县域学前教育", "100%")]
    second = [*_row(705, "", "普及普惠评估率"), *_row(685, "2", "巩固率", "99%")]
    document = _load(
        tmp_path, [first, second], [_rules((720.0, 700.0, 680.0)), _rules((720.0, 700.0, 680.0))]
    )
    assert _cells(document) == [
        ["序号", "指标", "2027年"],
        ["1", "通过国家县域学前教育普及普惠评估率", "100%"],
        ["2", "巩固率", "99%"],
    ]
    assert len(document.pages) == 2


def test_a_frame_is_no_table(tmp_path: Path) -> None:
    """A box around a paragraph and a line under a heading leave the text as it was."""
    page: Placed = [(80, 700, "框里的一段话。"), (72, 600, "外面。")]
    frame = "72 690 300 30 re S 72 640 m 400 640 l S\n"
    document = _load(tmp_path, [page], [frame])
    assert document.grids == ()
    assert document.text.splitlines() == ["框里的一段话。", "外面。"]
