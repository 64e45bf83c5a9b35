"""Marks too far apart for exact sums are refused by the reader, whatever pair of them it is."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rulebook.classes.offices import plain_csv
from xueyou.engines.balancing.problem import MOST_PUPILS
from xueyou.rulebook.classes.compiling import compile_classes
from xueyou.rulebook.classes.faults import ClassesRefused
from xueyou.rulebook.classes.model import ClassRules
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import Wanted, run

MARKS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1).map(str),
    st.tuples(st.integers(0, 10**15 - 1), st.integers(1, 9999)).map(lambda p: f"{p[0]}.{p[1]:04d}"),
)


def rows_with(*marks):
    """Return eight pupils with these marks and ones."""
    own = [*marks, *["1"] * (8 - len(marks))]
    return [{"编号": f"{at:02d}", "语文": mark} for at, mark in enumerate(own)]


def read(folder, *marks):
    """Return the roster of these marks."""
    return read_roster(plain_csv(folder / "a.csv", rows_with(*marks)), ClassRules(), ["语文"])


@pytest.mark.parametrize(
    "marks", [("999999999999999", "0.0001"), ("-999999999999999", "999999999999999")]
)
def test_marks_too_far_apart_are_refused_by_the_name_of_their_column(tmp_path, marks):
    """Tests that the sheet is refused when it is handed in, not the run that follows."""
    with pytest.raises(ClassesRefused) as caught:
        read(tmp_path, *marks)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("too_wide", "语文")
    assert "语文" in fault.zh


def test_the_total_is_not_blamed_for_a_score(tmp_path):
    """Tests that the column to mend is named, not what was added up from it."""
    rows = [{**row, "数学": "80"} for row in rows_with("999999999999999", "2")]
    with pytest.raises(ClassesRefused) as caught:
        read_roster(plain_csv(tmp_path / "a.csv", rows), ClassRules(), ["语文", "数学"])
    assert [fault.value for fault in caught.value.faults] == ["语文"]


@pytest.mark.parametrize("marks", [("1000000000000", "0.5"), ("0.0001", "9999")])
def test_marks_that_are_merely_odd_make_a_list(tmp_path, marks):
    """Tests that a slip of the hand is balanced, not broken by."""
    found = run(
        read(tmp_path, *marks), ClassRules(), Wanted(classes=2, iterations=2000), program=""
    )
    assert found.report["hard_broken"] == 0


@settings(max_examples=60, deadline=None)
@given(MARKS, MARKS)
@example("999999999999999", "0.0001")
@example("999999999999999", "-999999999999999")
def test_no_pair_of_marks_that_is_taken_overflows(tmp_path_factory, one, other):
    """Tests that sums over the largest grade stay within 64 bits."""
    try:
        roster = read(tmp_path_factory.mktemp("wide"), one, other)
    except ClassesRefused:
        return  # which pairs are refused, the tests above say
    (numeric,) = compile_classes(roster, ClassRules(), (4, 4)).problem.numerics
    assert int(numeric.values.max()) * MOST_PUPILS < np.iinfo(np.int64).max
