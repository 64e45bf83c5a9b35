"""How a document is marked for one item: its words, and those its panel's lines come from."""

from datetime import UTC, datetime
from uuid import UUID

from xueyou.domains.plans.selectors.views import (
    DocumentView,
    Item,
    Line,
    Paragraph,
    Segment,
)
from xueyou.surfaces.bureau.plans.sheets import Sheet, printer_of

LINES = (
    Line(label="名称", value="新增学位", start=0, end=6, doubt=""),
    Line(label="目标", value="10 个", start=4, end=6, doubt=""),
    Line(label="怎么比", value="达到", start=4, end=6, doubt=""),
    Line(label="期限", value="2026年", start=0, end=0, doubt=""),
    Line(label="责任单位", value="规划科", start=7, end=10, doubt=""),
)
FACT = Item(
    key="F001",
    kind="indicator",
    number=1,
    name="新增学位",
    summary="10个",
    lines=LINES,
    spans=((0, 6),),
    quote="新增学位10个",
    confidence=90,
    doubts=(),
    task="",
)
UNIT = Item("U1", "unit", 2, "规划科", "1 个单位", (), ((7, 10),), "规划科", 100, (), "")
SEGMENTS = (
    Segment("新增学位", 0, "F001", "evidence", ("F001",), ("F001",)),
    Segment("10个", 4, "F001", "number", ("F001",), ()),
    Segment("，", 6, "", "", (), ()),
    Segment("规划科", 7, "U1", "unit", ("U1",), ("U1",)),
)


def _sheet(selected: Item | None) -> Sheet:
    block = Paragraph(0, 10, "body", 0, SEGMENTS, ("F001", "U1"))
    now = datetime(2026, 11, 20, tzinfo=UTC)
    document = DocumentView(
        uid=UUID(int=1),
        title="要点",
        file_name="要点.txt",
        organisation="局",
        received_by="韩薇",
        received_at=now,
        received_on=now.date(),
        state="read",
        said="",
        job=None,
        head=None,
        counts={},
        blocks=(block,),
        items=(FACT, UNIT),
        recognised=False,
    )
    (sheet,) = printer_of(document, document.blocks, selected).sheets()
    return sheet


def test_the_words_of_each_line_carry_its_key() -> None:
    """Tests name, value and responsible unit; a line from the same words adds no second key."""
    pieces = _sheet(FACT).pieces
    assert [(piece.number, "now" in piece.classes) for piece in pieces] == [
        ("1", True),
        ("2", True),
        ("", False),
        ("4", True),
    ]


def test_without_a_choice_a_number_carries_that_of_its_item() -> None:
    """Tests the quiet page: only numbers are numbered, nothing is lit."""
    sheet = _sheet(None)
    assert [piece.number for piece in sheet.pieces] == ["", "1", "", ""]
    assert not sheet.now
    assert not any("now" in piece.classes for piece in sheet.pieces)


def test_the_margin_shows_the_first_item_of_the_paragraph() -> None:
    """Tests number, address and anchor in the margin."""
    sheet = _sheet(UNIT)
    assert (sheet.number, sheet.first, sheet.first_anchor) == ("1", "F001", "i-F001")
    assert sheet.now
