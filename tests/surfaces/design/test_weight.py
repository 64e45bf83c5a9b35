"""The styles stay small: a page pays for its own on a slow line, never for all of them."""

import gzip
from pathlib import Path

import xueyou.surfaces

MOST = 36 * 1024
LARGEST = 9 * 1024


def test_styles_stay_under_36_kb_together_and_9_kb_each() -> None:
    """Tests the sum of all style sheets, each packed as the server packs it."""
    sheets = sorted(Path(xueyou.surfaces.__file__).parent.rglob("static/**/*.css"))
    assert len(sheets) >= 6
    packed = {sheet.name: len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets}
    assert sum(packed.values()) <= MOST, packed
    assert max(packed.values()) <= LARGEST, packed
