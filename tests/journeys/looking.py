"""What must hold for every page at every size: nothing sideways, all touchable, no barrier."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
TAP = 44

_SCRIPT = Path(__file__).with_name("looking.js").read_text()
SIDEWAYS = f"() => {{ {_SCRIPT}; return sideways(); }}"
TOO_SMALL = f"(least) => {{ {_SCRIPT}; return tooSmall(least); }}"
BAR = "(how) => { const bar = document.querySelector('.rail'); if (bar) bar.style.position = how; }"


@dataclass(frozen=True)
class Size:
    """A screen: name, width, height, whether it is touched."""

    name: str
    width: int
    height: int
    touched: bool = False


PHONE = Size("phone", 390, 844, touched=True)
LAPTOP = Size("laptop", 1366, 768)
WIDE = Size("wide", 1920, 1080)
SIZES = (PHONE, LAPTOP, WIDE)


def enlarge(page: Page) -> None:
    """Load the page again in large type, as the device remembers it."""
    site = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "type_size", "value": "large", "url": site}])
    page.reload()


def faults(page: Page, *, touched: bool, rules: bool = True) -> Iterator[str]:
    """Yield what is wrong with the page as it stands, in words; `rules`: ask axe too."""
    for element in page.evaluate(SIDEWAYS):
        yield f"scrolls sideways: {element}"
    if touched:
        for element in page.evaluate(TOO_SMALL, TAP):
            yield f"too small to touch: {element}"
    if not rules:
        return
    # The bar at the foot lies over whatever has scrolled under it: that is no small target.
    page.evaluate(BAR, "static")
    for violation in AXE.run(page, options=RULES).response["violations"]:
        nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:4])
        yield f"axe {violation['id']}: {violation['help']} ({nodes})"
    page.evaluate(BAR, "")
