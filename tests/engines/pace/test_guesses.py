"""What is guessed for the officer: nature, direction, comparator."""

import pytest

from xueyou.engines.pace import COMPARATORS, guess_direction, guess_nature, plain_comparator
from xueyou.formats.plan_words import COMPARATORS as AS_READ


@pytest.mark.parametrize(
    ("name", "unit", "comparator", "nature"),
    [
        ("新增公办学位", "个", "ge", "cumulative"),
        ("新建改扩建学校", "所", "eq", "cumulative"),
        ("创业培训", "人次", "ge", "cumulative"),
        ("优质园在园幼儿覆盖率", "%", "ge", "stock"),
        ("随迁子女就读公办学校比例", "%", "reach", "rate"),
        ("长学制招生占比", "%", "reach", "rate"),
        ("劳动年龄人口平均受教育年限", "年", "reach", "rate"),
        ("学位总量", "个", "keep", "stock"),
    ],
)
def test_nature(name: str, unit: str, comparator: str, nature: str) -> None:
    """Percentages are rates unless they stay once reached; other numbers add up."""
    assert guess_nature(name, unit, comparator) == nature


@pytest.mark.parametrize(
    ("name", "comparator", "direction"),
    [
        ("新增学位", "ge", "up"),
        ("义务教育辍学率", "eq", "down"),
        ("校园安全事故", "le", "down"),
        ("大班额", "zero", "down"),
        ("教师培训", "eq", "up"),
    ],
)
def test_direction(name: str, comparator: str, direction: str) -> None:
    """The comparator tells; where it does not, the words do."""
    assert guess_direction(name, comparator) == direction


def test_every_comparator_of_a_reading_becomes_one_of_the_engine() -> None:
    """Nothing that the reader can write is unknown to the judging."""
    assert {plain_comparator(word) for word in AS_READ} <= set(COMPARATORS)
