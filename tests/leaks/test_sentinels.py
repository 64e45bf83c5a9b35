"""What counts as a sentinel seen, and what is only chance."""

import pytest

from tests.leaks.sentinels import Sentinels


@pytest.fixture
def sentinels() -> Sentinels:
    """A world with one number to look for."""
    found = Sentinels()
    found.keep("7123456", "document", "A", "number")
    return found


@pytest.mark.parametrize(
    "text",
    [
        "7123456",
        "学位7,123,456个",
        "<v>7123456</v>",
        "W/7123456b",
        'plan-7123456.xlsx"',
        "x" * 80 + "7123456",
    ],
)
def test_a_number_is_found(sentinels: Sentinels, text: str) -> None:
    """Alone, with separators, in an attribute, at the edge of a word."""
    assert sentinels.found_in([text])


@pytest.mark.parametrize(
    "text",
    [
        "382e3c6ded4a03a61c7123456ab43543",
        'value="' + "aB3" * 19 + '7123456"',
        "01a20302-6029-791a-b300-9f7123456c29",
    ],
)
def test_digits_of_a_drawn_id_are_chance(sentinels: Sentinels, text: str) -> None:
    """A request id, a token of a form, a uid: their digits say nothing of anybody."""
    assert not sentinels.found_in([text])
