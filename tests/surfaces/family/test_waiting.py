"""The page of the waiting room is small, says what is safe, and asks nobody."""

import re

from django.templatetags.static import static
from django.test import RequestFactory

from xueyou.surfaces.family.waiting import LIMIT, waiting_room


def test_the_room_is_one_small_page_without_a_query():
    """Below 5 KB with its headers, and comes back by itself."""
    answer = waiting_room(RequestFactory().get("/family/"), 15)
    body = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert len(answer.serialize()) <= LIMIT
    assert [part for part in ("排队不影响结果", 'content="15"') if part not in body] == []
    assert "stylesheet" not in body
    assert re.findall(r'src="([^"]*)"', body) == [static("shell/again.js")]


def test_without_script_it_comes_back_and_with_one_it_stays_where_the_reader_is():
    """A page that loads itself anew takes a screen reader back to its beginning."""
    body = waiting_room(RequestFactory().get("/family/"), 15).content.decode()
    outside = re.sub(r"<noscript>.*?</noscript>", "", body)
    assert "refresh" not in outside
    assert 'data-again="15"' in outside


def test_a_form_that_was_sent_is_not_said_to_be_taken():
    """Nor does the page come back by itself: the browser's back button keeps what was typed."""
    body = waiting_room(RequestFactory().post("/family/"), 15).content.decode()
    assert "还没有收下" in body
    assert "refresh" not in body
