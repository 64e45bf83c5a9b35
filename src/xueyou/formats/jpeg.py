"""Owns telling a whole JPEG from something that only begins like one."""

from pathlib import Path

from xueyou.formats.archive import damaged
from xueyou.formats.refusal import Refusal

MOST_PIXELS = 200_000_000
_ALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, b"\xff\xd9"


def check_jpeg(path: Path) -> tuple[int, int]:
    """Walk the segments of a JPEG to its picture; return (width, height) in pixels.

    Nothing may follow the end mark but zero bytes: a file that is also an archive or a page is
    refused. Raises Refusal: format_mismatch where it is cut short or broken, too_large.
    """
    data = path.read_bytes()
    if not data.startswith(b"\xff\xd8"):
        raise damaged()
    if not data.rstrip(b"\x00").endswith(_END):
        raise damaged()
    size, place = None, 2
    while True:
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if place + 4 > len(data) or data[place] != 0xFF:
            raise damaged()
        marker = data[place + 1]
        if marker in _ALONE:
            place += 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if length < 2 or place + 2 + length > len(data):
            raise damaged()
        if marker in _FRAMES and length >= 8:
            height = int.from_bytes(data[place + 5 : place + 7], "big")
            width = int.from_bytes(data[place + 7 : place + 9], "big")
            size = width, height
        if marker == _SCAN:
            return _plausible(size)
        place += 2 + length


def _plausible(size: tuple[int, int] | None) -> tuple[int, int]:
    if size is None or 0 in size:
        raise damaged()
    if size[0] * size[1] > MOST_PIXELS:
        raise Refusal("too_large", detail="图片的像素太多。")
    return size
