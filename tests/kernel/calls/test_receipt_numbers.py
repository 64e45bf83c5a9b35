"""Receipt numbers: told apart when read aloud, typed by hand, opened in a spreadsheet."""

from hypothesis import given
from hypothesis import strategies as st

from xueyou.kernel.calls.receipt_numbers import (
    LENGTH,
    SIGNS,
    check_sign,
    new_receipt_number,
    read_receipt_number,
    shown,
)

bodies = st.text(SIGNS, min_size=LENGTH - 1, max_size=LENGTH - 1)


def test_numbers_are_fresh_and_read_back():
    """Tests a thousand numbers, as they are shown, in small letters, with blanks."""
    made = {new_receipt_number() for _ in range(1000)}
    assert len(made) == 1000
    for number in made:
        assert read_receipt_number(shown(number).lower()) == number
        assert read_receipt_number(f" {number[:3]} {number[3:]} ") == number
    assert "E" not in SIGNS


@given(bodies, st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found(body: str, place: int, sign: str):
    """Tests every place, the check sign too."""
    number = body + check_sign(body)
    wrong = number[:place] + sign + number[place + 1 :]
    assert (read_receipt_number(wrong) is None) == (wrong != number)


@given(bodies, st.integers(0, LENGTH - 3))
def test_two_neighbours_exchanged_are_found(body: str, place: int):
    """Tests neighbours within the body."""
    number = body + check_sign(body)
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (read_receipt_number(wrong) is None) == (wrong != number)


def test_what_is_no_number_is_none():
    """Tests other lengths and signs."""
    for typed in ("", "123", "O" * LENGTH, "2" * (LENGTH + 1), "受理号"):
        assert read_receipt_number(typed) is None
