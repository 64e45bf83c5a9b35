"""Owns the list of the rulebooks that come with the package; a bureau copies one and checks it."""

from importlib.resources import files
from pathlib import Path

SHIPPED = Path(str(files("xueyou.rulebook"))) / "shipped"


def shipped() -> dict[str, Path]:
    """Return the shipped rulebooks by name (folder/stem), in order of their names."""
    found = {f"{path.parent.name}/{path.stem}": path for path in SHIPPED.glob("*/*.yaml")}
    return dict(sorted(found.items()))
