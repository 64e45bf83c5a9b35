"""The file that says who is in which class."""

from xueyou.rulebook.classes.folders import assigned, assignment_csv


def test_an_assignment_is_read_as_it_was_written() -> None:
    """Tests ids that a table quotes, sorted, and classes as numbers."""
    written = assignment_csv(["20260002", "甲,乙", "20260001"], [2, 11, 1])
    assert assigned(written) == {"20260001": 1, "20260002": 2, "甲,乙": 11}
    assert written == assignment_csv(["甲,乙", "20260001", "20260002"], [11, 1, 2])
