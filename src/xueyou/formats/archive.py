"""Owns opening zip containers (docx, xlsx, ofd) that may be hostile.

Everything is judged by the central directory before a byte is unpacked, and unpacking stops at the
size that was declared there.
"""

import itertools
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from xueyou.formats.refusal import Refusal

MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 5000
MAX_RATIO = 200
"""Office XML packs to a tenth, seldom to a fiftieth; deflate cannot exceed 1:1032."""
_RATIO_FROM = 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_MAX_COMMENT = 65_535


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose directory has been found harmless.

    Raises Refusal: zip_bomb, too_large, encrypted, macro, or format_mismatch where it is broken.
    """
    _refuse_many_members(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
        raise damaged() from None
    with archive:
        _refuse_hostile(archive, path.stat().st_size)
        yield archive


@contextmanager
def open_member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Open one member; a broken or wrongly packed one is refused as damaged."""
    try:
        with archive.open(name) as member:
            yield member
    except (zipfile.BadZipFile, EOFError, NotImplementedError, KeyError, OSError, ValueError):
        raise damaged() from None
    except RuntimeError as error:
        if "password" in str(error):
            raise Refusal("encrypted") from None
        raise


def damaged() -> Refusal:
    """Make the refusal of a file that is cut short or broken inside."""
    return Refusal(
        "format_mismatch",
        detail="文件不完整，或已经损坏。",
        detail_en="The file is incomplete or damaged.",
    )


def _refuse_many_members(path: Path) -> None:
    """Read the member count from the end record, before a directory of millions is parsed."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_SIZE - _MAX_COMMENT))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise damaged()
    count, directory_size = struct.unpack("<HI", tail[place + 10 : place + 16])
    if count > MAX_MEMBERS or directory_size > MAX_MEMBERS * 512:
        raise Refusal(
            "zip_bomb",
            detail=f"里面有超过 {MAX_MEMBERS} 个部件。",
            detail_en=f"It holds more than {MAX_MEMBERS} members.",
        )


def _refuse_hostile(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Refusal("zip_bomb")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if packed > size or _overlapping(members):
        raise Refusal("zip_bomb")
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        if member.flag_bits & 0x1:
            raise Refusal("encrypted")
        if member.file_size > _RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size:
            raise Refusal("zip_bomb")
        if _escapes(member.filename):
            raise Refusal(
                "unsupported",
                detail="里面有部件的名字想跳出自己的文件夹，不像是办公软件存的。",
                detail_en="A member's name points outside the archive.",
            )
        if member.filename.lower().endswith("vbaproject.bin"):
            raise Refusal("macro")
    if unpacked > MAX_UNPACKED:
        code = "zip_bomb" if unpacked > 100 * max(size, 1) else "too_large"
        raise Refusal(
            code,
            detail=f"解开后有 {unpacked // (1024 * 1024)} MB，最多 200 MB。",
            detail_en=f"Unpacked it has {unpacked // (1024 * 1024)} MB; the limit is 200 MB.",
        )


def _overlapping(members: list[zipfile.ZipInfo]) -> bool:
    """Say whether two members share packed bytes, as in bombs that reuse one kernel."""
    places = sorted((m.header_offset, m.compress_size) for m in members)
    return any(
        offset + 30 + packed > following
        for (offset, packed), (following, _) in itertools.pairwise(places)
    )


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or "\x00" in name or ":" in parts[0]
