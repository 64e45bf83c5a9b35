"""Five documents are handed in, read, and stand beside what was read in them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.desk import NEW, OFFICER, hand_in, wait_until_read
from tests.journeys.papers import real_documents
from xueyou.domains.plans.models import PlanDocument


@pytest.mark.both
@pytest.mark.parametrize("paper", real_documents(), ids=lambda path: path.stem)
def test_a_document_is_handed_in_and_read(visit: Visit, paper: Path) -> None:
    """Tests upload, progress, the marked document, its items, and the list that leads back."""
    page = visit(NEW, login=OFFICER)
    hand_in(page, paper)
    wait_until_read(page)
    uid = page.url.split("/")[-2]
    reading = PlanDocument.objects.get(uid=uid).reading
    assert reading.counts["indicator"] > 0

    number = page.locator("article.doc a.hl.number, article.doc a.hl.incell").first
    key = number.get_attribute("data-item")
    number.click()
    expect(page.locator("#panel")).to_have_attribute("data-item", key or "")
    expect(page.locator(f"article.doc .hl.now[data-item='{key}']").first).to_be_visible()

    page.goto(page.url.split("/bureau/")[0] + "/bureau/plans/")
    row = page.locator("tbody tr").filter(has=page.locator(f"a[href*='{uid}']"))
    expect(row.locator(".tag.good")).to_have_text("已读完")
    expect(row).to_contain_text(str(reading.counts["indicator"]))


def test_every_number_is_marked_at_its_own_words(visit: Visit) -> None:
    """Tests on the page itself that each mark covers the words of its fact, whole."""
    import json

    document = PlanDocument.objects.get(file_name__contains="2026年教育工作要点")
    facts = json.loads(document.reading.result)["facts"]
    page = visit(f"/bureau/plans/{document.uid}/", login=OFFICER)
    shown: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("a.hl.number")].map((mark) => {
          const copy = mark.cloneNode(true);
          copy.querySelectorAll("sup").forEach((sup) => sup.remove());
          return [mark.dataset.start, copy.textContent.replace(/[\\u2060\\s]/g, "")];
        }))"""
    )
    assert len(shown) > 20
    text = document.reading.text
    for fact in facts:
        start, end = fact["number"]["start"], fact["number"]["end"]
        if str(start) in shown:
            assert "".join(text[start:end].split()).startswith(shown[str(start)])
