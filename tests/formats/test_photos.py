"""Whatever is done to a picture's bytes: it is kept as pixels, or refused in words."""

import tempfile
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from xueyou.formats.photos import LONGEST_SIDE, PhotoRefused, cleaned_photo

KINDS = ("JPEG", "PNG", "WEBP")
DAMAGE = st.lists(st.tuples(st.integers(0, 599), st.integers(0, 255)), min_size=1, max_size=8)


@cache
def picture(kind: str) -> bytes:
    """Return a small picture of a kind."""
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@given(st.sampled_from(KINDS), DAMAGE)
def test_a_damaged_picture_is_kept_or_refused(kind: str, damage: list[tuple[int, int]]) -> None:
    """Never anything but a JPEG or a refusal, wherever its bytes are changed."""
    damaged = bytearray(picture(kind))
    for place, byte in damage:
        damaged[place % len(damaged)] = byte
    with tempfile.NamedTemporaryFile() as file:
        file.write(damaged)
        file.flush()
        with suppress(PhotoRefused):
            assert cleaned_photo(Path(file.name)).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_picture_is_refused(tmp_path: Path, kind: str) -> None:
    """The head alone is no photograph."""
    (tmp_path / "p").write_bytes(picture(kind)[:60])
    with pytest.raises(PhotoRefused):
        cleaned_photo(tmp_path / "p")


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "L", "CMYK", "I;16"])
def test_pictures_of_every_mode_become_plain(tmp_path: Path, mode: str) -> None:
    """Transparent, by palette, grey, for print, of sixteen bits: a plain JPEG, in size."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = "I;16" if mode == "I;16" else "RGB"
    wide = Image.new(source, (3000, 20), 9 if source == "I;16" else "teal")
    wide.convert(mode).save(tmp_path / "p", kind)
    with Image.open(BytesIO(cleaned_photo(tmp_path / "p"))) as kept:
        assert (kept.format, kept.mode, max(kept.size)) == ("JPEG", "RGB", LONGEST_SIDE)
