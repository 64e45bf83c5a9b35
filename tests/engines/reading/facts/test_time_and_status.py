"""When a fact holds, and whether it is promised or done."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in

IN_A_REPORT_FOR_2025 = [
    ("新建学校12所。", "achieved", "2025"),
    ("力争新增学位2万个。", "target", "2025"),
    ("计划招聘教师900名。", "target", "2025"),
    ("普通高中计划录取比例提高到68%。", "achieved", "2025"),
    ("将135项责任分解落实。", "achieved", "2025"),
    ("将新增学位3000个。", "target", "2025"),
    ("预计2027年学位缺口3000个。", "target", "2027"),
    ("2026年实现覆盖率100%。", "target", "2026"),
    ("2024年新建学校5所。", "achieved", "2024"),
    ("去年新建学校5所。", "achieved", "2024"),
    ("截至2025年底,建成基地12个。", "achieved", "2025-12-31"),
    ("截至2025年6月底,建成基地12个。", "achieved", "2025-06-30"),
    ("2025年9月1日,在校生12万人。", "achieved", "2025-09-01"),
    ("比2020年提高5个百分点。", "achieved", "2025"),
    ("“十四五”期间新增学位3万个。", "achieved", "2021-2025"),
    ("2021—2025年新增学位3万个。", "achieved", "2021-2025"),
    ("加快推进9个重点项目。", "ongoing", "2025"),
    ("争创省级名校4个。", "target", "2025"),
    ("公办园由320所增加到2025年的456所。", "achieved", "2025"),
]
IN_A_PLAN_FOR_2026 = [
    ("新建学校12所。", "target", "2026"),
    ("目前,全市有学校120所。", "achieved", "2026"),
    ("2024年,全市入园率达96%。", "achieved", "2024"),
    ("到2030年,全市入园率达99%。", "target", "2030"),
    ("今年新建学校12所。", "target", "2026"),
    ("到2026年底覆盖率达90%。", "target", "2026-12-31"),
    ("比上年提高1.5个百分点。", "target", "2026"),
    ("2027年实现全覆盖,每年培训教师300人。", "target", "2026"),
    ("2026年覆盖率达90%,2028年达95%。", "target", "2028"),
    ("落实《教育规划(2030年)》,新建学校12所。", "target", "2026"),
]


@pytest.mark.parametrize(("sentence", "status", "period"), IN_A_REPORT_FOR_2025)
def test_in_a_report(sentence: str, status: str, period: str) -> None:
    """What a report says is done, unless it says otherwise."""
    fact = facts_in(sentence, status="achieved", period="2025")[-1]
    assert (fact.status, fact.period) == (status, period)


@pytest.mark.parametrize(("sentence", "status", "period"), IN_A_PLAN_FOR_2026)
def test_in_a_plan(sentence: str, status: str, period: str) -> None:
    """What a plan says is wanted, unless it looks back."""
    fact = facts_in(sentence, status="target", period="2026")[-1]
    assert (fact.status, fact.period) == (status, period)
