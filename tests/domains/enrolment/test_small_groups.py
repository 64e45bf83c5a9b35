"""Counts in a paper that may be public: with the sum beside them, no small one can be told."""

from collections.abc import Sequence
from itertools import product

from xueyou.domains.enrolment.small_groups import FEW, HIDDEN, LEAST, shown

MOST = 11


def could_be(told: Sequence[str], total: int) -> list[set[int]]:
    """Return for each place what a reader who knows the sum and the rule cannot rule out."""
    numbers = [int(text) for text in told if text.isdigit()]
    bound = min((one for one in numbers if one >= LEAST), default=total)
    few = range(1, LEAST)
    hidden = range(LEAST, bound + 1) if FEW in told else range(1, bound + 1)
    among = [
        few if text == FEW else hidden if text == HIDDEN else range(int(text), int(text) + 1)
        for text in told
    ]
    fitting = [values for values in product(*among) if sum(values) == total]
    return [set(place) for place in zip(*fitting, strict=True)]


def test_no_small_count_is_told_by_the_others_and_the_sum() -> None:
    """Every list of two and of three counts: a small one might always be another."""
    for size in (2, 3):
        for values in product(range(MOST), repeat=size):
            told = shown(values)
            if sum(values) < LEAST or not any(0 < one < LEAST for one in values):
                continue  # the sum is small itself, and not told
            for text, value, among in zip(told, values, could_be(told, sum(values)), strict=True):
                assert text == str(value) or len(among) > 1, (values, told)
                assert value in among or text == str(value)
