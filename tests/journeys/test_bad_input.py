"""Files that are not taken: a sentence on the same form, and the earlier document as it was."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.formats.hostile import FILES
from tests.journeys.conftest import Visit
from tests.journeys.desk import NEW, OFFICER, hand_in
from xueyou.domains.plans.models import PlanDocument
from xueyou.formats.refusal import REASONS

SHOWN = (
    "blank.docx",
    "noise.txt",
    "word-named.pdf",
    "locked.pdf",
    "bomb.docx",
    "macro.xlsx",
    "old.doc",
    "big5.txt",
    "secret.docx",
)


@pytest.mark.parametrize("name", SHOWN)
def test_a_bad_file_is_answered_on_the_form(visit: Visit, tmp_path: Path, name: str) -> None:
    """Tests 422, the sentence in focus, the file's name, and that nothing was added."""
    build, code = FILES[name]
    build(tmp_path / name)
    before = PlanDocument.objects.count()
    page = visit(NEW, login=OFFICER)
    with page.expect_navigation() as moved:
        hand_in(page, tmp_path / name)
    assert moved.value.status == 422
    errors = page.locator(".errors")
    expect(errors).to_be_focused()
    expect(errors).to_contain_text(REASONS[code].zh)
    expect(errors).to_contain_text(name)
    expect(page).to_have_title("要改一处：交一份文件 · 学优")
    assert PlanDocument.objects.count() == before
    page.locator(".errors a").click()
    expect(page.locator("input[type=file]")).to_be_focused()


def test_a_file_that_is_too_large_is_said_before_it_is_sent(visit: Visit, tmp_path: Path) -> None:
    """Tests that the page itself counts: nobody waits for 60 MB to be refused."""
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(60 << 20)
    page = visit(NEW, login=OFFICER)
    hand_in(page, large)
    expect(page.locator("[data-too-large]")).to_be_visible()
    assert page.url.endswith(NEW)


def test_without_script_a_too_large_file_is_answered_in_words(visit: Visit, tmp_path: Path) -> None:
    """Tests that the server's answer reaches the browser although it did not keep the body."""
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(60 << 20)
    page = visit(NEW, login=OFFICER, script=False)
    with page.expect_navigation() as moved:
        hand_in(page, large)
    assert moved.value.status == 422
    expect(page.locator(".errors")).to_contain_text(REASONS["too_large"].zh)
