"""The page of a document that is not read yet."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.surfaces.conftest import HandIn
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import PlanDocument
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import wall_now

HTMX = {"HX-Request": "true"}


@pytest.fixture
def waiting(hand_in: HandIn) -> str:
    """Return the address of a document that waits for the worker."""
    return f"/bureau/plans/{hand_in(read=False)}/"


def _run(done: int, total: int, said: str) -> None:
    Job.objects.update(
        state="running",
        lease_token="0" * 32,
        lease_until=wall_now() + timedelta(minutes=1),
        done=done,
        total=total,
        said=said,
    )


def test_it_says_how_far_and_that_one_may_go(officer: Client, waiting: str) -> None:
    """Tests percent, what is being done, and the word that the page may be closed."""
    _run(300, 1000, "正在打开：第 18 页，共 60 页")
    page = page_of(officer.get(waiting))
    section = one(page, "#progress")
    assert (section.get("data-job-state"), section.get("data-percent")) == ("reading", "30")
    bar = one(page, "[role=progressbar]")
    assert bar.get("aria-valuenow") == "30"
    assert "第 18 页" in words(section)
    assert "可以关掉页面" in words(section)


def test_without_script_the_page_refreshes_itself(officer: Client, waiting: str) -> None:
    """Tests that the browser is told to come back, only while there is something to come."""
    said = officer.get(waiting).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in said
    Job.objects.update(state="failed", error="读不了。", finished_at=wall_now())
    assert "http-equiv" not in officer.get(waiting).content.decode()


def test_the_moving_part_is_answered_alone(officer: Client, waiting: str) -> None:
    """Tests what is asked for twice a second: the part, which asks again for itself."""
    answer = officer.get(waiting + "progress/", headers=HTMX)
    said = answer.content.decode()
    assert said.startswith('<div id="moving"')
    assert f'hx-get="{waiting}progress/"' in said
    assert "<html" not in said


def test_once_read_it_asks_no_more(officer: Client, waiting: str) -> None:
    """Tests the last answer of the moving part, and the page that comes after it."""
    work_off()
    said = officer.get(waiting + "progress/", headers=HTMX).content.decode()
    assert 'data-state="read" data-read="100"' in said
    assert "hx-get" not in said
    assert one(page_of(officer.get(waiting)), "article.doc") is not None


def test_asked_without_script_it_leads_to_the_page(officer: Client, waiting: str) -> None:
    """Tests that the part is never shown alone to a person."""
    answer = officer.get(waiting + "progress/")
    assert (answer.status_code, answer["Location"]) == (302, waiting)


def test_it_asks_the_database_little(
    officer: Client, waiting: str, django_assert_max_num_queries: object
) -> None:
    """Tests the price of a look, since many look twice a second."""
    officer.get(waiting + "progress/", headers=HTMX)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        officer.get(waiting + "progress/", headers=HTMX)


def test_stopping_leaves_no_draft_and_offers_to_read_again(officer: Client, waiting: str) -> None:
    """Tests stop, and that the file can be read again from the same page."""
    key = one(page_of(officer.get(waiting)), "input[name=idempotency_key]").get("value")
    answer = officer.post(waiting + "cancel/", {"idempotency_key": key})
    assert answer["Location"] == waiting
    work_off()
    page = page_of(officer.get(waiting))
    assert one(page, "#progress").get("data-job-state") == "cancelled"
    assert not hasattr(PlanDocument.objects.get(), "reading")
    again = one(page, f"form[action='{waiting}again/'] input[name=idempotency_key]").get("value")
    officer.post(waiting + "again/", {"idempotency_key": again})
    work_off()
    assert PlanDocument.objects.get().reading.counts["all"] > 0


def test_stopping_too_late_says_that_it_is_read(officer: Client, waiting: str) -> None:
    """Tests a press on a page that was open for too long."""
    work_off()
    answer = officer.post(waiting + "cancel/", {"idempotency_key": "k"}, follow=True)
    assert answer.status_code == 200
    one(page_of(answer), "article.doc")


def test_a_failure_says_its_sentence(officer: Client, waiting: str) -> None:
    """Tests the page after the reader gave up in words."""
    Job.objects.update(state="failed", error="这份文件加了密码，打不开。", finished_at=wall_now())
    page = page_of(officer.get(waiting))
    assert one(page, "#progress").get("data-job-state") == "failed"
    assert "这份文件加了密码" in words(page)
