"""A paper to set, and what is read from what was set."""

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} #read(\"/etc/passwd\") =cmd|' /C calc'!A0 \\u{41}"


def content(**more: Any) -> dict[str, Any]:
    """Return a content with one of everything."""
    return {
        "schema": "official-paper/1",
        "kind": "test.paper",
        "organ": "临澄市教育局",
        "number_code": "临教督",
        "year": 2026,
        "title": "关于《临澄市教育局2026年教育工作要点》第三季度推进情况的通报",
        "addressee": "各县（市、区）教育局，局机关各处室",
        "body": [
            {"type": "text", "text": "现将有关情况通报如下。"},
            {"type": "heading", "level": 1, "text": "总体进展"},
            {"type": "heading", "level": 2, "text": "任务"},
            {"type": "heading", "level": 3, "text": "学位"},
            {"type": "heading", "level": 4, "text": "城区"},
            {"type": "text", "text": "应到3728个，实到2640个。阿卜杜热合曼·艾则孜，䶮。"},
            {
                "type": "table",
                "caption": "任务一览",
                "columns": [{"title": "任务", "width": 2}, {"title": "单位", "width": 1}],
                "rows": [["新增学位", "规划建设科"]],
            },
            {"type": "heading", "level": 1, "text": "工作要求"},
        ],
        "attachments": [{"title": "任务清单", "body": [{"type": "text", "text": "附件正文。"}]}],
        "signer_line": "临澄市教育局",
        "copies": ["市政府办公室", "市财政局"],
        "issued_by": "临澄市教育局办公室",
        **more,
    }


def parts(data: bytes) -> dict[str, Any]:
    """Return the XML parts of a .docx by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def words(element: Any) -> str:
    """Return the text of an element."""
    return "".join(element.itertext(f"{W}t"))


def paragraphs(document: Any) -> list[Any]:
    """Return every paragraph of a document, those in tables too."""
    return list(document.iter(f"{W}p"))


def paragraph_with(document: Any, text: str) -> Any:
    """Return the first paragraph that holds the text."""
    return next(p for p in paragraphs(document) if text in words(p))


def value(element: Any, path: str, attribute: str = "val") -> str:
    """Return an attribute of the child at a path such as "pPr/spacing"."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    assert found is not None, f"no {path} in {words(element)!r}"
    return str(found.get(f"{W}{attribute}"))


def millimetres(twips: str | int) -> float:
    """Return twentieths of a point in millimetres."""
    return int(twips) * 25.4 / 1440
