"""Photographs of 2 MB as a telephone takes them, made here in colours that tell them apart."""

from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 4000, 3000
BYTES = 2_000_000
COLOURS = ((150, 70, 60), (60, 140, 80), (70, 80, 160))


@cache
def photograph(colour: tuple[int, int, int]) -> bytes:
    """Return a JPEG of twelve megapixels and 2 MB: grain and light as a telephone's camera has."""
    chance = np.random.default_rng(sum(colour))
    light = np.linspace(-40, 40, WIDTH)[None, :, None] + np.array(colour)[None, None, :]
    coarse = chance.normal(0, 12, (HEIGHT // 4, WIDTH // 4, 1)).repeat(4, 0).repeat(4, 1)
    picture = Image.fromarray(np.clip(light + coarse, 0, 255).astype(np.uint8))
    low, high, found = 5, 95, b""
    while low <= high:
        quality = (low + high) // 2
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if len(out.getvalue()) <= BYTES:
            low, found = quality + 1, out.getvalue()
        else:
            high = quality - 1
    comment = BYTES - len(found)
    pieces = []
    while comment > 4:  # what a camera writes into the head
        size = min(comment, 65_000)
        pieces.append(b"\xff\xfe" + (size - 2).to_bytes(2, "big") + b"c" * (size - 4))
        comment -= size
    return found[:2] + b"".join(pieces) + found[2:]
