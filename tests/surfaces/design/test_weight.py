"""The styles stay small: every page pays for them on a slow line."""

import gzip
from pathlib import Path

import xueyou.surfaces

MOST = 30 * 1024


def test_all_styles_together_stay_under_30_kb() -> None:
    """Tests the sum of all style sheets, each packed as the server packs it."""
    sheets = sorted(Path(xueyou.surfaces.__file__).parent.rglob("static/**/*.css"))
    assert len(sheets) >= 6
    packed = sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets)
    assert packed <= MOST, f"{packed} bytes"
