"""Which characters the machine's fonts can draw, by the fonts that our own styles name.

Text extraction cannot tell: a box drawn for a missing glyph still copies as the right character.
"""

import re
import subprocess
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

import xueyou.surfaces.design

TOKENS = Path(xueyou.surfaces.design.__file__).parent / "static" / "design" / "tokens.css"
INVISIBLE = set("\n\r\t \u00a0\u2060\u200b\u200d\ufe0f\ufeff\u3000")
GENERIC = {"system-ui": "sans-serif", "sans-serif": "sans-serif", "serif": "serif"}


def families() -> list[str]:
    """Return the families of the serif, sans and mono stacks, as our tokens name them."""
    stacks = re.findall(r"--(?:sans|serif|mono):([^;]+);", TOKENS.read_text())
    return [name.strip().strip('"') for stack in stacks for name in stack.split(",")]


@cache
def drawable() -> frozenset[int]:
    """Return the code points that at least one of those fonts, where installed, has a glyph for."""
    found: set[int] = set()
    for path in _files():
        fonts = TTCollection(path).fonts if path.suffix.lower() == ".ttc" else [TTFont(path)]
        for font in fonts:
            found.update(code for code, name in font.getBestCmap().items() if name != ".notdef")
            font.close()
    return frozenset(found)


def _files() -> set[Path]:
    listed = subprocess.run(
        ["fc-list", "--format", "%{family}\t%{file}\n"], capture_output=True, text=True, check=True
    )
    wanted = {name.lower() for name in families()}
    paths = set()
    for line in listed.stdout.splitlines():
        names, _, file = line.partition("\t")
        if any(name.strip().lower() in wanted for name in names.split(",")):
            paths.add(Path(file))
    for generic in ("sans-serif", "serif"):
        match = subprocess.run(
            ["fc-match", "--format", "%{file}", generic], capture_output=True, text=True, check=True
        )
        paths.add(Path(match.stdout))
    assert paths, "no font that our styles name is installed: run `make system`"
    return {path for path in paths if path.suffix.lower() in {".ttf", ".ttc", ".otf"}}


def missing(text: str) -> set[str]:
    """Return the characters of the text that no such font can draw."""
    known = drawable()
    return {c for c in text if c not in INVISIBLE and ord(c) not in known}
