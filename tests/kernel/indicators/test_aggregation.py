"""Several subjects as one figure: ratios by part and whole, gaps as gaps, no data as no data."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from xueyou.kernel.indicators.aggregation import aggregate
from xueyou.kernel.indicators.rows import ValueRow

SOURCE = UUID("0192f3a0-0000-7000-8000-0000000000ff")


def _row(value: int, numerator: int | None = None, denominator: int | None = None) -> ValueRow:
    return ValueRow(
        uid=SOURCE, indicator_id=1, version=1, subject_id=1, period="2026", dims="",
        basis="reported", value=value, numerator=numerator, denominator=denominator,
        as_of=date(2026, 11, 1), recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
        superseded_at=None, source_kind="t", source_uid=SOURCE, source_words="",
        status="final", query_sha256="",
    )  # fmt: skip


def _all(how: str, rows: list[ValueRow], subjects: int = 2, scale: int = 0, unit: str = "%") -> Any:
    return aggregate(how, rows, subjects=subjects, unit=unit, scale=scale)


def test_a_ratio_is_never_an_average() -> None:
    """1 of 10 and 90 of 90 are 91 of 100, not 55 %."""
    merged = _all("ratio", [_row(10, 1, 10), _row(100, 90, 90)])
    assert (merged.value, merged.numerator, merged.denominator) == (91, 91, 100)
    assert merged.complete


def test_a_ratio_without_its_parts_is_left_out_and_said() -> None:
    """A bare percentage cannot be merged; the figure says how many entered it."""
    merged = _all("ratio", [_row(10, 1, 10), _row(100)])
    assert (merged.value, merged.counted, merged.complete) == (10, 1, False)
    assert _all("ratio", [_row(100)]).value is None


def test_sums_say_who_is_missing() -> None:
    """Nobody's silence is a zero."""
    merged = _all("sum", [_row(3)], subjects=4)
    assert (merged.value, merged.counted, merged.complete) == (3, 1, False)
    assert _all("sum", []).value is None


def test_a_small_base_is_warned_of() -> None:
    """A share of 29 jumps with each single one."""
    assert _all("ratio", [_row(0, 1, 29)]).small_base
    assert not _all("ratio", [_row(0, 1, 30)]).small_base


def test_dispersion_shows_least_most_and_coefficient() -> None:
    """Of 2, 4, 4, 4, 5, 5, 7, 9 the deviation is 2 and the mean 5: 0.4."""
    merged = _all("dispersion", [_row(v) for v in (2, 4, 4, 4, 5, 5, 7, 9)], subjects=8)
    assert merged.value is None
    assert (merged.dispersion.least, merged.dispersion.most, merged.dispersion.gap) == (2, 9, 7)
    assert merged.dispersion.coefficient == 4000


def test_what_is_not_to_be_merged_is_not() -> None:
    """The indicator says so itself."""
    assert _all("none", [_row(3)]).value is None
    assert _all("last", [_row(3)]).value == 3


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=9))
def test_a_merged_ratio_lies_between_the_least_and_the_most(parts: list[tuple[int, int]]) -> None:
    """Whatever the sizes."""
    rows = [_row(0, n, d) for n, d in parts]
    merged = _all("ratio", rows, subjects=len(rows), scale=4)
    ratios = [n * 1_000_000 // d for n, d in parts]
    assert min(ratios) <= merged.value <= max(ratios) + 1


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=9), st.integers(2, 50))
def test_dispersion_does_not_change_with_the_unit(values: list[int], times: int) -> None:
    """Counting in another unit leaves the coefficient as it is."""
    once = _all("dispersion", [_row(v) for v in values]).dispersion
    again = _all("dispersion", [_row(v * times) for v in values]).dispersion
    assert once.coefficient == again.coefficient
