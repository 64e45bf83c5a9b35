"""Every page, at every size and in large type: readable, touchable, without barrier."""

import pytest

from tests.depth import DEEP
from tests.journeys.conftest import Visit
from tests.journeys.looking import PHONE, SIZES, WIDE, Size, enlarge, faults
from tests.journeys.pages import PAGES, address


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_at_every_size(look_in: Visit, name: str, size: Size) -> None:
    """Tests that nothing runs sideways, targets are large enough and axe finds nothing.

    Then again in large type. What axe looks at differs between phone and desk, not between desks
    and hardly by type: XUEYOU_DEEP=1 asks it everywhere.
    """
    touched = size is PHONE
    page = look_in(address(name), login=PAGES[name].login, size=size)
    assert list(faults(page, touched=touched, rules=DEEP or size is not WIDE)) == []
    enlarge(page)
    assert list(faults(page, touched=touched, rules=DEEP)) == [], "in large type"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_without_script(look_in: Visit, name: str) -> None:
    """Tests that the page says the same to a browser without script."""
    with_script = look_in(address(name), login=PAGES[name].login).locator("h1").first.inner_text()
    without = look_in(address(name), login=PAGES[name].login, script=False)
    assert without.locator("h1").first.inner_text() == with_script
