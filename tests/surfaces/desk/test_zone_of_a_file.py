"""The zone of a home stands on its file as soon as the county's notice is in."""

from tests.surfaces.desk.conftest import Checked, checked
from tests.surfaces.soup import page_of, words

__all__ = ["checked"]


def test_what_the_notice_says_of_an_address_is_on_the_page(checked: Checked) -> None:
    """Also where the business clock stands behind the moment at which the notice was taken in."""
    answer = checked.officer.browser.get(f"/desk/files/{checked.files['林知夏'].uid}/")
    line = next(
        words(one)
        for one in page_of(answer).cssselect("dl.pairs > div")
        if "住址所在片区" in words(one)
    )
    assert "柳荫街小学" in line, line
