"""Plain text: the same words in every encoding that offices use, and no guesswork."""

from pathlib import Path

import pytest

from tests.formats.made import PLAN
from xueyou.formats.load import load
from xueyou.formats.plaintext import decode
from xueyou.formats.refusal import Refusal

TRADITIONAL = "全市教育工作要點：新建幼兒園五十所，新增學位一萬個，推進義務教育優質均衡發展。\n" * 4


@pytest.mark.parametrize(
    ("codec", "mark", "said"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("gb18030", b"", "gb18030"),
        ("gb18030", b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_each_encoding_gives_the_same_words(codec: str, mark: bytes, said: str) -> None:
    """A mark stays as character 0, everything after it is the same text."""
    text, encoding = decode(mark + PLAN.encode(codec))
    assert encoding == said
    assert text == ("\ufeff" if mark else "") + PLAN


def test_newlines_stay_as_they_are(tmp_path: Path) -> None:
    """Offsets count the file's own characters, so carriage returns are kept."""
    file = tmp_path / "a.txt"
    file.write_bytes("一\r\n二\n三\r四".encode())
    document = load(file)
    assert document.text == "一\r\n二\n三\r四"
    assert (document.media, document.encoding, document.name) == ("txt", "utf-8", "a.txt")


def test_traditional_text_in_gb18030_is_read() -> None:
    """Machine Traditional text is outside GB2312 in part and is still Chinese."""
    assert decode(TRADITIONAL.encode("gb18030")) == (TRADITIONAL, "gb18030")


@pytest.mark.parametrize(
    ("codec", "text"),
    [("big5", "教育局工作計畫與學校建設" * 20), ("shift_jis", "教育の計画について" * 20)],
)
def test_other_encodings_are_refused_not_garbled(codec: str, text: str) -> None:
    """GB18030 would accept some of these bytes and show nonsense."""
    with pytest.raises(Refusal) as refused:
        decode(text.encode(codec))
    assert refused.value.code == "encoding_unknown"


def test_a_broken_byte_is_named_by_its_place() -> None:
    """The sentence says where the declared encoding breaks, and quotes nothing."""
    with pytest.raises(Refusal, match="第 6 个字节") as refused:
        decode(b"\xef\xbb\xbfab\xff")
    assert refused.value.code == "encoding_unknown"


def test_zeros_that_are_no_utf16_are_binary() -> None:
    """A database or a program is not shown as text."""
    with pytest.raises(Refusal) as refused:
        decode(bytes(range(256)) * 8)
    assert refused.value.code == "binary"
