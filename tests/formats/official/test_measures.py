"""The .docx keeps the measures of GB/T 9704-2012: page, type area, grid, sizes, faces, places."""

import pytest

from tests.formats.official.papers import (
    W,
    content,
    millimetres,
    paragraph_with,
    paragraphs,
    parts,
    value,
    words,
)
from xueyou.formats.official.measures import letterhead_size, title_lines, width_in_characters
from xueyou.formats.official.word import official_docx

PARTS = parts(official_docx(content()))
DOCUMENT = PARTS["word/document.xml"]
SECTION = DOCUMENT.find(f"{W}body/{W}sectPr")


def margin(name: str) -> float:
    """Return a margin in millimetres."""
    return millimetres(value(SECTION, "pgMar", name))


def size(text: str) -> float:
    """Return the size in points of the paragraph that holds the text."""
    return int(value(paragraph_with(DOCUMENT, text), "r/rPr/sz")) / 2


def face(text: str) -> str:
    """Return the Chinese face of the paragraph that holds the text."""
    return value(paragraph_with(DOCUMENT, text), "r/rPr/rFonts", "eastAsia")


def test_page_and_type_area() -> None:
    """Tests A4, 天头 37 ± 1, 订口 28 ± 1, 版心 156 × 225 mm."""
    width, height = (millimetres(value(SECTION, "pgSz", side)) for side in ("w", "h"))
    assert (width, height) == pytest.approx((210, 297), abs=0.1)
    assert margin("top") == pytest.approx(37, abs=1)
    assert margin("left") == pytest.approx(28, abs=1)
    assert width - margin("left") - margin("right") == pytest.approx(156, abs=0.2)
    assert height - margin("top") - margin("bottom") == pytest.approx(225, abs=0.2)


def test_twenty_two_lines_of_twenty_eight_characters() -> None:
    """Tests that exactly so many fit, by the pitch of lines and the width of characters."""
    line = paragraph_with(DOCUMENT, "应到3728个")
    pitch = millimetres(value(line, "pPr/spacing", "line"))
    assert value(line, "pPr/spacing", "lineRule") == "exact"
    assert 225 // pitch == 22
    character = millimetres(16 * 20 + int(value(line, "r/rPr/spacing")))
    assert 156 // character == 28
    grid = SECTION.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    assert 225 // millimetres(grid.get(f"{W}linePitch")) == 22
    in_grid = 16 + int(grid.get(f"{W}charSpace")) / 4096
    assert 156 * 72 / 25.4 // in_grid == 28


def test_sizes_of_type() -> None:
    """Tests 二号 for the title, 三号 for the body, 四号 for the colophon and page number."""
    assert size("2026年教育") == 22
    assert [size(text) for text in ("现将有关", "总体进展", "学位", "各县")] == [16] * 4
    assert size("抄送") == size("印发") == 14
    assert value(PARTS["word/footer1.xml"].find(f"{W}p"), "r/rPr/sz") == "28"


def test_faces_are_named_as_the_office_has_them() -> None:
    """Tests 小标宋, 仿宋, 黑体, 楷体 and 宋体 by their installed names, on the Chinese slot."""
    assert face("临澄市教育局文件") == "方正小标宋简体"
    assert face("工作要点》") == "方正小标宋简体"
    assert face("现将有关") == "仿宋_GB2312"
    assert face("一、总体进展") == "黑体"
    assert face("（一）任务") == "楷体_GB2312"
    assert face("1.学位") == face("（1）城区") == "仿宋_GB2312"
    assert value(PARTS["word/footer1.xml"].find(f"{W}p"), "r/rPr/rFonts", "eastAsia") == "宋体"


def test_letterhead_number_and_rule() -> None:
    """Tests the red letterhead 35 mm down, the number two lines below, the rule 4 mm below that."""
    head = paragraph_with(DOCUMENT, "临澄市教育局文件")
    assert millimetres(value(head, "pPr/spacing", "before")) == pytest.approx(35, abs=0.2)
    assert value(head, "pPr/jc") == "center"
    assert value(head, "r/rPr/color") == "FF0000"
    number = paragraph_with(DOCUMENT, "临教督〔2026〕")
    assert words(number) == "临教督〔2026〕\u3000\u3000号"
    assert int(value(number, "pPr/spacing", "before")) == 2 * int(
        value(number, "pPr/spacing", "line")
    )
    rule = number.find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert rule.get(f"{W}color") == "FF0000"
    assert int(rule.get(f"{W}space")) * 25.4 / 72 == pytest.approx(4, abs=0.3)
    assert number.find(f"{W}pPr/{W}ind") is None


def test_a_given_number_and_day_stand_in_their_place() -> None:
    """Tests the printed form once number and date are there."""
    filled = content(number="临教督〔2026〕3号", date="2026-03-05", issued_on="2026-11-06")
    document = parts(official_docx(filled))["word/document.xml"]
    assert words(paragraph_with(document, "临教督")) == "临教督〔2026〕3号"
    assert words(paragraph_with(document, "2026年3月5日")) == "2026年3月5日"
    assert "2026年11月6日印发" in words(paragraph_with(document, "印发"))


