"""Today's five things and the open comparison, as pages."""

from django.test import Client

from tests.surfaces.bureau.wall.conftest import Enter, Wall
from tests.surfaces.soup import page_of, words


def test_five_things_each_with_what_to_do(enter: Enter, wall: Wall) -> None:
    """Tests the chief's phone: at most five cards, each a link with a next step."""
    chief = enter("chief")
    page = page_of(chief.get("/bureau/wall/today/"))
    cards = page.cssselect(".errand")
    assert len(cards) == 5
    assert "过期51天" in words(cards[0])
    assert "“主体封顶”应在9月30日，已过51天" in words(cards[0])
    assert "问清卡在哪一步" in words(cards[0])
    assert chief.get(cards[0].get("href")).status_code == 200
    assert not page.cssselect("main script")


def test_a_day_without_anything_says_so(enter: Enter, wall: Wall) -> None:
    """Tests the empty state of somebody who owes nothing."""
    assert "今天没有要您办的" in words(page_of(enter("county").get("/bureau/wall/today/")))


def test_a_comparison_has_its_table_and_its_denominators(officer: Client, wall: Wall) -> None:
    """Tests dots and table of the counties, over their denominators."""
    page = page_of(officer.get(wall.address("compare/")))
    assert len(page.cssselect("svg.dots circle")) == 4
    rows = [words(row) for row in page.cssselect(".compare-table tbody tr")]
    assert rows[0] == "第1甲东区83.3%20 / 24项"
    assert "底数小于10" in words(page)


def test_everybody_compares_the_same(enter: Enter, wall: Wall) -> None:
    """Tests that a county reads the very bytes that the officer reads, but for the rail."""
    pages = [
        page_of(enter(who).get(wall.address("compare/"))).cssselect("main")[0]
        for who in ("officer", "county")
    ]
    assert words(pages[0]) == words(pages[1])


def test_groups_and_dimensions_are_links(officer: Client, wall: Wall) -> None:
    """Tests that each link of the page opens and says which one it is."""
    page = page_of(officer.get(wall.address("compare/")))
    for link in [a.get("href") for a in page.cssselect(".tabs a, .compare-of nav a")[:5]]:
        answer = officer.get(wall.address("compare/") + link)
        assert answer.status_code == 200
        assert page_of(answer).cssselect(".tabs [aria-current]")
