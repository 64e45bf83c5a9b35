"""A long PDF: the bar moves, never back; it can be stopped; without script the page comes anew."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import NEW, OFFICER, hand_in, wait_until_read
from tests.journeys.papers import long_pdf
from tests.waiting import allowed
from xueyou.domains.plans.models import PlanDocument

PAGES = 60
READ_IN = 30.0
STOPPED_IN = 3.0
LEAST_VALUES = 10

WATCH = """
const note = () => {
  const bar = document.querySelector("#progress[data-percent]");
  if (!bar) return;
  const seen = JSON.parse(sessionStorage.getItem("seen") || "[]");
  const value = Number(bar.dataset.percent);
  if (seen[seen.length - 1] !== value) {
    seen.push(value);
    sessionStorage.setItem("seen", JSON.stringify(seen));
  }
};
new MutationObserver(note).observe(document, { childList: true, subtree: true, attributes: true });
document.addEventListener("DOMContentLoaded", note);
"""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Return sixty pages of work points."""
    return long_pdf(PAGES)


def _file(pdf: bytes, name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf}


def _seen(page: Page) -> list[int]:
    return list(page.evaluate("JSON.parse(sessionStorage.getItem('seen') || '[]')"))


def test_the_bar_moves_and_never_back(visit: Visit, pdf: bytes) -> None:
    """Tests ten values or more, none below the one before, and the whole within half a minute."""
    page = visit(NEW, login=OFFICER)
    page.add_init_script(WATCH)
    page.reload()
    start = time.monotonic()
    hand_in(page, _file(pdf, "六十页.pdf"))
    wait_until_read(page)
    took = time.monotonic() - start
    values = _seen(page)
    assert values == sorted(values)
    assert len(set(values)) >= LEAST_VALUES, values
    assert took <= allowed(READ_IN)


def test_stopping_leaves_no_draft(visit: Visit, pdf: bytes) -> None:
    """Tests that a press stops the reading within three seconds, and nothing of it stays."""
    page = visit(NEW, login=OFFICER)
    hand_in(page, _file(pdf, "停下.pdf"))
    page.wait_for_selector("#progress[data-job-state=reading]")
    start = time.monotonic()
    page.get_by_role("button", name="不读了").click()
    page.wait_for_selector("#progress[data-job-state=cancelled]")
    assert time.monotonic() - start <= allowed(STOPPED_IN)
    document = PlanDocument.objects.get(uid=page.url.split("/")[-2])
    assert not hasattr(document, "reading")
    expect(page.get_by_text("没有留下任何读取结果")).to_be_visible()


def test_without_script_the_page_comes_anew(visit: Visit, pdf: bytes) -> None:
    """Tests the same way in a browser without script: the page refreshes itself to the end."""
    page = visit(NEW, login=OFFICER, script=False)
    hand_in(page, _file(pdf, "没有脚本.pdf"))
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("[role=progressbar]")).to_be_visible()
    wait_until_read(page)
    expect(page.locator("article.doc a.hl.number").first).to_be_visible()
