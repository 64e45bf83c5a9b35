"""Owns what is kept of a photograph: its pixels, upright, at most so large; nothing else of it.

The picture is decoded and written anew. So its place (EXIF GPS), camera and thumbnails are gone,
and a file that is a picture and something else besides is a picture only.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

MOST_PIXELS = {"JPEG": 160_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
"""A JPEG is made smaller while it is decoded; the others are decoded whole."""
Image.preinit()  # else at the first picture, in each process that decodes one
LONGEST_SIDE = 1920
QUALITY = 82


class PhotoRefused(ValueError):
    """The file is no photograph that can be kept; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class TooManyPixels(PhotoRefused):
    """It has more pixels than are decoded."""

    def __init__(self) -> None:
        super().__init__("这张照片的像素太多，没有存下。请在手机里缩小后再交。")


def cleaned_photo(
    path: Path, *, longest: int = LONGEST_SIDE, most_pixels: Mapping[str, int] = MOST_PIXELS
) -> bytes:
    """Return the photograph as a JPEG of its pixels alone. Raises PhotoRefused.

    `most_pixels` names the formats that are taken. Telephones keep a second picture (of the
    brightness) in a JPEG: of such a file, which Pillow calls MPO, the first one is the photograph.
    """
    try:
        with Image.open(path, formats=tuple(most_pixels)) as opened:
            form = "JPEG" if opened.format == "MPO" else opened.format
            if opened.width * opened.height > most_pixels[form or ""]:
                raise TooManyPixels
            # A JPEG is decoded at a half, a quarter or an eighth, as long as both sides suffice.
            share = min(1.0, longest / max(opened.size))
            opened.draft("RGB", (round(opened.width * share), round(opened.height * share)))
            opened.thumbnail((longest, longest))
            ImageOps.exif_transpose(opened, in_place=True)
            return _as_jpeg(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooManyPixels from None
    except PhotoRefused:
        raise
    except Exception as error:  # a damaged file makes Pillow's decoders raise whatever they meet
        raise PhotoRefused(
            "这不是能认的照片，没有存下。请交 jpg、png 或 webp 的照片；"
            "手机拍的 heic，先在手机里存成 jpg。"
        ) from error


def _as_jpeg(picture: Image.Image) -> bytes:
    flat = picture if picture.mode == "RGB" else _on_white(picture)
    flat.info = {}  # a comment would be written again
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    flat = Image.new("RGB", picture.size, "white")
    seen_through = picture.convert("RGBA") if picture.mode != "L" else None
    flat.paste(seen_through or picture, mask=seen_through)
    return flat
