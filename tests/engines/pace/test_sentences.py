"""What a light says: expected, actual, how far apart, and what the future looks like."""

from datetime import date

import pytest

from xueyou.engines.pace import Reading, Target, judge

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOVEMBER = date(2026, 11, 20)
June, October = date(2026, 6, 30), date(2026, 10, 31)


def _said(target: Target, *readings: tuple[date, int], on: date = NOVEMBER) -> str:
    return judge(target, [Reading(*reading) for reading in readings], on).sentence


def _target(comparator: str, value: int, nature: str, unit: str = "个", **other: int) -> Target:
    return Target(comparator, value, nature, FIRST, LAST, unit=unit, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ([], "应到 3,728 个，还没有报过数"),
        ([(October, 3_900)], "应到 3,728 个，实到 3,900 个，到了 105%"),
        ([(October, 4_260)], "目标不低于 4,200 个，实到 4,260 个，已经达到（10月31日达到）"),
    ],
)
def test_a_count(readings: list[tuple[date, int]], said: str) -> None:
    """A count against its line by time."""
    assert _said(_target("ge", 4200, "cumulative"), *readings) == said


def test_a_count_that_starts_somewhere_says_where() -> None:
    """The ratio is of the way made, so the start is said."""
    target = _target("ge", 4200, "cumulative", baseline=1000)
    assert (
        _said(target, (October, 3000)) == "从 1,000 个起步，应到 3,841 个，实到 3,000 个，只到 70%"
    )


def test_a_cap() -> None:
    """Below its line, above it, broken, kept."""
    target = _target("le", 50, "cumulative", "件")
    assert _said(target, (October, 40)) == (
        "上限 50 件，按进度到今天不超过 44 件，已有 40 件，是它的 90%"
    )
    assert _said(target, (October, 45)).endswith("已有 45 件，是它的 101%")
    assert _said(target, (October, 51)) == "上限 50 件，已有 51 件，超出 1 件"
    assert _said(target, (October, 48), on=LAST) == "上限 50 件，到期为 48 件，没有超出"


def test_a_rate_speaks_of_points() -> None:
    """The difference of two percentages is 个百分点, and the trend says where it leads."""
    target = _target("ge", 950, "rate", "%", scale=1)
    assert _said(target, (June, 900), (October, 930)) == (
        "目标不低于 95%，实到 93%，差 2 个百分点，差距在缩小，照现在的走势到12月31日为 94.5%"
    )
    assert _said(target, (June, 900), (October, 945)).endswith(
        "差 0.5 个百分点，照现在的走势到12月31日可达 96.7%"
    )
    assert _said(target, (June, 940), (October, 930)).endswith("差距没有缩小（6月30日为 94%）")
    assert _said(target, (October, 930)).endswith("差距在目标的 15% 以内，是目标的 98%")
    assert _said(target, (October, 700)).endswith("差距超过目标的 15%，是目标的 74%")


def test_after_the_last_day() -> None:
    """What is overdue says since when, with the year where it is another."""
    assert _said(_target("ge", 4200, "cumulative"), (October, 4000), on=date(2027, 2, 1)) == (
        "2026年12月31日到期，应到 4,200 个，实到 4,000 个，差 200 个，只到 95%"
    )


def test_no_unit_and_large_numbers() -> None:
    """Thousands are separated on both sides, decimals only as kept."""
    target = _target("ge", 1_234_567_890, "cumulative", "万元", scale=4)
    assert "应到 109,589.0401 万元" in _said(target, (October, 1_000_000_000))
    assert "实到 100,000 万元" in _said(target, (October, 1_000_000_000))
