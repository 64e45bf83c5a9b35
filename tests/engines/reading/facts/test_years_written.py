"""What is a year, however it is written, and what only looks like one."""

import pytest

from xueyou.engines.reading.head import years_in
from xueyou.engines.reading.normal import fold

NAMED = [
    ("南屏县2026年教育工作要点", "2026"),
    ("南屏县教育发展规划(2024—2028年)", "2024-2028"),
    ("培训乡村教师2000人次", None),
    ("新增学位2000个", None),
    ("投入2020万元", None),
    ("2026学年重点工作", "2026"),
]
WRITTEN = [
    ("二〇二六年", "2026年"),
    ("二○二六年", "2026年"),
    ("二零二六年", "2026年"),
    ("一九九八年", "1998年"),
    ("二〇个", "二〇个"),
]


@pytest.mark.parametrize(("words", "year"), NAMED)
def test_years_in_a_title(words: str, year: str | None) -> None:
    """Four digits with a measure word are a count."""
    assert years_in(words) == year


@pytest.mark.parametrize(("words", "folded"), WRITTEN)
def test_years_in_han(words: str, folded: str) -> None:
    """A year in Han digits becomes one in digits, character for character."""
    assert fold(words) == folded
