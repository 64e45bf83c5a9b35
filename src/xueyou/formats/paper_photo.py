"""Owns a photographed paper: one picture of pixels alone. Runs in the reading process."""

import re
from collections.abc import Callable
from pathlib import Path

from xueyou.formats.photos import PhotoRefused, TooManyPixels, cleaned_photo
from xueyou.formats.refusal import Refusal

LONGEST_SIDE = 2000
"""Pixels: the small print of a booklet of the household can be read."""
MOST_PIXELS = {"JPEG": 55_000_000, "PNG": 30_000_000}
_HEAD = 32
_HEIF = re.compile(rb"^....ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)", re.DOTALL)

Step = Callable[[int, int], None]


def photo_drawn(path: Path, step: Step) -> list[bytes]:
    """Return the one JPEG. Raises Refusal: heic, pixels, no_picture."""
    with path.open("rb") as file:
        if _HEIF.match(file.read(_HEAD)):
            raise Refusal("heic")
    try:
        return [cleaned_photo(path, longest=LONGEST_SIDE, most_pixels=MOST_PIXELS)]
    except TooManyPixels:
        raise Refusal("pixels") from None
    except PhotoRefused:
        raise Refusal("no_picture") from None
