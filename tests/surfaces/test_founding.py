"""A city laid down again is the city that was founded, row by row, and tests keep apart."""

import pytest

from tests.founding import _everything, founded
from xueyou.demo.world import found_city
from xueyou.platform.accounts.models import User
from xueyou.platform.orgs.models import Organisation


@pytest.mark.parametrize("time", ["first", "again"])
def test_what_is_laid_down_is_what_was_founded(db: None, business_clock: object, time: str) -> None:
    """Same rows, with the same values; a name that a test changes is nobody else's."""
    founded(found_city)
    assert Organisation.objects.get(code="LC").name == "临澄市教育局"
    Organisation.objects.update(name=time)
    User.objects.make(login_name=time, name=time)


def test_every_row_is_there_again(db: None, business_clock: object) -> None:
    """Nothing of the city is missing, nothing is there twice."""
    founded(found_city)
    laid_down = _everything()
    found_city()  # finds everything there, and leaves it
    assert _everything() == laid_down
