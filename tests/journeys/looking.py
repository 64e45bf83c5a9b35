"""What must hold for every page at every size: nothing sideways, big enough to touch, no barrier."""

from collections.abc import Iterator
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
TAP = 44

SIDEWAYS = """() => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > most + 1)
    .slice(0, 5).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`);
}"""

# Targets inside a sentence are exempt (WCAG 2.5.8): a line of text cannot be 44 px high.
TOO_SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary, label.btn")]
  .filter((e) => {
    if (e.closest(".doc p, .doc h2, .doc h3, .doc h4, .doc td, .prose p, .prose li, .vh")) return false;
    if (e.classList.contains("vh") || e.classList.contains("skip") || e.type === "hidden") return false;
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || getComputedStyle(e).visibility === "hidden") return false;
    if (getComputedStyle(e).display === "inline" && e.tagName === "A") return false;
    return box.height < least - 0.5 || box.width < least - 0.5;
  })
  .map((e) => `${e.tagName}.${e.className} “${e.textContent.trim().slice(0, 20)}” `
    + `${Math.round(e.getBoundingClientRect().width)}×${Math.round(e.getBoundingClientRect().height)}`)"""


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


def faults(page: Page, *, touched: bool) -> Iterator[str]:
    """Yield what is wrong with the page as it stands, in words."""
    for element in page.evaluate(SIDEWAYS):
        yield f"scrolls sideways: {element}"
    if touched:
        for element in page.evaluate(TOO_SMALL, TAP):
            yield f"too small to touch: {element}"
    for violation in AXE.run(page, options=RULES).response["violations"]:
        nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:4])
        yield f"axe {violation['id']}: {violation['help']} ({nodes})"
