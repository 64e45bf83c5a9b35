"""File names that try something."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.platform.files.api import harmless_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("规划.docx", "规划.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\系统.ini", "系统.ini"),
        ("/abs/路径/文件.pdf", "文件.pdf"),
        ("工作要点\u202exslx.exe", "工作要点xslx.exe"),
        ("要\u0000点\r\nSet-Cookie: a=b.txt", "要点 Set-Cookie_ a=b.txt"),
        ("..", "未命名"),
        ("", "未命名"),
        ("\u200b\u2066.docx", "docx"),
        ('a<b>"c|d?.txt', "a_b__c_d_.txt"),
        ("\u3000年度 总结\u00a0.doc", "年度 总结 .doc"),
        ("𠮷林.docx", "𠮷林.docx"),
        ("e\u0301cole.txt", "école.txt"),
        (".bashrc", "bashrc"),
        ("a.tar.gz", "a.tar.gz"),
        ("没有后缀", "没有后缀"),
    ],
)
def test_known_tricks(sent: str, kept: str) -> None:
    """Folders, direction marks, control characters and reserved signs go; the rest stays."""
    assert harmless_name(sent) == kept


def test_an_overlong_name_keeps_its_suffix() -> None:
    """Two hundred and fifty-five Han characters are cut to what every file system takes."""
    kept = harmless_name("规" * 255 + ".docx")
    assert kept.endswith("规.docx")
    assert len(kept) == 120
    assert harmless_name("规" * 255) == "规" * 120


@given(st.text(max_size=300))
def test_any_name_becomes_harmless(sent: str) -> None:
    """Never empty, never a path, never a control or direction mark; doing it twice adds nothing."""
    kept = harmless_name(sent)
    assert 1 <= len(kept) <= 120
    assert not set('/\\\0<>:"|?*\r\n') & set(kept)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in kept)
    assert not kept.startswith(".")
    assert harmless_name(kept) == kept
