"""The shape of a paper is checked on its way in; its body can be edited without losing sources."""

from typing import Any

import pytest

from tests.formats.official.papers import content
from xueyou.formats.official.content import ContentRefused, checked
from xueyou.formats.official.editing import as_text, from_text, moved
from xueyou.formats.official.wording import head_number, in_chinese


def claim(text: str, words: str, **more: Any) -> dict[str, Any]:
    """Return a claim on the first place of the words in the text."""
    start = text.index(words)
    source = dict.fromkeys(("rule", "path", "value_uid", "quote", "document"), "")
    return {"start": start, "end": start + len(words), **source, **more}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "字" * 201),
        ("title", "两\n行"),
        ("organ", 7),
        ("year", "2026"),
        ("year", True),
        ("date", "2026-13-01"),
        ("date", "2026-1-1"),
        ("schema", "official-paper/2"),
        ("body", "一段话"),
        ("body", [{"type": "picture"}]),
        ("body", [{"type": "heading", "level": 5, "text": "深"}]),
        ("body", [{"type": "text", "text": "\u202e反过来"}]),
        ("body", [{"type": "text", "text": "\x00"}]),
        (
            "body",
            [{"type": "table", "columns": [{"title": "甲", "width": 1}], "rows": [["一", "二"]]}],
        ),
        ("copies", "一个单位"),
        ("attachments", [{"title": "没有内容"}]),
        ("extra", "没有这一项"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(field: str, value: Any) -> None:
    """Tests that the refusal names the field and says what to do."""
    with pytest.raises(ContentRefused) as refused:
        checked(content(**{field: value}))
    assert refused.value.place.startswith(field)
    assert refused.value.zh.endswith("。")


def test_checking_is_stable() -> None:
    """Tests that a checked content passes unchanged."""
    once = checked(content())
    assert checked(once) == once
    assert once["number"] == once["date"] == ""


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (0, 99), (5, 2)])
def test_claims_stand_inside_their_text(start: int, end: int) -> None:
    """Tests spans that lie outside."""
    block = {"type": "text", "text": "实到2640个", "claims": [{"start": start, "end": end}]}
    with pytest.raises(ContentRefused):
        checked(content(body=[block]))


def test_a_body_goes_out_and_comes_back() -> None:
    """Tests that an unedited text changes nothing: heads, tables and claims."""
    text = "应到3728个，实到2640个。"
    blocks = [
        {"type": "heading", "level": 1, "text": "总体进展"},
        {"type": "text", "text": text, "claims": [claim(text, "3728"), claim(text, "2640")]},
        {"type": "heading", "level": 2, "text": "学位"},
        {"type": "heading", "level": 3, "text": "城区"},
        content()["body"][6],
    ]
    before = checked(content(body=blocks))
    assert as_text(before).split("\n")[0] == "一、总体进展"
    assert from_text(as_text(before).replace("\n", "\r\n"), before) == before["body"]


def test_claims_move_with_words_and_fall_with_figures() -> None:
    """Tests insertions around a figure, and a figure that was changed or written up against."""
    text = "应到3728个，实到2640个。"
    claims = [claim(text, "3728"), claim(text, "2640")]
    longer = "到十月底，应到3728个，实际上实到2640个。"
    kept = moved(text, longer, claims)
    assert [longer[one["start"] : one["end"]] for one in kept] == ["3728", "2640"]
    for changed, left in (
        ("应到3728个，实到2641个。", ["3728"]),
        ("应到13728个，实到2640个。", ["2640"]),
        ("应到3728.5个，实到2640个。", ["2640"]),
        ("应到37280个，实到2640个。", ["2640"]),
        ("都没有了。", []),
    ):
        assert [changed[one["start"] : one["end"]] for one in moved(text, changed, claims)] == left


def test_new_lines_become_paragraphs_and_heads() -> None:
    """Tests what a clerk types: a head is short, numbered, and ends without a mark."""
    before = checked(content())
    body = from_text(
        "一、好的\n（一）更好的\n2.小的\n（3）更小的\n1.5倍以上。\n一、这一句是正文，因为它有句号。\n\n",
        before,
    )
    assert [(one["type"], one.get("level")) for one in body] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("heading", 4),
        ("text", None),
        ("text", None),
    ]
    with pytest.raises(ContentRefused):
        from_text("［表9：没有］", before)


def test_heads_are_numbered_as_printed() -> None:
    """Tests the four levels and Chinese figures."""
    assert [head_number(level, 12) for level in (1, 2, 3, 4)] == [
        "十二、",
        "（十二）",
        "12.",
        "（12）",
    ]
    assert [in_chinese(n) for n in (1, 10, 11, 20, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "九十九",
        "100",
    ]
