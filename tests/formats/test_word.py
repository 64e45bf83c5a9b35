"""Word documents: what the page shows, in its order, numbers included, and nothing it hides."""

from pathlib import Path

import pytest

from tests.formats import made
from tests.formats.made import W, docx, paragraph, table
from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal
from xueyou.formats.word_numbering import chinese_number, number_text

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="1"/>'
    '<w:name w:val="own"/></w:style><w:style w:type="paragraph" w:styleId="T1">'
    '<w:name w:val="toc 1"/></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)


def _load(tmp_path: Path, data: bytes) -> Document:
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    return load(file)


def _style(name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name}"/></w:pPr>'


def _numbered(level: int) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'


def test_automatic_numbers_are_read(tmp_path: Path) -> None:
    """The chapter numbers of most documents are not typed; the page shows them all the same."""
    body = "".join(
        paragraph(text, _numbered(level))
        for text, level in [
            ("总体要求", 0),
            ("目标", 0),
            ("入学", 1),
            ("就业", 1),
            ("任务", 0),
            ("甲", 1),
        ]
    )
    document = _load(tmp_path, docx(body, {"word/numbering.xml": NUMBERING}))
    assert document.text.splitlines() == [
        "一、总体要求",
        "二、目标",
        "1. 入学",
        "2. 就业",
        "三、任务",
        "1. 甲",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (1050, "一千零五十")],
)
def test_chinese_counting(number: int, words: str) -> None:
    """Counting as people say it, not digit by digit."""
    assert chinese_number(number) == words


def test_other_number_formats() -> None:
    """Circles, letters and Roman numbers as Word prints them."""
    kinds = ["decimalEnclosedCircle", "upperLetter", "lowerRoman", "ideographTraditional"]
    assert [number_text(4, kind) for kind in kinds] == ["④", "D", "iv", "丁"]


def test_headings_by_style(tmp_path: Path) -> None:
    """A level comes from the style, also through the style it is based on."""
    body = paragraph("总则", _style("1")) + paragraph("细则", _style("Sub")) + paragraph("正文")
    document = _load(tmp_path, docx(body, {"word/styles.xml": STYLES}))
    marks = [(h.level, document.text[h.start : h.end]) for h in document.headings]
    assert marks == [(1, "总则"), (1, "细则")]


def test_revisions_fields_and_hidden_text(tmp_path: Path) -> None:
    """Inserted text is there, deleted and hidden text and field codes are not."""
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>尾</w:t></w:r></w:p>"
    )
    assert _load(tmp_path, docx(body)).text == "甲新增链接\t尾\n"


def test_tables_stand_in_place_with_merged_cells(tmp_path: Path) -> None:
    """Cells keep their spans; a cell merged over rows or columns is one cell."""
    merged = (
        "<w:tbl><w:tr>"
        f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("指标")}</w:tc>'
        f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("年度")}</w:tc></w:tr><w:tr>'
        f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}</w:tc>"
        f"<w:tc>{paragraph('2025')}</w:tc><w:tc>{paragraph('2026')}</w:tc></w:tr></w:tbl>"
    )
    document = _load(tmp_path, docx(paragraph("表1 目标") + merged + paragraph("表后")))
    (grid,) = document.grids
    cells = [
        (c.row, c.column, c.rowspan, c.colspan, document.text[c.start : c.end]) for c in grid.cells
    ]
    assert cells == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "年度"),
        (1, 1, 1, 1, "2025"),
        (1, 2, 1, 1, "2026"),
    ]
    assert grid.caption == "表1 目标"
    assert document.text.index("表1") < grid.start < grid.end < document.text.index("表后")


def test_a_frame_of_one_cell_is_prose(tmp_path: Path) -> None:
    """A whole document set in a one-cell table is read as paragraphs."""
    document = _load(tmp_path, docx(table([["第一句。"]]) + table([["甲"], ["乙"]])))
    assert document.grids == ()
    assert document.text.splitlines() == ["第一句。", "甲", "乙"]


def test_text_boxes_follow_their_paragraph_once(tmp_path: Path) -> None:
    """Word stores a box twice, for itself and for old readers; it is read once."""
    box = f"<w:txbxContent>{paragraph('框里的话')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>'
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert _load(tmp_path, docx(body)).text.splitlines() == ["正文", "框里的话"]


def test_contents_are_left_out_and_notes_come_last(tmp_path: Path) -> None:
    """A table of contents repeats headings; a footnote belongs after the text."""
    body = (
        paragraph("一、总则……1", _style("T1"))
        + '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + paragraph("下一段")
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("脚注的话")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("没有人引用")}</w:footnote></w:footnotes>'
    )
    document = _load(tmp_path, docx(body, {"word/styles.xml": STYLES, "word/footnotes.xml": notes}))
    assert document.text.splitlines() == ["正文", "下一段", "脚注的话"]


def test_a_mark_in_the_running_header_counts(tmp_path: Path) -> None:
    """The head of the page is the header too."""
    header = f'<w:hdr xmlns:w="{W}">{paragraph("机密★3年")}</w:hdr>'
    with pytest.raises(Refusal) as refused:
        _load(tmp_path, docx(paragraph("正文"), {"word/header1.xml": header}))
    assert refused.value.code == "classified"


def test_links_to_templates_and_pictures_are_never_followed(tmp_path: Path) -> None:
    """An external template is a name in a part that nobody opens; the text is read as it is."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="attachedTemplate" TargetMode="External" '
        'Target="http://127.0.0.1:9/evil.dotm"/></Relationships>'
    )
    extra = {"word/_rels/settings.xml.rels": relations, "word/_rels/document.xml.rels": relations}
    assert _load(tmp_path, docx(paragraph("正文"), extra)).text == "正文\n"


def test_text_that_looks_like_code_stays_text(tmp_path: Path) -> None:
    """Markup, templates and formulas in a title are characters like all others."""
    title = '&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} =cmd #read("/etc/passwd")'
    document = _load(tmp_path, docx(paragraph(title)))
    assert document.text == '<script>alert(1)</script> {{ x }} =cmd #read("/etc/passwd")\n'


def test_the_document_knows_its_bytes(tmp_path: Path) -> None:
    """Digest, medium and the name its owner gave."""
    file = tmp_path / "upload-1"
    file.write_bytes(made.docx_of(made.PLAN))
    document = load(file, name="工作要点.docx")
    assert (document.media, document.name, len(document.sha256)) == ("docx", "工作要点.docx", 64)
    assert document.text == made.PLAN


def test_a_numbered_body_part_is_found(tmp_path: Path) -> None:
    """Word online calls it document2.xml."""
    body = f'<w:document xmlns:w="{W}"><w:body>{paragraph("正文")}</w:body></w:document>'
    data = made.zipped({"[Content_Types].xml": made.WORD_TYPES, "word/document2.xml": body})
    assert _load(tmp_path, data).text == "正文\n"


def test_the_strict_dialect_is_refused_by_name(tmp_path: Path) -> None:
    """Its elements have other names; reading it as usual would find nothing and say empty."""
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("正文")}</w:body></w:document>'
    with pytest.raises(Refusal, match="严格") as refused:
        _load(tmp_path, made.zipped({"word/document.xml": body}))
    assert refused.value.code == "unsupported"
