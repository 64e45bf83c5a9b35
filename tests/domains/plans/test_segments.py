"""Marks that overlap become segments that do not."""

from hypothesis import given
from hypothesis import strategies as st

from xueyou.domains.plans.selectors.segments import Block, Span, lines_as_blocks, paragraphs

TEXT = "新增公办学位4,200个左右，\n占比保持在95%以上。"


def test_segments_cover_the_block_once():
    """Tests that crossing spans are cut where they meet, and every key is opened once."""
    spans = [
        Span(0, 8, "F1", "evidence"),
        Span(6, 13, "F2", "evidence"),
        Span(6, 8, "F1", "number"),
    ]
    (block,) = paragraphs(TEXT, [Block(0, 13, "body")], spans)
    assert "".join(segment.text for segment in block.segments) == TEXT[:13]
    assert [segment.opens for segment in block.segments] == [("F1",), ("F2",), ()]
    assert block.segments[1].items == ("F1", "F2")
    assert block.segments[1].role == "number"


def test_a_line_break_inside_a_block_is_not_shown():
    """Tests that a hard-wrapped line runs on."""
    (block,) = paragraphs(TEXT, [Block(0, len(TEXT), "body")], [])
    assert "\n" not in block.segments[0].text
    assert (block.start, block.end) == (0, len(TEXT))


def test_blank_lines_make_no_block():
    """Tests that lines of spaces are dropped and headings keep their level."""
    text = "一、目标\n \u3000\n　新增学位。\n"
    blocks = lines_as_blocks(text, {0: 2})
    assert [(text[b.start : b.end], b.kind, b.level) for b in blocks] == [
        ("一、目标", "heading", 2),
        ("新增学位。", "body", 0),
    ]


@given(
    st.text(alphabet="学位个 \n。", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from("ABC")), max_size=6),
)
def test_text_is_never_lost_or_doubled(text, raw):
    """Tests that whatever the spans, each block shows exactly its own words."""
    spans = [Span(min(a, b), max(a, b), key, "evidence") for a, b, key in raw if a != b]
    for block in paragraphs(text, [Block(0, len(text), "body")], spans):
        shown = "".join(segment.text for segment in block.segments)
        assert shown == text[block.start : block.end].replace("\n", "")
        opened = [key for segment in block.segments for key in segment.opens]
        assert len(opened) == len(set(opened))


def test_a_long_document_is_cut_in_time_with_its_length() -> None:
    """Each span is looked at for the blocks it lies in, not for every block of the document."""
    looked_at = 0

    class Counted(int):
        def __gt__(self, other: int) -> bool:
            nonlocal looked_at
            looked_at += 1
            return int(self) > other

    count = 400
    text = "新建学校三所\n" * count
    spans = [Span(7 * n, Counted(7 * n + 4), f"item-{n}", "name") for n in range(count)]
    blocks = [Block(7 * n, 7 * n + 6, "body", 0) for n in range(count)]
    found = paragraphs(text, blocks, spans)
    assert [tuple(k for s in p.segments for k in s.opens) for p in found] == [
        (f"item-{n}",) for n in range(count)
    ]
    assert looked_at < 10 * count
