"""Text from outside on one line: it cannot move the cursor or turn the line around."""

import pytest

from xueyou.formats.printable import printable


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("甲\x1b[2J\n乙\u202e丙\ud800", "甲[2J 乙丙"),
        ("计划\u202etxt.exe", "计划txt.exe"),
        ("a\x00b\u200b c\r\n\td", "ab c d"),
        ("  工作要点  ", "工作要点"),
    ],
)
def test_one_line_without_tricks(given: str, shown: str) -> None:
    """Controls, direction marks and lone surrogates go, breaks become one space."""
    assert printable(given) == shown
