"""Owns what is kept of a photograph: its pixels, upright, at most so large; nothing else of it.

The picture is decoded and written anew. So its place (EXIF GPS), camera and thumbnails are gone,
and a file that is a picture and something else besides is a picture only.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

MOST_PIXELS = {"JPEG": 160_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
"""A JPEG is made smaller while it is decoded; the others are decoded whole."""
FORMATS = tuple(MOST_PIXELS)
LONGEST_SIDE = 1920
QUALITY = 82


class PhotoRefused(ValueError):
    """The file is no photograph that can be kept; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def cleaned_photo(path: Path) -> bytes:
    """Return the photograph as a JPEG of its pixels alone. Raises PhotoRefused."""
    try:
        with Image.open(path, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS[opened.format or ""]:
                raise PhotoRefused(_TOO_LARGE)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return _as_jpeg(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PhotoRefused(_TOO_LARGE) from None
    except PhotoRefused:
        raise
    except Exception as error:  # a damaged file makes Pillow's decoders raise whatever they meet
        raise PhotoRefused(
            "这不是能认的照片，没有存下。请交 jpg、png 或 webp 的照片；"
            "手机拍的 heic，先在手机里存成 jpg。"
        ) from error


_TOO_LARGE = "这张照片的像素太多，没有存下。请在手机里缩小后再交。"


def _as_jpeg(picture: Image.Image) -> bytes:
    flat = Image.new("RGB", picture.size, "white")
    seen_through = picture.convert("RGBA") if picture.mode not in ("RGB", "L") else None
    flat.paste(seen_through or picture, mask=seen_through)
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
