"""What is published is read by anybody for its time, and is gone the second after, everywhere."""

import csv
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.kernel.papers.conftest import Office, found_office
from tests.kernel.publications.conftest import publish_list
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.receipt_numbers import check_sign, shown
from xueyou.kernel.publications.selectors import listed
from xueyou.kernel.publications.services.taking_down import take_down
from xueyou.platform.time import business_now

PARTS = ("", "file/", "table/")
BODY = "4MX792KQAT8"
NUMBER = BODY + check_sign(BODY)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Office:
    """Found an office, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return found_office()


def test_it_is_listed_and_read_by_anybody(office: Office, client: Client) -> None:
    """Tests list and page: title, who publishes, until when, every row, the digest."""
    row = publish_list(office)
    (link,) = page_of(client.get("/publications/")).cssselect("main ul a.cell")
    assert link.get("href") == f"/publications/{row.uid}/"
    page = page_of(client.get(link.get("href")))
    assert words(page.cssselect("h1")[0]) == "录取名单"
    cells = [[words(cell) for cell in line.cssselect("th, td")] for line in page.cssselect("tr")]
    assert cells == [["受理号", "学校"], ["E001", "第一小学"], ["E002", "第二小学"]]
    assert office.bureau.name in words(page.cssselect("main")[0])
    assert row.payload_sha256 in words(page.cssselect("main")[0])


def test_its_file_has_the_digest_that_is_said(office: Office, client: Client) -> None:
    """Tests that the frozen file comes byte for byte, and need not come twice while it stands."""
    row = publish_list(office)
    answer = client.get(f"/publications/{row.uid}/file/")
    assert sha256(answer.content).hexdigest() == row.payload_sha256
    assert answer["Cache-Control"] == "no-cache"
    asked = {"If-None-Match": answer["ETag"]}
    assert client.get(f"/publications/{row.uid}/file/", headers=asked).status_code == 304


def test_its_table_holds_no_formula(office: Office, client: Client) -> None:
    """Tests the CSV: a cell that a spreadsheet would run is text, a negative sum stays a number."""
    bad = [{"number": "=1+1", "school": "-12.50"}, {"number": "@x", "school": '第"一",小学'}]
    row = publish_list(office, rows=bad)
    text = client.get(f"/publications/{row.uid}/table/").content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text))) == [
        ["受理号", "学校"],
        ["'=1+1", "-12.50"],
        ["'@x", '第"一",小学'],
    ]


def test_the_second_after_its_end_it_is_gone_everywhere(
    office: Office, client: Client, business_clock: Any
) -> None:
    """Tests page, search, file, table and a copy that is asked for again; the list forgets it."""
    row = publish_list(office)
    tag = client.get(f"/publications/{row.uid}/file/")["ETag"]
    business_clock.move_to(row.visible_to - timedelta(seconds=1))
    assert client.get(f"/publications/{row.uid}/").status_code == 200
    business_clock.move_to(row.visible_to)
    for part in (*PARTS, "?q=E00", "?page=2"):
        answer = client.get(f"/publications/{row.uid}/{part}", headers={"If-None-Match": tag})
        assert answer.status_code == 410, part
        assert answer["Cache-Control"] == "no-store"
        assert "E001" not in answer.content.decode()
        assert "第一小学" not in answer.content.decode()
    assert not page_of(client.get("/publications/")).cssselect("main ul")


def test_before_its_time_it_is_like_nothing(office: Office, client: Client) -> None:
    """Tests the embargo: the address answers as one that nothing has, and no list tells of it."""
    later = publish_list(office, start=business_now() + timedelta(hours=1))
    for part in PARTS:
        early, nothing = (client.get(f"/publications/{uid}/{part}") for uid in (later.uid, uuid4()))
        assert early.status_code == nothing.status_code == 404
    assert listed() == []


def test_what_took_its_place_is_one_press_away(office: Office, client: Client) -> None:
    """Tests the page of a publication that was superseded."""
    old = publish_list(office)
    new = publish_list(office, supersedes=old)
    answer = client.get(f"/publications/{old.uid}/")
    assert answer.status_code == 410
    assert f"/publications/{new.uid}/" in answer.content.decode()


def test_who_opens_the_old_address_is_told_why(
    office: Office, client: Client, business_clock: Any
) -> None:
    """Tests the words of who took it down, and of the clock."""
    row = publish_list(office)
    take_down(actor=office.chief, publication_uid=row.uid, why="名单有误<b>", key="k")
    answer = client.get(f"/publications/{row.uid}/")
    assert answer.status_code == 410
    assert "名单有误<b>" in words(page_of(answer).cssselect("main")[0])
    over = publish_list(office)
    business_clock.move_to(over.visible_to)
    assert "公示期满" in client.get(f"/publications/{over.uid}/").content.decode()


def test_a_long_list_comes_in_pages_and_is_searched_as_people_type(
    office: Office, client: Client
) -> None:
    """Tests pages of a hundred rows, and a receipt number typed small and with hyphens."""
    rows = [{"number": f"E{n:03d}", "school": "第一小学"} for n in range(250)]
    rows.insert(211, {"number": NUMBER, "school": "第二小学"})
    row = publish_list(office, rows=rows)
    page = page_of(client.get(f"/publications/{row.uid}/?page=3"))
    assert len(page.cssselect("tbody tr")) == 51
    assert not page.cssselect("a[rel=next]")
    found = page_of(client.get(f"/publications/{row.uid}/", {"q": shown(NUMBER).lower()}))
    (line,) = found.cssselect("tbody tr")
    assert [words(cell) for cell in line.cssselect("td")] == [shown(NUMBER), "第二小学"]
    none = client.get(f"/publications/{row.uid}/", {"q": "<b>没有</b>"})
    assert none.status_code == 200
    assert "没有找到" in none.content.decode()
    assert "<b>没有" not in none.content.decode()


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_asks_the_database_once(
    office: Office, client: Client, many: int, django_assert_num_queries: Any
) -> None:
    """Tests that the number of queries does not grow with the publications."""
    for _ in range(many):
        publish_list(office)
    with django_assert_num_queries(1):
        client.get("/publications/")
