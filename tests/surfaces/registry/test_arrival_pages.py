"""新生报到 from the first name to lists that agree; a county sees numbers and no name."""

import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import python_calamine as calamine
import xlsxwriter
from django.test import Client

from tests.domains.arrivals.world import BORN, NAMES, Arrived, found_arrived
from tests.domains.enrolment.conftest import own_roles
from tests.kernel.registry.people_world import citizen_number, officer
from tests.surfaces.registry.conftest import Browser
from xueyou.platform.acts.models import Act

__all__ = ["own_roles"]


@pytest.fixture
def arrived(db: None, own_roles: None) -> Arrived:
    """Give three children places in one school."""
    return found_arrived()


def posted(client: Client, address: str, **fields: Any) -> Any:
    """Post a form with a key of its own."""
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def book(path: Path, *rows: tuple[str, str, str]) -> Path:
    """Write a list with its numbers."""
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet()
    for number, row in enumerate([("姓名", "身份证件号", "学籍号"), *rows]):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
    made.close()
    return path


def test_a_school_from_the_list_to_lists_that_agree(
    arrived: Arrived, browser: Browser, tmp_path: Path
) -> None:
    """The clerk begins at his own school, notes, fetches, takes back, compares."""
    clerk = browser(arrived.clerk)
    address = f"/registry/arrivals/{arrived.school.uid}/"
    assert clerk.get("/registry/arrivals/").url == address
    page = clerk.get(address).content.decode()
    assert all(name in page for name in NAMES)
    assert "家长还没接受" in page
    first, second = arrived.offer(0), arrived.offer(1)
    said = {f"said-{first}": "unreached", f"said-{second}": "", "rest": "came", "year": "2026"}
    assert posted(clerk, address, **said).status_code == 302
    page = clerk.get(f"{address}?only=absent").content.decode()
    assert NAMES[0] in page
    assert NAMES[1] not in page
    wrong = posted(clerk, address, **{f"said-{first}": "nonsense", "year": "2026"})
    assert wrong.status_code == 422
    assert "选一个原因" in wrong.content.decode()
    answer = posted(clerk, f"{address}numbers/list/", year="2026")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert citizen_number(1, BORN) in str(sheet.get_sheet_by_index(0).to_python())
    for _ in range(2):  # a second click of the same page is a second taking away
        clerk.post(f"{address}numbers/list/", {"idempotency_key": "k" * 36, "year": "2026"})
    assert Act.objects.filter(verb="arrivals.fetch_numbers").count() == 3
    rows = [(NAMES[0], citizen_number(1, BORN), f"G{citizen_number(2, BORN)}")]
    filled = book(tmp_path / "a.xlsx", *rows, ("王某", citizen_number(8), "G1"))
    with filled.open("rb") as file:
        refused = posted(clerk, f"{address}numbers/", file=file)
    assert refused.status_code == 422
    assert "第3行" in refused.content.decode()
    filled = book(
        tmp_path / "b.xlsx", (NAMES[0], citizen_number(1, BORN), f"G{citizen_number(1, BORN)}")
    )
    with filled.open("rb") as file:
        assert posted(clerk, f"{address}numbers/", file=file).status_code == 302
    compared = clerk.get(f"{address}compared/").content.decode()
    assert "联系不上" in compared
    assert "还没有学籍号" in compared


def test_a_county_sees_how_many(arrived: Arrived, browser: Browser) -> None:
    """Numbers by school, no name; the pages of a school are not there for it."""
    above = browser(officer("registry_officer", arrived.enrolment.office.bureau, "above"))
    page = above.get("/registry/arrivals/?year=2026").content.decode()
    assert "柳荫街小学" in page
    assert not any(name in page for name in NAMES)
    for part in ("", "numbers/", "compared/"):
        assert above.get(f"/registry/arrivals/{arrived.school.uid}/{part}").status_code == 404
