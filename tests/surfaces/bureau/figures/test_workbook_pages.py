"""Taking a workbook away, handing it in, looking at what it would change, and confirming."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import Steered
from tests.formats.progress_files import filled
from tests.surfaces.bodies import LongBody
from tests.surfaces.bureau.board.conftest import Browse
from tests.surfaces.soup import one, page_of, words
from xueyou.domains.plans.models import ProgressImport
from xueyou.formats.refusal import REASONS
from xueyou.kernel.indicators.models import Target, Value
from xueyou.platform.files.models import Blob
from xueyou.platform.jobs.api import work_off


@pytest.fixture
def officer(city: City, browse: Browse) -> Client:
    """Return the browser of the bureau's plan officer."""
    return browse(city.officer)


BY_WORKBOOK = "broken_ids"
"""The code that this form alone can answer."""
KEY = {"idempotency_key": "0192f3a0-0000-7000-8000-00000000000a"}


def _page(steered: Steered) -> str:
    return f"/bureau/figures/plans/{steered.plan.uid}/"


def _row(target: Target, value: Any, **more: Any) -> dict[str, Any]:
    row = {"id": str(target.uid), "value": value, "as_of": date(2026, 11, 19), "words": "验收单"}
    return row | more


def _hand_in(
    client: Client, steered: Steered, folder: Path, *rows: dict[str, Any], name: str = "进度.xlsx"
) -> HttpResponse:
    page = page_of(client.get(_page(steered)))
    key = one(page, "input[name=idempotency_key]").get("value")
    data = filled(folder / "made.xlsx", rows).read_bytes()
    upload = SimpleUploadedFile(name, data)
    return client.post(_page(steered), {"idempotency_key": key, "file": upload})


def test_the_workbook_is_a_download_with_the_plans_name(officer: Client, steered: Steered) -> None:
    """Its rows are what the person may report; the unit chosen stands in the name."""
    answer = officer.get(f"{_page(steered)}progress.xlsx", {"unit": "规划科"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(
        0
    )
    assert len(sheet.to_python()[2:]) == 4


def test_a_filled_workbook_is_shown_then_confirmed_then_taken_in(
    officer: Client, steered: Steered, tmp_path: Path
) -> None:
    """Nothing is written before the button; the job's page ends with what was written."""
    target = steered.target("新增公办学位")
    answer = _hand_in(officer, steered, tmp_path, _row(target, "2700"))
    assert answer.status_code == 302
    page = page_of(officer.get(answer["Location"]))
    assert "2,700" in words(one(page, "table.changes"))
    assert Value.objects.filter(value=2700).count() == 0
    form = one(page, "form[action$='take-in/']")
    key = one(form, "input[name=idempotency_key]").get("value")
    officer.post(form.get("action"), {"idempotency_key": key})
    waiting = page_of(officer.get(answer["Location"]))
    assert one(waiting, "[data-job-state]").get("data-job-state") == "applying"
    assert one(waiting, "meta[http-equiv=refresh]") is not None
    work_off()
    done = page_of(officer.get(answer["Location"]))
    assert one(done, "[data-job-state]").get("data-job-state") == "done"
    assert Value.objects.current().filter(value=2700).count() == 1


def test_wrong_cells_are_answered_422_with_the_workbook_to_put_right(
    officer: Client, steered: Steered, tmp_path: Path
) -> None:
    """The cell and its sentence stand in the page; the file speaks in that row alone."""
    good, bad = steered.target("新增公办学位", "甲县"), steered.target("新增公办学位")
    answer = _hand_in(officer, steered, tmp_path, _row(good, 700), _row(bad, "很多"))
    assert answer.status_code == 422
    page = page_of(answer)
    assert words(one(page, "tbody tr th")) == "J4"
    back = officer.get(one(page, "a[download]").get("href"))
    rows = calamine.CalamineWorkbook.from_filelike(io.BytesIO(back.content)).get_sheet_by_index(0)
    assert [bool(row[-1]) for row in rows.to_python()[2:]] == [False, True]
    assert not Value.objects.filter(value=700).exists()


@pytest.mark.parametrize("broken", [1.23e17, "twice"])
def test_broken_identifiers_are_answered_422_in_their_own_words(
    officer: Client, steered: Steered, tmp_path: Path, broken: object
) -> None:
    """Tests broken_ids: its sentence, the file's name, the form intact, nothing kept."""
    blobs = Blob.objects.count()
    row = _row(steered.target("新增公办学位"), 2700)
    other = row if broken == "twice" else row | {"id": broken}
    answer = _hand_in(officer, steered, tmp_path, row, other)
    assert answer.status_code == 422
    page = page_of(answer)
    assert one(page, ".errors").get("data-code") == BY_WORKBOOK
    said = words(one(page, ".errors"))
    assert REASONS[BY_WORKBOOK].zh in said
    assert "进度.xlsx" in said
    one(page, "form[enctype='multipart/form-data'] input[type=file]")
    assert not ProgressImport.objects.exists()
    assert Blob.objects.count() == blobs


def test_another_file_is_refused_for_what_it_is(officer: Client, steered: Steered) -> None:
    """A text under a workbook's name, and no file at all."""
    key = one(page_of(officer.get(_page(steered))), "input[name=idempotency_key]").get("value")
    upload = SimpleUploadedFile("进度.xlsx", b"a,b\n")
    answer = officer.post(_page(steered), {"idempotency_key": key, "file": upload})
    assert one(page_of(answer), ".errors").get("data-code") == "format_mismatch"
    answer = officer.post(_page(steered), {"idempotency_key": key})
    assert (answer.status_code, one(page_of(answer), ".errors").get("data-code")) == (
        422,
        "missing",
    )


def test_a_declared_200_mb_is_refused_before_it_is_stored(
    officer: Client, steered: Steered, settings: object
) -> None:
    """The length in the head decides."""
    before = [p for p in settings.DATA.rglob("*") if p.is_file()]  # type: ignore[attr-defined]
    answer = officer.generic(
        "POST",
        _page(steered),
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(200 << 20), "wsgi.input": LongBody(200 << 20)},
    )
    assert one(page_of(answer), ".errors").get("data-code") == "too_large"
    after = [p for p in settings.DATA.rglob("*") if p.is_file()]  # type: ignore[attr-defined]
    assert before == after


def test_a_settled_plan_says_that_nothing_is_reported_any_more(
    officer: Client, steered: Steered
) -> None:
    """No form and no workbook, but words."""
    steered.plan.state = "closed"
    steered.plan.save(update_fields=["state"])
    answer = officer.get(f"{_page(steered)}progress.xlsx", follow=True)
    page = page_of(answer)
    assert "已经对完账" in words(one(page, "main"))
    assert not page.cssselect("input[type=file]")


def test_others_find_nothing_here(
    city: City, steered: Steered, officer: Client, browse: Browse, tmp_path: Path
) -> None:
    """A workbook is its sender's; an auditor has no figures at all."""
    answer = _hand_in(officer, steered, tmp_path, _row(steered.target("新增公办学位"), 2700))
    for stranger in (city.chief, city.county_a, city.auditor):
        browser = browse(stranger)
        assert browser.get(answer["Location"]).status_code == 404
        assert browser.get(f"{answer['Location']}wrong.xlsx").status_code == 404
        assert browser.post(f"{answer['Location']}take-in/", KEY).status_code == 404
    assert browse(city.auditor).get(_page(steered)).status_code == 404
