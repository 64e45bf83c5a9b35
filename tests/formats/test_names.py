"""File names from outside: shown, stored and sent back without tricks."""

import pytest

from xueyou.formats.names import MAX_BYTES, printable, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("工作要点.docx", "工作要点.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\计划.pdf", "计划.pdf"),
        ("a\x00b.txt", "ab.txt"),
        ("计划\u202etxt.exe", "计划txt.exe"),
        ("..", "文件"),
        ("", "文件"),
        (".docx", "docx"),
        ("con.txt", "文件.txt"),
        ("a/b\r\nSet-Cookie: x.txt", "b Set-Cookie_ x.txt"),
        ("<script>.html", "_script_.html"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    """Folders, controls, direction marks and reserved words go; the name stays readable."""
    assert safe_name(given) == safe


def test_long_names_keep_their_extension() -> None:
    """255 Han characters are 765 bytes; the end is cut between characters."""
    name = safe_name("长" * 255 + ".docx")
    assert len(name.encode()) <= MAX_BYTES
    assert name.endswith(".docx")
    assert set(name.removesuffix(".docx")) == {"长"}


def test_printable_is_one_line() -> None:
    """What a terminal or a log shows cannot move the cursor or turn the line around."""
    assert printable("甲\x1b[2J\n乙\u202e丙\ud800") == "甲[2J 乙丙"
