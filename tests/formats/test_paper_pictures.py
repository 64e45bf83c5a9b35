"""Papers photographed or scanned: pixels alone are kept, and what is refused is told in words."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zlib import compress

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from xueyou.formats.begun import child_environment
from xueyou.formats.paper_pdf import MOST_PAGES
from xueyou.formats.paper_photo import LONGEST_SIDE
from xueyou.formats.paper_pictures import pictures_of
from xueyou.formats.refusal import Refusal

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photograph() -> bytes:
    """Return a JPEG that tells where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "PLANTED-MAKER", 6
    exif[GPS] = {1: "N", 2: (24.0, 30.0, 1.0), 3: "E", 4: (118.0, 6.0, 1.0)}
    out = BytesIO()
    Image.new("RGB", (3000, 1000), "teal").save(out, "JPEG", exif=exif, comment="PLANTED-WORDS")
    return out.getvalue()


def pdf(pages: int = 1, script: str = "", packed: bool = False, attached: bool = False) -> bytes:
    """Return a PDF, with a script or a file in it if wanted."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(name): value for name, value in action.items()}
        )
    if attached:
        writer.add_attachment("a.exe", b"MZ")
    if packed:
        objects = b"9 0 <</S /J#61vaScript /J#53 (x)>>"
        stream = DecodedStreamObject()
        stream.set_data(compress(objects))
        stream[NameObject("/Type")] = NameObject("/ObjStm")
        stream[NameObject("/N")] = NumberObject(1)
        writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def refusal_of(path: Path, data: bytes) -> str:
    """Return the code with which bytes are refused."""
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        pictures_of(path)
    return refused.value.code


def test_a_photograph_is_kept_upright_and_tells_no_place(tmp_path: Path) -> None:
    """Whatever its name says: size, orientation, and no word of camera or place."""
    (tmp_path / "p.txt").write_bytes(photograph())
    (kept,) = pictures_of(tmp_path / "p.txt")
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (667, LONGEST_SIDE))
        assert not picture.getexif()
    assert b"PLANTED" not in kept
    assert b"Exif" not in kept


def test_what_telephones_add_is_left_out(tmp_path: Path) -> None:
    """A second picture behind the first (MPO), and a PNG."""
    second = Image.new("RGB", (40, 40), "red")
    two, png = BytesIO(), BytesIO()
    Image.new("RGB", (400, 300), "teal").save(two, "MPO", save_all=True, append_images=[second])
    second.save(png, "PNG")
    for data, size in ((two.getvalue(), (400, 300)), (png.getvalue(), (40, 40))):
        (tmp_path / "p").write_bytes(data)
        (kept,) = pictures_of(tmp_path / "p")
        with Image.open(BytesIO(kept)) as picture:
            assert picture.size == size


def test_sixty_megapixels_are_refused_and_fifty_are_not(tmp_path: Path) -> None:
    """By what the head declares: nothing of it is decoded."""
    for form in ("JPEG", "PNG"):
        bomb = BytesIO()
        Image.new("1" if form == "PNG" else "L", (10_000, 6_000)).save(bomb, form)
        assert refusal_of(tmp_path / "p", bomb.getvalue()) == "pixels"
    Image.new("L", (8_160, 6_144)).save(tmp_path / "p", "JPEG")
    assert len(pictures_of(tmp_path / "p")) == 1


def test_what_is_no_picture_is_refused_by_its_bytes(tmp_path: Path) -> None:
    """HEIC with the way out; text, half a picture, a broken PDF, whatever they are called."""
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200
    assert refusal_of(tmp_path / "p.jpg", heic) == "heic"
    assert "兼容性最佳" in Refusal("heic").zh
    for data in (b"<script>alert(1)</script>", b"GIF89a" + b"\0" * 90, photograph()[:400], b""):
        assert refusal_of(tmp_path / "p.jpg", data) == "no_picture"
    assert refusal_of(tmp_path / "p.jpg", b"%PDF-1.7 nothing") == "no_picture"


def test_a_process_for_a_photograph_imports_little() -> None:
    """It is started for each of them; what documents need costs a sixth of all that it computes."""
    told = "import sys, xueyou.formats.reading_process, xueyou.formats.paper_photo"
    command = [sys.executable, "-P", "-c", f"{told}; print(*sys.modules)"]
    env = child_environment()
    loaded = subprocess.run(command, env=env, capture_output=True, check=True).stdout.split()
    assert b"PIL.Image" in loaded
    assert not {b"dataclasses", b"inspect", b"hashlib", b"xueyou.formats.draft"} & {*loaded}


def test_a_pdf_becomes_its_pages(tmp_path: Path) -> None:
    """Drawn, in size, as many as are taken."""
    (tmp_path / "p").write_bytes(pdf(pages=MOST_PAGES))
    pages = pictures_of(tmp_path / "p")
    assert len(pages) == MOST_PAGES
    with Image.open(BytesIO(pages[0])) as picture:
        assert LONGEST_SIDE - 2 <= max(picture.size) <= LONGEST_SIDE
    assert refusal_of(tmp_path / "p", pdf(pages=MOST_PAGES + 1)) == "pages"


def test_streams_that_never_end_take_no_time(tmp_path: Path) -> None:
    """They are looked through once: the next family's photograph waits for this one."""
    data = b"%PDF-1.7\n" + b"stream\n" * 1_400_000
    assert refusal_of(tmp_path / "p", data) == "no_picture"


def test_a_pdf_with_a_program_is_refused(tmp_path: Path) -> None:
    """A script, one in packed objects with escaped names, a file that is carried along."""
    for data in (pdf(script="app.alert(1)"), pdf(packed=True), pdf(attached=True)):
        assert refusal_of(tmp_path / "p", data) == "script"
