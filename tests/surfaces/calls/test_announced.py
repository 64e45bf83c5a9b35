"""What a hall reads of a draw."""

import pytest

from xueyou.surfaces.calls.announced import MOST_LINES, by_four, digits, lines


@pytest.mark.parametrize(
    ("published", "form", "squares"),
    [
        ("", "digits:7", [""] * 7),
        ("", "numbers:6:1:33:sorted", [""] * 6),
        ("", "digits:64", [""] * 20),
        ("", "text", [""] * 8),
        ("0123456", "digits:7", list("0123456")),
        ("5,17 3", "numbers:3:1:33", ["5", "17", "3"]),
        ("7" * 21, "digits:21", ["7" * 21]),
    ],
)
def test_squares(published: str, form: str, squares: list[str]) -> None:
    """Tests empty squares before, a square a digit or a number after."""
    assert digits(published, form) == squares


def test_a_digest_is_read_in_fours_on_two_lines() -> None:
    """Tests that nothing is lost, and that an empty digest has no lines."""
    first, second = by_four("0123456789abcdef" * 4)
    assert len(first) == len(second)
    assert f"{first} {second}".split() == ["0123", "4567", "89ab", "cdef"] * 4
    assert by_four("") == []


def test_lines_of_witnesses() -> None:
    """Tests blanks, empty lines, and an end to how many."""
    assert lines(" a \n\n\tb\r\n") == ["a", "b"]
    assert len(lines("x\n" * 50)) == MOST_LINES
