"""Small well-formed files of each format, made in memory for tests."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
PLAN = (
    "临澄市教育局2026年工作要点\n"
    "一、主要目标\n"
    "到2026年，新建公办幼儿园12所，新增学位3600个，学前教育普及率达到98%以上。\n"
    "二、重点任务\n"
    "1.实施学前教育提升工程。投入资金2.4亿元，改造老旧幼儿园20所。（责任单位：市教育局、市财政局）\n"
)


def zipped(members: Mapping[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of the members, always with the same times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = compression
            archive.writestr(info, data)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def docx(body: str, extra: Mapping[str, bytes | str] | None = None, *, prolog: str = "") -> bytes:
    """Return a .docx whose body is this WordprocessingML."""
    document = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": WORD_TYPES, "word/document.xml": document, **(extra or {})}
    )


def docx_of(text: str) -> bytes:
    """Return a .docx with a paragraph for each line."""
    return docx("".join(paragraph(line) for line in text.splitlines()))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a w:tbl of these cell texts."""
    lines = ("".join(f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def xlsx(sheet_xml: str, extra: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return an .xlsx with one sheet of this SpreadsheetML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": WORD_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="任务" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet_xml}'
        "</sheetData></worksheet>",
    }
    return zipped(members | dict(extra or {}))


class PdfBody:
    """Numbered objects of a PDF, and the file around them."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: bytes | str) -> int:
        """Append an object and return its number."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "") -> int:
        """Append a stream object, packed."""
        packed = zlib.compress(data)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n"
        return self.add(head.encode() + packed + b"\nendstream")

    def file(self, root: int) -> bytes:
        """Return the file with its cross-reference table."""
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(self.objects, start=1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        for place in places:
            out.write(b"%010d 00000 n \n" % place)
        out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(places) + 1, root))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    *,
    size: float = 16,
    drawn: Sequence[str] = (),
) -> bytes:
    """Return a PDF of pages, each a list of (x, y, text) in points, y upwards.

    `drawn` holds drawing operators for the first pages, one string a page.

    The font is Adobe's STSong-Light by name with a UCS2 map, as PDF allows for Chinese: nothing
    needs to be embedded to read the text back.
    """
    body = PdfBody()
    descriptor = body.add(
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    descendant = body.add(
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
        f"/FontDescriptor {descriptor} 0 R >>"
    )
    font = body.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        f"/DescendantFonts [{descendant} 0 R] >>"
    )
    tree = len(body.objects) + 2 * len(pages) + 1
    kids = []
    for number, lines in enumerate(pages):
        shown = "".join(
            f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in lines
        )
        rules = drawn[number] if number < len(drawn) else ""
        content = body.stream((rules + shown).encode())
        kids.append(
            body.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] "
                f"/Contents {content} 0 R "
                f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    assert body.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>") == tree
    return body.file(body.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def pdf_of(text: str, *, per_page: int = 40) -> bytes:
    """Return a PDF with one line of print a line of text."""
    lines = text.splitlines()
    pages = [lines[i : i + per_page] for i in range(0, len(lines), per_page)]
    return pdf(
        [[(72, 780 - 18 * n, line) for n, line in enumerate(page) if line] for page in pages],
        size=10,
    )


def picture_pdf(pages: int = 1) -> bytes:
    """Return a PDF whose pages are one grey picture each, as a scanner makes them."""
    body = PdfBody()
    image = body.stream(
        b"\x80" * (64 * 64),
        "/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8",
    )
    tree = len(body.objects) + 2 * pages + 1
    kids = []
    for _ in range(pages):
        content = body.stream(b"q 595 0 0 842 0 0 cm /Im1 Do Q")
        kids.append(
            body.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] "
                f"/Contents {content} 0 R "
                f"/Resources << /XObject << /Im1 {image} 0 R >> >> >>"
            )
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    body.add(f"<< /Type /Pages /Count {pages} /Kids [{listed}] >>")
    return body.file(body.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def ofd(pages: Sequence[Sequence[tuple[float, float, str]]], *, size: float = 5.6) -> bytes:
    """Return an OFD of pages, each a list of (x, y, text) in millimetres, y downwards."""
    name = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    members: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {name}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    }
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    members["Doc_0/Document.xml"] = (
        f"<ofd:Document {name}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    for number, lines in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 150 {size}" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size}" DeltaX="g {len(text) - 1} {size}">{text}'
            "</ofd:TextCode></ofd:TextObject>"
            for x, y, text in lines
        )
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {name}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
            "</ofd:Page>"
        )
    return zipped(members)


def ole(streams: Sequence[str]) -> bytes:
    """Return a compound file (CFB) whose directory names these streams; their content is empty."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:48] = (1).to_bytes(4, "little")
    header[48:52] = (1).to_bytes(4, "little")
    header[56:60] = (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:] = (0).to_bytes(4, "little") + b"\xff" * 432
    fat = bytearray(b"\xff" * 512)
    fat[:8] = b"\xfd\xff\xff\xff\xfe\xff\xff\xff"
    directory = b""
    for index, name in enumerate(("Root Entry", *streams)[:4]):
        entry = bytearray(128)
        coded = name.encode("utf-16-le")
        entry[: len(coded)] = coded
        entry[64:66] = (len(coded) + 2).to_bytes(2, "little")
        entry[66:68] = b"\x05\x01" if index == 0 else b"\x02\x01"
        entry[68:80] = b"\xff" * 12
        directory += bytes(entry)
    return bytes(header) + bytes(fat) + directory.ljust(512, b"\x00") + b"\x00" * 4096
