"""Strips of dots: every pupil is a dot, a row keeps within itself, marks stand on one scale."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from xueyou.formats.dot_strips import LEFT, RIGHT, ROW, WIDTH, Strips, drawn, svg

TWO = Strips("语文", "41", "120", ["1班", "2班"], [[1, 0, 2], [0, 3, 0]], [0.6667, 0.5], 0.5833)


def dots(path: str) -> list[tuple[float, float]]:
    """Return where the dots of a path stand."""
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", path)]


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=6))
def test_each_pupil_is_one_dot_within_the_row(counts: list[list[int]]) -> None:
    """Crowded places stack closer; nobody is lost, nobody stands in another class's row."""
    labels = [f"{c + 1}班" for c in range(len(counts))]
    found = drawn(Strips("语文", "0", "2", labels, counts, [None] * len(counts), None))
    for row, expected in zip(found.rows, counts, strict=True):
        places = dots(row.dots)
        assert len(places) == len(set(places)) == sum(expected)
        assert all(row.y - ROW < y <= row.y for _, y in places)
        assert all(LEFT <= x <= WIDTH - RIGHT for x, _ in places)


def test_all_rows_stand_on_one_scale() -> None:
    """The same place is as far right in each row; the least stands left, the most right."""
    found = drawn(replace(TWO, counts=[[1, 0, 1], [1, 0, 1]]))
    first, second = (sorted({x for x, _ in dots(row.dots)}) for row in found.rows)
    assert first == second
    assert first[0] < LEFT + 10 < WIDTH - RIGHT - 10 < first[1]


def test_who_is_unknown_has_no_mark() -> None:
    """A class without anybody known has a row and no stroke."""
    found = drawn(replace(TWO, means=[None, 0.5]))
    assert found.rows[0].mean == ""
    assert found.rows[1].mean.startswith("M")


def test_drawing_says_what_it_shows_and_trusts_no_name() -> None:
    """A name from a roster is text in the drawing, never markup."""
    said = svg(replace(TWO, title="<b>语文</b>"))
    assert "<b>" not in said
    assert "每名学生一个点，从41到120" in said
