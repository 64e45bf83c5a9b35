"""The list at the gate and the sheet of its witnesses: who stands where, and nothing besides."""

import io
import re
from typing import Any

import pypdf
import pytest

from tests.formats.official.papers import HOSTILE
from tests.formats.official.test_placement_letter import RARE, boxes
from xueyou.formats.official.gate_list import SCHEMA, gate_list_pdf, grouped

MILLIMETRE = 72 / 25.4


def content(classes: int = 2, pupils: int = 45, **more: Any) -> dict[str, Any]:
    """Return the content of a list."""
    named = [[f"{c}班", [f"学生{c}之{n}号" for n in range(pupils)]] for c in range(1, classes + 1)]
    return {
        "schema": SCHEMA,
        "title": "甲小学2026学年七年级分班名单",
        "classes": named,
        "facts": [["封存的摘要", "ab" * 32], ["抽签的种子", "cd" * 32]],
        "signers": ["校长", "家长代表", "家长代表", "教育局"],
        **more,
    }


def pages(data: bytes) -> list[pypdf.PageObject]:
    """Return the pages of a PDF."""
    return list(pypdf.PdfReader(io.BytesIO(data)).pages)


def words(page: pypdf.PageObject) -> str:
    """Return the words of a page without blanks."""
    return re.sub(r"\s", "", page.extract_text())


def test_everybody_stands_once_on_a_sheet_of_the_gate() -> None:
    """A3 across, all names, no digest; the last page is A4 and has no name."""
    data = gate_list_pdf(content(classes=12, pupils=50))
    *gate, signed = pages(data)
    said = "".join(words(page) for page in gate)
    for page in gate:
        assert round(page.mediabox.width / MILLIMETRE) == 420
        assert round(page.mediabox.height / MILLIMETRE) == 297
    for c in range(1, 13):
        for n in range(50):
            assert said.count(f"学生{c}之{n}号") == 1
    assert "ab" * 32 not in said
    assert round(signed.mediabox.width / MILLIMETRE) == 210
    assert "学生" not in words(signed)
    for one in ("见证签字单", "ab" * 32, "cd" * 32, "校长", "教育局"):
        assert one in words(signed)
    assert gate_list_pdf(content(classes=12, pupils=50)) == data


def test_rare_names_are_drawn_and_hostile_ones_are_words() -> None:
    """No box in the place of a sign, no code run."""
    rare = gate_list_pdf(content() | {"classes": [["1班", [RARE, HOSTILE]]]})
    assert boxes(rare) == 0
    assert re.sub(r"\s", "", HOSTILE) in words(pages(rare)[0])


def test_another_shape_is_refused() -> None:
    """No list without classes."""
    for wrong in ({"schema": "other"}, {"classes": []}):
        with pytest.raises(ValueError, match="gate-list"):
            gate_list_pdf(content() | wrong)


def test_a_digest_is_grouped_for_two_who_compare_it() -> None:
    """Tests groups of eight with nothing lost, also where the last is shorter."""
    assert grouped("0123456789abcdef" * 2) == "01234567 89abcdef 01234567 89abcdef"
    assert grouped("0123456789") == "01234567 89"
    assert grouped("") == ""
