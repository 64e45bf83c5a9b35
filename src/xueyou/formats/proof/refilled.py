"""Owns how a refilled result is told from a run: the run lies inside it as base/."""

from pathlib import Path

BASE = "base"


def is_refilled(folder: Path) -> bool:
    """Whether a folder is what `admit refill` wrote, sealed or public."""
    return (folder / BASE).is_dir() and (folder / "withdrawn.csv").is_file()
