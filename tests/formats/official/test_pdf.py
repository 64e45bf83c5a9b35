"""The PDF says the same, keeps the area, draws every character, and obeys nothing it prints."""

import io
import re
from typing import Any

import pypdf
import pytest

from tests.formats.official.papers import HOSTILE, content
from tests.glyphs import missing
from tests.packets import indicator, packet, task
from xueyou.formats.official import faces
from xueyou.formats.official.briefing import briefing_docx, briefing_pdf, page_of
from xueyou.formats.official.pdf import official_pdf
from xueyou.formats.official.typesetting import NotSet, typeset
from xueyou.formats.official.typesetting_process import faces_for

MM = 72 / 25.4


def opened(data: bytes) -> pypdf.PdfReader:
    """Return a PDF opened by another program."""
    return pypdf.PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """Return the words of a PDF without blanks and line ends."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in opened(data).pages))


def placed(data: bytes) -> list[tuple[int, str, float, float]]:
    """Return (page, text, x, y from the page's top) of every piece, in millimetres."""
    found: list[tuple[int, str, float, float]] = []
    for number, page in enumerate(opened(data).pages):

        def visit(
            text: str, _cm: Any, tm: Any, _font: Any, _size: Any, number: int = number
        ) -> None:
            if text.strip():
                found.append((number, text.strip(), tm[4] / MM, 297 - tm[5] / MM))

        page.extract_text(visitor_text=visit)
    return found


def test_it_is_a4_and_says_everything() -> None:
    """Tests size, words and the empty number."""
    data = official_pdf(content())
    box = opened(data).pages[0].mediabox
    assert (box.width / MM, box.height / MM) == pytest.approx((210, 297), abs=0.5)
    text = text_of(data)
    for words in ("临澄市教育局文件", "临教督〔2026〕", "一、总体进展", "（一）任务", "1.学位"):
        assert words in text
    assert "抄送：市政府办公室，市财政局。" in text
    assert "阿卜杜热合曼·艾则孜" in text
    assert text.count("附件") == 3


def test_words_stand_inside_the_area() -> None:
    """Tests that all but page number and colophon lie in 28…184 × 37…262 mm."""
    outside = [
        (text, x, y)
        for _, text, x, y in placed(official_pdf(content()))
        if not (27.5 <= x <= 184.5 and 37 <= y <= 262.5)
    ]
    assert outside
    assert all(y > 262.5 for _, _, y in outside), outside


def test_it_says_which_faces_were_missing() -> None:
    """Tests the line outside the area, and that a machine with all faces says nothing."""
    installed = [*faces.ALSO, "Noto Serif CJK SC", "HanaMinA"]
    assert faces_for(installed)["said"] == ""
    said = str(faces_for(["Noto Serif CJK SC"])["said"])
    assert all(face in said for face in faces.ALSO)
    data = official_pdf(content())
    line = opened(data).metadata
    assert line is not None
    if "方正小标宋简体" in str(line.get("/Keywords", "")):
        assert "本机没有" in text_of(data)


def test_stand_ins_have_every_character_of_a_paper() -> None:
    """Tests, by the fonts themselves, that no box is drawn for a missing glyph."""
    everything = str(content()) + "〔〕—●▲■◆○䶮㼆艾则孜·：，。；（）"
    assert missing(everything) == set()


def test_hostile_words_are_only_words() -> None:
    """Tests that Typst code, templates and markup in every field are printed as they stand."""
    hostile = content(
        title=f"{HOSTILE}标题",
        organ="局",
        addressee=HOSTILE,
        body=[
            {"type": "heading", "level": 1, "text": HOSTILE},
            {"type": "text", "text": f'{HOSTILE} #{{1+1}} $x$ @ref *b* _i_ `c` // \\ "'},
            {
                "type": "table",
                "caption": HOSTILE,
                "columns": [{"title": HOSTILE, "width": 1}],
                "rows": [[HOSTILE]],
            },
        ],
        signer_line=HOSTILE,
        copies=[HOSTILE],
        issued_by=HOSTILE,
    )
    data = official_pdf(hostile)
    text = text_of(data)
    assert text.count('#read("/etc/passwd")') >= 6
    assert "root:" not in text
    assert "49" not in text
    assert b"/JavaScript" not in data


def test_the_same_content_gives_the_same_bytes() -> None:
    """Tests that no clock is in the file."""
    assert official_pdf(content()) == official_pdf(content())


def test_what_cannot_be_set_is_said_in_words() -> None:
    """Tests that a failing template is no fault of the page that asked."""
    with pytest.raises(NotSet) as failed:
        typeset("official", {"title": "没有别的"})
    assert "Word" in failed.value.zh


def test_a_long_paper_ends_within_its_limits() -> None:
    """Tests two hundred long paragraphs and a long table."""
    body = [{"type": "text", "text": "一二三四五六七八九十" * 60}] * 200
    rows = [["新增学位" * 20, "规划建设科"]] * 200
    table = {**content()["body"][6], "rows": rows}
    data = official_pdf(content(body=[*body, table]))
    assert len(opened(data).pages) > 20


def test_mondays_page_is_one_page() -> None:
    """Tests that the fullest packet keeps to one A4, in both forms, and counts what is left out."""
    late = [
        task(n, "加快学校建设" * 12, "bad", "bad", indicators=[indicator("新增学位" * 9, "9", "1")])
        for n in range(1, 60)
    ]
    base = packet()
    full = packet(
        tasks=late,
        projects=base["projects"] * 20,
        owes=base["owes"] * 40,
        due=[{"title": HOSTILE, "unit": "装备中心", "due_on": "2026-11-24"}] * 20,
    )
    data = briefing_pdf(full)
    assert len(opened(data).pages) == 1
    assert "还有50项" in text_of(data)
    assert "root:" not in text_of(data)
    assert len(opened(briefing_pdf(base)).pages) == 1
    rows = sum(len(part["rows"]) for part in page_of(full)["parts"])
    assert rows == 24
    assert briefing_docx(full)


def test_mondays_page_says_what_lags_and_who_owes() -> None:
    """Tests its words against the packet."""
    text = text_of(briefing_pdf(packet()))
    for words in ("■滞后", "应到3728个", "规划建设科", "主体封顶", "51天", "人事科", "没有报数"):
        assert words in text
    assert "这期新增" in text
