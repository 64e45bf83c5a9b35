"""What comes too soon is refused on the page of the division, which stands as it was."""

import pytest

from tests.surfaces.school.classes.conftest import Hall
from tests.surfaces.soup import words

LATER = ("gate/", "gate/pdf/", "issue/", "late/", "late/seal/", "order/", "teams/substitute/")


@pytest.mark.parametrize("rehearsed", [False, True])
def test_what_comes_after_the_lot_is_refused_before_it(hall: Hall, rehearsed: bool) -> None:
    """Each in words, with the page under them; nothing is done."""
    division = hall.grade.open()
    if rehearsed:
        hall.grade.rehearse(division)
    page = f"/classes/{division.uid}/"
    before = words(hall.clerk.see(page))
    for name in LATER:
        assert hall.clerk.post(page + name, {"code": "1", "why": "ill"}).status_code == 422, name
    assert words(hall.clerk.see(page)) == before
