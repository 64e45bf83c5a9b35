"""A school that 统筹 filled: wherever nobody wished for it, the pages say how its places went."""

from django.test import Client
from django.urls import reverse

from tests.domains.enrolment.world import appoint
from tests.surfaces.calls.test_rolling_pages import browser_of
from tests.surfaces.letters.test_completion import completed, completed_world
from tests.surfaces.soup import page_of, words
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.arranged import why_arranged
from xueyou.platform.access.holdings import SignedIn

__all__ = ["completed", "completed_world"]
NOBODY = "没有家长把这里填作志愿，所以填的人是0"
HOW = "按规则由近到远安排到还有学位的学校"


def test_its_family_reads_why_nobody_wished_for_it(
    completed: tuple[SignedIn, Application, Application],
) -> None:
    """Behind the ladders of the wishes stands that of the school that was given."""
    family, mine, _ = completed
    page = page_of(browser_of(family).get(f"/family/applications/{mine.uid}/result/"))
    heads = [words(one).split()[0] for one in page.cssselect(".ladder h3")]
    assert heads == ["柳荫街小学", "文澜小学", "清溪小学"]
    said = [words(one) for one in page.cssselect(".ladder figcaption")]
    assert len(said) == 1
    assert NOBODY in said[0]
    assert HOW in said[0]
    assert "1个学位" not in said[0]
    last = words(page.cssselect(".ladder")[-1])
    assert "招1人" in last
    assert "在这里" in last


def test_everybody_reads_it_beside_the_places(
    completed: tuple[SignedIn, Application, Application],
) -> None:
    """Once, at that school only, and no number that could name a child."""
    _, mine, _ = completed
    page = page_of(Client().get(f"/places/{mine.round.uid}/"))
    rows = [words(one) for one in page.cssselect("#places ~ ul > li")]
    told = [one for one in rows if "统筹安排" in one]
    assert [one.split()[0] for one in told] == ["清溪小学"]
    assert NOBODY in told[0]
    assert "这里有学位是统筹安排的" in told[0]


def test_officers_read_it_with_its_number(
    completed: tuple[SignedIn, Application, Application],
) -> None:
    """On the page of results, in the table and in the list of a narrow screen."""
    _, mine, _ = completed
    officer = appoint("enrolment_officer", mine.call.organisation)
    page = page_of(browser_of(officer).get(reverse("calls:results", args=[mine.round.uid])))
    for rows in (page.cssselect("table tbody tr"), page.cssselect("ul.narrow-only > li")):
        told = [words(one) for one in rows if NOBODY in words(one)]
        assert len(told) == 1
        assert told[0].startswith("清溪小学")
        assert "这里有1个学位是统筹安排的" in told[0]


def test_where_some_wished_only_the_rest_is_explained() -> None:
    """And where 统筹 gave nothing, nothing is said."""
    assert why_arranged(0, 0) == ""
    assert why_arranged(3, 7, outside=True).startswith("这里有7个学位是统筹安排的")
    assert NOBODY in why_arranged(0, 7)