def test_paragraphs_stand_as_the_standard_places_them() -> None:
    """Tests addressee flush left with a colon, first lines two characters in, title centred."""
    to = paragraph_with(DOCUMENT, "各县")
    assert words(to).endswith("：")
    assert to.find(f"{W}pPr/{W}ind") is None
    for text in ("现将有关", "一、总体进展", "（一）任务", "1.学位"):
        assert value(paragraph_with(DOCUMENT, text), "pPr/ind", "firstLineChars") == "200"
    assert value(paragraph_with(DOCUMENT, "工作要点》"), "pPr/jc") == "center"


def test_signature_leaves_room_for_the_seal() -> None:
    """Tests the date four characters from the right, the organ centred above it, and room."""
    lines = paragraphs(DOCUMENT)
    name = next(p for p in lines if words(p) == "临澄市教育局")
    day = lines[lines.index(name) + 1]
    assert words(day) == "\u3000\u3000年\u3000月\u3000日"
    assert int(value(day, "pPr/ind", "rightChars")) == 400
    assert value(day, "pPr/jc") == value(name, "pPr/jc") == "right"
    centre = int(value(name, "pPr/ind", "rightChars")) / 100 + 6 / 2
    assert centre == pytest.approx(4 + 7 / 2, abs=0.1)
    blank = int(value(name, "pPr/spacing", "before")) / int(value(name, "pPr/spacing", "line"))
    assert blank >= 2


def test_attachments_are_listed_and_set_on_their_own_page() -> None:
    """Tests the note below the body, and the label in 黑体 on a new page."""
    assert words(paragraph_with(DOCUMENT, "附件：")) == "附件：任务清单"
    label = next(p for p in paragraphs(DOCUMENT) if words(p) == "附件")
    assert label.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert value(label, "r/rPr/rFonts", "eastAsia") == "黑体"
    two = content(attachments=content()["attachments"] * 2)
    document = parts(official_docx(two))["word/document.xml"]
    assert words(paragraph_with(document, "1.任务清单")) == "附件：1.任务清单"
    assert [words(p) for p in paragraphs(document)].count("附件2") == 1


def test_colophon_stands_between_its_rules_at_the_foot() -> None:
    """Tests thick, thin, thick, as wide as the type area, its lower edge on the area's."""
    table = list(DOCUMENT.iter(f"{W}tbl"))[-1]
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    sizes = {side.tag.removeprefix(W): side.get(f"{W}sz") for side in borders}
    assert int(sizes["top"]) / 8 * 25.4 / 72 == pytest.approx(0.35, abs=0.05)
    assert int(sizes["bottom"]) == int(sizes["top"])
    assert int(sizes["insideH"]) / 8 * 25.4 / 72 == pytest.approx(0.25, abs=0.05)
    assert sizes["left"] is sizes["right"] is None
    assert millimetres(value(table, "tblPr/tblW", "w")) == pytest.approx(156, abs=0.2)
    place = table.find(f"{W}tblPr/{W}tblpPr")
    height = sum(int(value(p, "pPr/spacing", "line")) for p in table.iter(f"{W}p"))
    foot = millimetres(int(place.get(f"{W}tblpY")) + height)
    assert foot == pytest.approx(37 + 225, abs=1)
    assert (
        words(table)
        == "抄送：市政府办公室，市财政局。临澄市教育局办公室\u3000\u3000年\u3000月\u3000日印发"
    )


def test_page_numbers_stand_outside() -> None:
    """Tests — 1 — seven millimetres below the area: odd pages right, even pages left."""
    settings = PARTS["word/settings.xml"]
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    kinds = {
        reference.get(f"{W}type"): reference for reference in SECTION.findall(f"{W}footerReference")
    }
    assert set(kinds) == {"default", "even"}
    aligned = {}
    for name in ("word/footer1.xml", "word/footer2.xml"):
        line = PARTS[name].find(f"{W}p")
        assert "".join(line.itertext()) == "—  PAGE 1 —"
        aligned[value(line, "pPr/jc")] = value(
            line, "pPr/ind", "rightChars" if value(line, "pPr/jc") == "right" else "leftChars"
        )
    assert aligned == {"right": "100", "left": "100"}
    dash = margin("bottom") - margin("footer") - 14 * 25.4 / 72 / 2
    assert dash == pytest.approx(7, abs=0.3)


def test_the_letterhead_fits_one_line() -> None:
    """Tests that a long name gets a smaller size, a short one no larger than 62 points."""
    for name in ("教育局", "临澄市教育局文件", "某某自治州某某市教育和体育局文件"):
        assert letterhead_size(name) <= 62
        assert letterhead_size(name) * len(name) <= 156 * 72 / 25.4


@pytest.mark.parametrize(
    "title",
    [
        "短题目",
        "关于《临澄市教育局2026年教育工作要点》第三季度推进情况的通报",
        "关于印发《临澄市教育局关于进一步加强中小学校安全管理工作的实施意见（试行）》和做好贯彻落实工作的通知",
        "数字12345678901234567890123456789012345678901234567890",
    ],
)
def test_titles_break_evenly_and_lose_nothing(title: str) -> None:
    """Tests that lines keep to the width and every character stays."""
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(0 < width_in_characters(line) <= 20 for line in lines)
    assert not any(line[0] in "》、，。）" for line in lines)
