"""Where tests find things that may lie beside the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_BESIDE = ROOT.parent / "shared"

SHARED: Path | None = _BESIDE if (_BESIDE / "documents").is_dir() else None
"""Real documents, gold annotations and data beside the checkout; None where they are absent."""
