"""Owns telling what a file is: by its bytes, held against its name."""

import re
from pathlib import PurePath

from xueyou.formats.refusal import Refusal

_BY_EXTENSION: dict[str, str] = {
    "txt": "txt",
    "text": "txt",
    "md": "txt",
    "docx": "docx",
    "docm": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "et": "xls",
    "doc": "doc",
    "wps": "doc",
    "pdf": "pdf",
    "html": "html",
    "htm": "html",
    "ofd": "ofd",
}
_READ = frozenset(_BY_EXTENSION.values())
_NAMES: dict[str, str] = {
    "txt": "纯文字",
    "docx": "Word 文档（docx）",
    "xlsx": "Excel 表格（xlsx）",
    "doc": "旧版 Word 文档（doc）",
    "xls": "旧版 Excel 表格（xls）",
    "pdf": "PDF",
    "html": "网页",
    "ofd": "OFD",
    "rtf": "RTF 文档",
    "image": "图片",
    "xml": "XML",
    "mhtml": "网页存档（mht）",
    "slides": "演示文稿",
    "opendocument": "OpenDocument 文档",
    "ole": "旧版 Office 文件",
    "program": "程序",
    "archive": "压缩包",
}
_KNOWN_UNREAD = frozenset({"rtf", "image", "xml", "mhtml", "slides", "opendocument", "ole"})
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ\x90\x00", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
)
WORD_BODY = re.compile(r"^word/document\d*\.xml$")
"""Word online numbers the part that holds the body."""
_ZIP_MEMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (WORD_BODY, "docx"),
    (re.compile(r"^xl/workbook\.xml$"), "xlsx"),
    (re.compile(r"^OFD\.xml$"), "ofd"),
    (re.compile(r"^ppt/presentation\.xml$"), "slides"),
    (re.compile(r"^content\.xml$"), "opendocument"),
)
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("_VBA_PROJECT", "macro"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_HTML = re.compile(
    rb"^(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|h[1-6]|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(
    rb"^(?:from|mime-version|content-type):.{0,2000}multipart/related", re.IGNORECASE | re.DOTALL
)


def container_of(head: bytes) -> str:
    """Return what the first bytes say: "zip", "ole", "pdf", "html", "txt" or a kind not read."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML.match(start) or _HTML.match(head[:2000].replace(b"\x00", b"").lstrip(b"\xff\xfe ")):
        return "html"
    if _MHTML.match(start):
        return "mhtml"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "xml" if start.startswith(b"<?xml") else "txt"


def kind_in_zip(members: frozenset[str]) -> str:
    """Return the kind of document that a zip's member names make it, "archive" for none."""
    for pattern, kind in _ZIP_MEMBERS:
        if any(pattern.match(member) for member in members):
            return kind
    return "archive"


def kind_in_ole(data: bytes) -> str:
    """Return "doc", "xls" or "ole" by the stream names of a compound file's directory.

    Raises Refusal("encrypted") or Refusal("macro") where a stream says so.
    """
    for stream, kind in _OLE_STREAMS:
        # A directory entry holds its name in UTF-16, zero-filled to 64 bytes.
        if stream.encode("utf-16-le") + b"\x00\x00" in data:
            if kind in ("encrypted", "macro"):
                raise Refusal(kind)
            return kind
    return "ole"


def agreed_kind(found: str, name: str, head: bytes) -> str:
    """Return the kind to read when content and name agree; raises Refusal when they do not."""
    extension = PurePath(name.strip()).suffix.lower().lstrip(".")
    expected = _BY_EXTENSION.get(extension)
    if found in _READ and (found == expected or not extension):
        return found
    if found == "txt" and expected == "html":
        return "html"
    if found in _READ - {"txt"} or expected not in (None, "txt"):
        raise _mismatch(extension, found)
    if found in _KNOWN_UNREAD and not (expected == "txt" and found == "image"):
        said = _NAMES[found]
        raise Refusal(
            "unsupported", detail=f"这是{said}。", detail_en=f"This is a file of kind {found}."
        )
    if found != "txt" or _looks_binary(head):
        raise Refusal("binary")
    raise Refusal(
        "unsupported",
        detail=f"后缀 {_shown(extension)} 还不认识。",
        detail_en="The extension is not known.",
    )


def _looks_binary(head: bytes) -> bool:
    controls = sum(1 for byte in head if byte < 9 or 14 <= byte < 27)
    return controls * 50 > len(head)


def _shown(extension: str) -> str:
    """Return an extension that is safe to show."""
    return re.sub(r"[^0-9a-z]", "", extension)[:8] or "不明"


def _mismatch(extension: str, found: str) -> Refusal:
    shown = _shown(extension)
    return Refusal(
        "format_mismatch",
        detail=f"后缀是 {shown}，内容却是{_NAMES[found]}。",
        detail_en=f"The extension is {shown}, the content is of kind {found}.",
    )
