"""The letter of a place: one page, everything on it, rare names drawn, nothing evaluated."""

import io
import re
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from tests.formats.official.papers import HOSTILE
from tests.glyphs import missing
from xueyou.formats.official.placement_letter import SCHEMA, placement_letter_pdf

VARIANT = "\U000e0100"
RARE = "𠮷㐂䶮㼆龘𫍽𬀩𰻝葛\U000e0100·阿卜杜萨拉木阿卜杜热合曼买买提艾力吐尔逊江玉苏普艾山江"


def content(**more: Any) -> dict[str, Any]:
    """Return a letter's content."""
    return {
        "schema": SCHEMA,
        "title": "录取通知书",
        "number": "26-0417-3382",
        "name": RARE,
        "school": "柳荫街小学",
        "stage": "2026年秋季入学，读小学一年级",
        "reason": ["文澜小学没轮到：抽到22号为止，这个孩子是37号。", "柳荫街小学没报满。"],
        "organ": "甲市教育局",
        "day": "2026-08-12",
        "code": "7QK4M-R2X8-ABCD",
        "check_at": "https://xueyou.example/letters/",
        **more,
    }


def words(data: bytes) -> str:
    """Return the words of a one-page PDF without blanks."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 1
    return re.sub(r"\s", "", pages[0].extract_text())


def test_everything_stands_on_one_page() -> None:
    """Tests the words, and that the same content gives the same bytes."""
    data = placement_letter_pdf(content())
    text = words(data)
    for said in (RARE, "柳荫街小学", "37号", "26-0417-3382", "7QK4M-R2X8-ABCD", "2026年8月12日"):
        assert said in text
    assert placement_letter_pdf(content()) == data


def boxes(data: bytes) -> int:
    """Return how many signs of a page are drawn by the shape that stands for a missing one."""
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    count = 0
    for operands, operator in ContentStream(page["/Contents"], page.pdf).operations:
        if operator in (b"Tj", b"TJ"):
            shown = operands[0] if operator == b"TJ" else operands
            for text in shown:
                raw = getattr(text, "original_bytes", b"")
                count += sum(raw[n : n + 2] == b"\0\0" for n in range(0, len(raw), 2))
    return count


def test_a_rare_name_is_drawn_not_boxed() -> None:
    """Tests the shapes themselves; a sign that no font has shows that the test can fail."""
    assert missing(RARE.replace(VARIANT, "")) == set()
    assert boxes(placement_letter_pdf(content())) == 0
    assert boxes(placement_letter_pdf(content(name="\U000f1234"))) > 0


def test_hostile_words_are_only_words() -> None:
    """Tests Typst code and templates in every field."""
    fields = ("title", "name", "school", "stage", "organ", "number")
    data = placement_letter_pdf(content(**dict.fromkeys(fields, HOSTILE), reason=[HOSTILE]))
    assert re.sub(r"\s", "", HOSTILE) in words(data)


def test_another_shape_is_refused() -> None:
    """Tests a content of another schema, and one without a school."""
    with pytest.raises(ValueError, match="placement-letter"):
        placement_letter_pdf(content(schema="other"))
    with pytest.raises(ValueError, match="placement-letter"):
        placement_letter_pdf(content(school=None))
