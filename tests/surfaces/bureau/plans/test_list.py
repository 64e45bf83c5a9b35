"""The list of documents."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.surfaces.conftest import HandIn, SignIn
from tests.surfaces.soup import page_of, words

LIST = "/bureau/plans/"


def test_before_the_first_document_it_says_what_will_stand_here(officer: Client) -> None:
    """Tests the empty state: one sentence, and one way on."""
    page = page_of(officer.get(LIST))
    assert "还没有交过文件" in words(page)
    assert page.cssselect("main a[href='/bureau/plans/new/']")


def test_a_line_says_what_was_read(officer: Client, hand_in: HandIn) -> None:
    """Tests the counts, who handed it in, and the state as shape and word."""
    uid = hand_in()
    row = page_of(officer.get(LIST)).cssselect("tbody tr")[0]
    said = words(row)
    assert "临澄市教育局2026年教育工作要点" in said
    assert "韩薇" in said
    assert words(row.cssselect(".tag.good")[0]) == "已读完"
    assert row.cssselect(f"a[href='/bureau/plans/{uid}/']")


def test_a_document_that_waits_says_so(officer: Client, hand_in: HandIn) -> None:
    """Tests the state before the worker has come by."""
    hand_in(read=False)
    assert words(page_of(officer.get(LIST)).cssselect("tbody .tag.wait")[0]) == "排队等着读"


def test_another_county_sees_nothing_of_it(sign_in: SignIn, hand_in: HandIn) -> None:
    """Tests that what one county hands in does not exist for another."""
    hand_in(login_name="chenlan", name="澄东.txt")
    assert "澄东.txt" not in sign_in("fanghe").get(LIST).content.decode()
    assert "还没有交过文件" in sign_in("fanghe").get(LIST).content.decode()


@pytest.mark.parametrize("asked", ["2", "-1", "x", "99999999999999999999"])
def test_a_page_that_is_not_there_is_the_nearest(officer: Client, asked: str) -> None:
    """Tests that no page number breaks the list."""
    assert officer.get(LIST, {"page": asked}).status_code in (200, 404)


def test_queries_do_not_grow_with_the_list(officer: Client, hand_in: HandIn) -> None:
    """Tests that five documents cost as many queries as one."""
    counts = []
    for number in (1, 5):
        for one in range(number):
            hand_in(name=f"{number}-{one}.txt", read=False)
        officer.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            officer.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
