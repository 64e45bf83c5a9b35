"""The wall on A3: one sheet, everything on it, the picture as stored, legible without colour.

The stored picture is the page at 43 dots an inch. It is held to it square by square: the mean grey
of every 12 × 12 pixels may differ by 24 of 255, so other edges of letters pass and a lost or moved
mark does not. After a wanted change draw it anew, look at it, and keep it:

    XUEYOU_REDRAW=1 .venv/bin/python -m pytest tests/surfaces/bureau/wall/test_print.py -q
"""

import os
from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest
from django.test import Client
from PIL import Image, ImageChops

from tests.paths import ROOT
from tests.surfaces.bureau.wall.browser import screen, window
from tests.surfaces.bureau.wall.conftest import Wall
from tests.wall_world import INDICATORS, PROJECTS
from xueyou.domains.plans.models import Light

STORED = ROOT / "tests" / "data" / "wall" / "a3.png"
SCALE = 0.6
SQUARE = 12
TOLERANCE = 24
POINTS = (420 / 25.4 * 72, 297 / 25.4 * 72)


def printed(client: Client, path: str) -> bytes:
    """Return the page as the browser prints it."""
    with window(screen(client, path), 1600, 1000) as page:
        return page.pdf(prefer_css_page_size=True, print_background=True)


def drawn(pdf: bytes) -> Image.Image:
    """Return the first sheet in grey."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=SCALE).to_pil().convert("L")
    document.close()
    return picture


def farthest(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of two pictures, square by square; 255 for other sizes."""
    if one.size != other.size:
        return 255
    size = (-(-one.width // SQUARE), -(-one.height // SQUARE))
    small = [picture.resize(size, Image.Resampling.BOX) for picture in (one, other)]
    return int(ImageChops.difference(*small).getextrema()[1])


def test_it_looks_as_it_did(officer: Client, wall: Wall) -> None:
    """Tests the print against the stored picture."""
    picture = drawn(printed(officer, wall.address("print/")))
    if os.environ.get("XUEYOU_REDRAW"):
        STORED.parent.mkdir(exist_ok=True)
        picture.save(STORED, optimize=True)
        pytest.fail(f"drawn anew: look at {STORED.relative_to(ROOT)} and keep it")
    with Image.open(STORED) as stored:
        assert farthest(picture, stored.convert("L")) <= TOLERANCE


def test_one_light_more_is_found(officer: Client, wall: Wall) -> None:
    """Tests that the comparison is fine enough to see one mark of twenty-eight change."""
    Light.objects.filter(about_uid=wall.hung.tasks[3].uid).update(light="bad")
    with Image.open(STORED) as stored:
        assert farthest(drawn(printed(officer, wall.address("print/"))), stored.convert("L")) > 30


def test_one_sheet_with_everything_on_it(officer: Client, wall: Wall) -> None:
    """Tests size, number of sheets, all eighteen projects, the legend, the date and the seal."""
    document = pypdfium2.PdfDocument(BytesIO(printed(officer, wall.address("print/"))))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(POINTS, abs=1)
    said = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for title in [row[0] for row in PROJECTS] + [row[1] for row in INDICATORS]:
        assert title in said, title
    for words in ("挂图作战", "2026年11月20日星期五", "数据第47周已封存，截至11月20日", "没按时"):
        assert words in said, words
    assert "旁边的表" not in said


def test_the_screens_own_page_prints_on_one_sheet_too(officer: Client, wall: Wall) -> None:
    """Tests printing straight from the wall."""
    document = pypdfium2.PdfDocument(BytesIO(printed(officer, wall.address())))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(POINTS, abs=1)
    document.close()


def test_five_shapes_without_colour(officer: Client, wall: Wall) -> None:
    """Tests that the outlines of the five lights differ when all ink is one ink."""
    shapes = {}
    with window(screen(officer, wall.address("print/")), 1600, 1000) as page:
        page.emulate_media(media="print")
        for light in ("good", "slow", "bad", "done", "none"):
            mark = page.locator(f".strip28 li.{light}").first.screenshot()
            grey = Image.open(BytesIO(mark)).convert("L").resize((40, 40))
            shapes[light] = [value < 250 for value in grey.tobytes()]
    for one, other in combinations(shapes, 2):
        differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
        assert differing >= 120, f"{one} and {other} differ in {differing} of 1600 pixels"
