"""Files that must be refused, made when a test runs: `FILES[name] = (builder, expected code)`.

A builder writes its file to the path it is given. No file needs more than a few seconds to make.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.formats import made

Builder = Callable[[Path], None]


def _bytes(data: Callable[[], bytes]) -> Builder:
    def build(path: Path) -> None:
        path.write_bytes(data())

    return build


def _sparse(size: int, start: bytes = b"") -> Builder:
    def build(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(size)

    return build


def _noise(length: int) -> bytes:
    """Return bytes without pattern, the same ones every time."""
    state, out = 20261120, bytearray()
    while len(out) < length:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out += struct.pack("<Q", state)
    return bytes(out[:length])


def _swollen_member(name: str, megabytes: int, around: dict[str, str]) -> bytes:
    """Return a zip with one member of so many megabytes of spaces, made without packing them."""
    block = b" " * (1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first * megabytes + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    # The checksum is wrong: whoever has come to compare it has unpacked everything already.
    return _raw_zip([(name, packed, megabytes << 20, 0)], around)


def _raw_zip(
    members: list[tuple[str, bytes, int, int]], around: dict[str, str], *, copies: int = 1
) -> bytes:
    """Return a zip of packed members (name, data, size, crc); with `copies` > 1 they overlap."""
    plain = [(n, s.encode(), len(s.encode()), zlib.crc32(s.encode())) for n, s in around.items()]
    out, directory, count = io.BytesIO(), b"", 0
    for method, (name, data, size, checksum) in [(0, m) for m in plain] + [(8, m) for m in members]:
        coded, place = name.encode(), out.tell()
        fields = struct.pack(
            "<HHHHHIIIHH", 20, 0, method, 0, 33, checksum, len(data), size & 0xFFFFFFFF,
            len(coded), 0,
        )  # fmt: skip
        out.write(b"PK\x03\x04" + fields + coded + data)
        for copy in range(copies if method else 1):
            label = coded if copy == 0 else f"{copy:05d}".encode().ljust(len(coded), b"_")
            directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
            directory += struct.pack("<HHHII", 0, 0, 0, 0, place) + label
            count += 1
    place = out.tell()
    out.write(directory)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), place, 0))
    return out.getvalue()


_TYPES = {"[Content_Types].xml": made.WORD_TYPES}


def _overlapping() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b" " * (1 << 20)) + packer.flush()
    kernel = ("word/document.xml", data, 1 << 20, zlib.crc32(b" " * (1 << 20)))
    return _raw_zip([kernel], _TYPES, copies=4000)


def _lying() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b"<a>") + packer.flush(zlib.Z_FULL_FLUSH)
    data += (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)) * 300
    return _raw_zip([("word/document.xml", data, 4096, 0)], _TYPES)


def _many_members() -> bytes:
    return made.docx("", {f"word/media/{n}.png": b"" for n in range(6000)})


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + made.paragraph("深") + "</w:tc></w:tr></w:tbl>" * depth


def _stored_nested() -> bytes:
    document = (
        f'<w:document xmlns:w="{made.W}"><w:body>{_nested_tables(100_000)}</w:body></w:document>'
    )
    return made.zipped(
        {"[Content_Types].xml": made.WORD_TYPES, "word/document.xml": document},
        compression=zipfile.ZIP_STORED,
    )


def _laughs(root: str) -> str:
    entities = '<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE {root} [{entities}]>"


_OUTSIDE = (
    "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE w:document ["
    '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


def _late_doctype() -> bytes:
    """Return a docx whose document type hides behind a long comment."""
    comment = "<!--" + "长" * 5000 + "-->"
    return made.docx(made.paragraph("&x;"), prolog=_OUTSIDE.replace("?><", f"?>{comment}<", 1))


def _row_of_columns(count: int) -> str:
    def letters(number: int) -> str:
        out = ""
        while number:
            number, rest = divmod(number - 1, 26)
            out = chr(65 + rest) + out
        return out

    cells = "".join(f'<c r="{letters(n)}1"><v>1</v></c>' for n in range(1, count + 1))
    return f'<row r="1">{cells}</row>'


def _shared_bomb() -> bytes:
    """Return an xlsx that shows one long shared string in very many cells."""
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGH")
        + "</row>"
        for r in range(1, 20_000)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    return made.xlsx(
        rows,
        {
            "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>{"长" * 30_000}</t></si></sst>',
            "xl/_rels/workbook.xml.rels": relations,
        },
    )


def _pdf_of_pages(count: int) -> bytes:
    body = made.PdfBody()
    tree = count + 1
    for _ in range(count):
        body.add(f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] >>")
    kids = " ".join(f"{n} 0 R" for n in range(1, count + 1))
    body.add(f"<< /Type /Pages /Count {count} /Kids [{kids}] >>")
    return body.file(body.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def _pdf_of_shared_page(count: int) -> bytes:
    """Return a small PDF that claims very many pages, all of them the same object."""
    body = made.PdfBody()
    page = body.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    body.add(f"<< /Type /Pages /Count {count} /Kids [{f'{page} 0 R ' * count}] >>")
    return body.file(body.add("<< /Type /Catalog /Pages 2 0 R >>"))


def _pdf_loop() -> bytes:
    body = made.PdfBody()
    body.add("<< /Type /Pages /Count 4 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>")
    body.add("<< /Type /Pages /Count 4 /Kids [1 0 R 2 0 R] /Parent 1 0 R >>")
    return body.file(body.add("<< /Type /Catalog /Pages 1 0 R >>"))


def _pdf_stream_bomb() -> bytes:
    body = made.PdfBody()
    block = b"0 0 m " * 100_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # One packed block repeated unpacks to nine hundred megabytes; readers ignore the checksum.
    packed = b"\x78\xda" + (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)) * 1500
    twice = zlib.compress(packed, 9)
    content = body.add(
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
        + twice
        + b"\nendstream"
    )
    body.add(f"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R >>")
    body.add("<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
    return body.file(body.add("<< /Type /Catalog /Pages 3 0 R >>"))


def _pdf_encrypted() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf_of(made.PLAN))))
    writer.encrypt("geheim", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _zip_encrypted() -> bytes:
    data = bytearray(made.docx_of(made.PLAN))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + place] |= 1
            start += 4
    return bytes(data)


def _deep_page() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + "深".encode() + b"</body></html>"


def _spanning_page() -> bytes:
    cell = '<td rowspan="1000" colspan="1000">格</td>'
    rows = f"<tr>{cell}{cell}</tr>" * 3000
    return f"<html><body><table>{rows}</table></body></html>".encode()


FILES: dict[str, tuple[Builder, str]] = {
    "empty.txt": (_bytes(lambda: b""), "empty"),
    "blank.txt": (_bytes(lambda: "\ufeff \r\n　\n".encode()), "empty"),
    "blank.docx": (_bytes(lambda: made.docx(made.paragraph(" "))), "empty"),
    "noise.txt": (_bytes(lambda: _noise(4096)), "binary"),
    "program.txt": (_bytes(lambda: b"\x7fELF" + _noise(4096)), "binary"),
    "packed.zip": (_bytes(lambda: made.zipped({"a.txt": made.PLAN})), "binary"),
    "pdf-named.docx": (_bytes(lambda: made.pdf_of(made.PLAN)), "format_mismatch"),
    "word-named.pdf": (_bytes(lambda: made.docx_of(made.PLAN)), "format_mismatch"),
    "text-named.docx": (_bytes(made.PLAN.encode), "format_mismatch"),
    "page-and-pdf.html": (
        _bytes(lambda: b"%PDF-1.7\n<html><script>alert(1)</script></html>"),
        "format_mismatch",
    ),
    "cut.docx": (_bytes(lambda: made.docx_of(made.PLAN * 200)[:900]), "format_mismatch"),
    "cut.pdf": (_bytes(lambda: made.pdf_of(made.PLAN)[:300]), "format_mismatch"),
    "broken.xlsx": (_bytes(lambda: made.xlsx("<row><c")), "format_mismatch"),
    "lying.docx": (_bytes(_lying), "format_mismatch"),
    "loop.pdf": (_bytes(_pdf_loop), "format_mismatch"),
    "huge.txt": (_sparse(51 << 20, made.PLAN.encode()), "too_large"),
    "long.txt": (_bytes(lambda: ("长" * 99 + "\n").encode() * 20_001), "too_large"),
    "huge.pdf": (_sparse(200 << 20, b"%PDF-1.7\n"), "too_large"),
    "columns.xlsx": (_bytes(lambda: made.xlsx(_row_of_columns(1_000_000))), "too_large"),
    "corner.xlsx": (
        _bytes(
            lambda: made.xlsx(
                '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
            )
        ),
        "too_large",
    ),
    "shared.xlsx": (_bytes(_shared_bomb), "too_large"),
    "nested.docx": (_bytes(_stored_nested), "too_large"),
    "nested.html": (_bytes(_deep_page), "too_large"),
    "spans.html": (_bytes(_spanning_page), "too_large"),
    "pages.pdf": (_bytes(lambda: _pdf_of_pages(100_000)), "too_large"),
    "claimed.pdf": (_bytes(lambda: _pdf_of_shared_page(100_000)), "too_large"),
    "stream.pdf": (_bytes(_pdf_stream_bomb), "too_large"),
    "locked.pdf": (_bytes(_pdf_encrypted), "encrypted"),
    "locked.docx": (_bytes(lambda: made.ole(["EncryptedPackage"])), "encrypted"),
    "locked-zip.docx": (_bytes(_zip_encrypted), "encrypted"),
    "scan.pdf": (_bytes(lambda: made.picture_pdf(3)), "scan_no_text"),
    "bomb.docx": (
        _bytes(lambda: _swollen_member("word/document.xml", 4000, _TYPES)),
        "zip_bomb",
    ),
    "bomb.xlsx": (
        _bytes(lambda: _swollen_member("xl/media/a.png", 4000, {"xl/workbook.xml": "<a/>"})),
        "zip_bomb",
    ),
    "overlap.docx": (_bytes(_overlapping), "zip_bomb"),
    "members.docx": (_bytes(_many_members), "zip_bomb"),
    "nested-packed.docx": (_bytes(lambda: made.docx(_nested_tables(100_000))), "zip_bomb"),
    "macro.docm": (
        _bytes(lambda: made.docx(made.paragraph("宏"), {"word/vbaProject.bin": b"x"})),
        "macro",
    ),
    "macro.xlsx": (_bytes(lambda: made.xlsx("", {"xl/vbaProject.bin": b"x"})), "macro"),
    "macro.doc": (_bytes(lambda: made.ole(["WordDocument", "_VBA_PROJECT"])), "macro"),
    "laughs.docx": (
        _bytes(lambda: made.docx(made.paragraph("&a11;"), prolog=_laughs("w:document"))),
        "unsupported",
    ),
    "outside.docx": (
        _bytes(lambda: made.docx(made.paragraph("&x;"), prolog=_OUTSIDE)),
        "unsupported",
    ),
    "late-outside.docx": (_bytes(_late_doctype), "unsupported"),
    "laughs.xlsx": (
        _bytes(lambda: made.xlsx("", {"xl/styles.xml": _laughs("styleSheet") + "<s>&a11;</s>"})),
        "unsupported",
    ),
    "laughs.ofd": (
        _bytes(lambda: made.zipped({"OFD.xml": _laughs("OFD") + "<OFD>&a11;</OFD>"})),
        "unsupported",
    ),
    "climbing.docx": (
        _bytes(lambda: made.docx(made.paragraph("爬"), {"../../etc/cron.d/x": b"x"})),
        "unsupported",
    ),
    "old.doc": (_bytes(lambda: made.ole(["WordDocument"])), "unsupported"),
    "old.wps": (_bytes(lambda: made.ole(["WordDocument"])), "unsupported"),
    "old.xls": (_bytes(lambda: made.ole(["Workbook"])), "unsupported"),
    "rich.rtf": (_bytes(lambda: b"{\\rtf1 plan}"), "unsupported"),
    "photo.png": (_bytes(lambda: b"\x89PNG\r\n\x1a\n" + _noise(512)), "unsupported"),
    "slides.pptx": (_bytes(lambda: made.zipped({"ppt/presentation.xml": "<a/>"})), "unsupported"),
    "big5.txt": (_bytes(lambda: ("教育局工作計畫" * 40).encode("big5")), "encoding_unknown"),
    "cut-utf8.txt": (_bytes(lambda: made.PLAN.encode()[:-3]), "encoding_unknown"),
    "odd-utf16.txt": (
        _bytes(lambda: b"\xff\xfe" + made.PLAN.encode("utf-16-le")[:-1]),
        "encoding_unknown",
    ),
    "secret.txt": (_bytes(lambda: f"秘密★1年\n{made.PLAN}".encode("gb18030")), "classified"),
    "secret.docx": (
        _bytes(lambda: made.docx_of("000012\n机 密\n特急\n" + made.PLAN)),
        "classified",
    ),
    "secret.pdf": (_bytes(lambda: made.pdf_of(f"绝密★长期\n{made.PLAN}")), "classified"),
    "secret.html": (
        _bytes(lambda: f"<html><body><p>机密★5年</p><p>{made.PLAN}</p></body></html>".encode()),
        "classified",
    ),
    "secret.ofd": (
        _bytes(lambda: made.ofd([[(20, 20, "秘密★3年"), (20, 40, "正文")]])),
        "classified",
    ),
    "secret.xlsx": (
        _bytes(
            lambda: made.xlsx(
                '<row r="1"><c r="A1" t="inlineStr"><is><t>机密★2年</t></is></c></row>'
                '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
            )
        ),
        "classified",
    ),
}
