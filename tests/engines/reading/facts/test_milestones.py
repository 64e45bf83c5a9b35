"""Dated steps, and steps that come round again."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.find import all_mentions
from xueyou.engines.reading.facts.milestones import find_milestones
from xueyou.engines.reading.normal import normalise

STEPS = [
    ("6月底前全部开工。", [("6月底前全部开工", "2026-06-30")]),
    ("新建学校3所,6月底前全部开工。", [("6月底前全部开工", "2026-06-30")]),
    ("每年3月底前公布学位余缺情况。", [("3月底前公布学位余缺情况", "2026-03-31")]),
    ("一期2027年底前建成,二期2028年6月底前建成。",
     [("一期2027年底前建成", "2027-12-31"), ("二期2028年6月底前建成", "2028-06-30")]),
    ("制定清单,并于2月底前报市教育局备案。", [("2月底前报市教育局备案", "2026-02-28")]),
    ("确保9月1日前启用。", [("9月1日前启用", "2026-09-01")]),
    ("南屏中学2026年9月投入使用。", [("南屏中学2026年9月投入使用", "2026-09")]),
    ("高铁新区小学9月投入使用。", [("高铁新区小学9月投入使用", "2026-09")]),
    ("2027年开展中期评估。", [("2027年开展中期评估", "2027")]),
    ("建立按周盘点、按月调度、按季推进的工作机制。",
     [("建立按周盘点、按月调度、按季推进的工作机制", "recurring")]),
    ("2027年6月底前,完成中期评估。", [("2027年6月底前,完成中期评估", "2027-06-30")]),
    ("建立一月一调度、一季一通报机制。", [("建立一月一调度、一季一通报机制", "recurring")]),
    ("2028年2月底前建成三期。", [("2028年2月底前建成三期", "2028-02-29")]),
    ("8月底前建成3所。", [("8月底前建成3所", "2026-08-31")]),
    ("新建学校3所,培训教师90人。", []),
    ("2026年培训教师90人。", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "steps"), STEPS)
def test_steps(sentence: str, steps: list[tuple[str, str]]) -> None:
    """Each dated step with its day; the end of a month is its last day."""
    text = normalise(sentence).text
    mentions = all_mentions(text, Excluded(text), 0, len(text))
    found = find_milestones(text, 0, len(text), mentions, 2026, True)
    assert [(text[m.start : m.end], m.date) for m in found] == steps


def test_nothing_dated_in_a_report() -> None:
    """What a report dates has happened."""
    text = "6月底前全部开工。"
    assert facts_in(text, status="achieved") == []
    assert find_milestones(text, 0, len(text), [], 2026, False) == []
