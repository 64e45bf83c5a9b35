"""Web pages: visible text in lines, data tables as grids, nothing fetched and nothing run."""

from pathlib import Path

import pytest

from xueyou.formats.document import Document
from xueyou.formats.load import load

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>页</title>
<script>document.write("坏")</script><style>p{}</style></head><body>
<div class=nav><a>首页</a> <a>政务公开</a></div><h2>工作要点</h2>
<table><tr><td><p>布局里的一句话。</p></td><td><table><tr><td>内</td></tr></table></td></tr></table>
<p>一段<b>粗</b>字<br>换行</p><p style="display:none">藏</p><img src="file:///etc/passwd">
<table><caption>表1</caption><tr><th rowspan=2>指标</th><th colspan=2>年</th></tr>
<tr><th>2025</th><th>2026</th></tr><tr><td>率</td><td>1%</td><td>2%</td></tr></table>尾
<ruby>学<rt>xue</rt></ruby></body></html>"""


def _load(tmp_path: Path, data: bytes) -> Document:
    file = tmp_path / "a.html"
    file.write_bytes(data)
    return load(file)


def test_visible_text_in_lines(tmp_path: Path) -> None:
    """Blocks end lines; scripts, styles, hidden parts and pronunciations are left out."""
    lines = _load(tmp_path, PAGE.encode()).text.splitlines()
    assert lines[:6] == ["首页 政务公开", "工作要点", "布局里的一句话。", "内", "一段粗字", "换行"]
    assert lines[-1] == "尾 学"
    assert not {"坏", "藏"} & set("".join(lines))


def test_headings_are_marked(tmp_path: Path) -> None:
    """h1 to h6 give their level."""
    document = _load(tmp_path, PAGE.encode())
    assert [(h.level, document.text[h.start : h.end]) for h in document.headings] == [
        (2, "工作要点")
    ]


def test_data_tables_are_grids(tmp_path: Path) -> None:
    """Spans place the cells; the layout table is no grid."""
    document = _load(tmp_path, PAGE.encode())
    (grid,) = document.grids
    assert grid.caption == "表1"
    assert [(c.row, c.column, document.text[c.start : c.end]) for c in grid.cells] == [
        (0, 0, "指标"),
        (0, 1, "年"),
        (1, 1, "2025"),
        (1, 2, "2026"),
        (2, 0, "率"),
        (2, 1, "1%"),
        (2, 2, "2%"),
    ]


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_encodings_give_the_same_text(tmp_path: Path, codec: str) -> None:
    """What the bytes are decides, not what the page says about itself."""
    assert _load(tmp_path, PAGE.encode(codec)).text == _load(tmp_path, PAGE.encode()).text


def test_a_declared_encoding_helps_where_bytes_do_not_tell(tmp_path: Path) -> None:
    """Big5 is only believed when the page names it."""
    page = '<html><head><meta charset="big5"></head><body><p>教育局工作計畫</p></body></html>'
    assert _load(tmp_path, page.encode("big5")).text == "教育局工作計畫\n"
