"""Lists are ordered to the last row and paged; a page number can say anything."""

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import READ_PLACE, Line
from xueyou.platform.access.reading import read


def test_pages_cover_every_row_once(tree: Tree, enter: Enter) -> None:
    """Equal names are settled by the key, so no row falls between two pages."""
    rows = read(enter("watcher", tree.a), READ_PLACE, Line).order_by("name")
    pages = [rows.page(number, size=2) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert len({row.uid for page in pages for row in page.rows}) == 5
    assert (pages[0].total, pages[0].pages) == (5, 3)


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", None, "999999999999", "１", "2.0", "3"])
def test_any_page_number_gives_a_page(tree: Tree, enter: Enter, asked: str | None) -> None:
    """What is no number is page one, what lies beyond is the last page; nothing fails."""
    page = read(enter("watcher", tree.a), READ_PLACE, Line).page(asked, size=2)
    assert page.number in (1, 3)
    assert page.rows


def test_a_list_asks_the_database_once(
    tree: Tree, enter: Enter, django_assert_num_queries: object
) -> None:
    """One query whatever the number of rows and related names."""
    actor = enter("watcher", tree.a)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(list(read(actor, READ_PLACE, Line))) == 5
