"""Words that say planned or done, and words that only look like it."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.statuses import asked_after

IN_A_REPORT = [
    ("城乡学校食堂改造计划建设项目开工14所。", "achieved"),
    ("校园布局调整规划建设项目开工9所。", "achieved"),
    ("2021年以来,先后争取各类项目97个,新建校舍9万平方米。", "achieved"),
    ("积极争取上级资金8000万元。", "achieved"),
    ("到位资金5000万元。", "achieved"),
    ("食堂改造目标任务为90所。", "target"),
    ("食堂改造目标90所。", "target"),
    ("计划培训教师2100人次。", "target"),
    ("实施公招计划53名。", "achieved"),
    ("2021年以来,累计新建学校19所。", "achieved"),
    ("全年计划完成投资9亿元。", "target"),
    ("今年计划完成投资9亿元,新建学校12所。", "target"),
    ("各校要配齐校医200名。", "target"),
    ("会议强调,覆盖率提升至95%。", "target"),
    ("会议指出,近年来全市新建学校60所。", "achieved"),
    ("会议要求,抓好建设,3年内引进不少于200名教师。", "target"),
    ("主要指标达到98%。", "achieved"),
    ("重要设备更新12台。", "achieved"),
]
AFTER_A_SENTENCE = [
    ("会议强调,要加快建设;", False, True),
    ("局长要求,各校抓好落实。", False, True),
    ("会议指出,成绩来之不易。", True, False),
    ("年底前建成。", True, True),
    ("各校开展活动。", False, False),
]


@pytest.mark.parametrize(("sentence", "status"), IN_A_REPORT)
def test_status_in_a_report(sentence: str, status: str) -> None:
    """A name that holds 计划 plans nothing; 计划 before a number does."""
    assert facts_in(sentence, status="achieved", period="2025")[-1].status == status


def test_planned_and_actual() -> None:
    """The number after 计划 is wanted, the one after 实际 is reached."""
    found = facts_in("计划培训1800人次,实际培训1950人次。", status="achieved", period="2025")
    assert [fact.status for fact in found] == ["target", "achieved"]


@pytest.mark.parametrize(("sentence", "before", "after"), AFTER_A_SENTENCE)
def test_demands_last(sentence: str, before: bool, after: bool) -> None:
    """What a meeting asks for goes on over sentences until it tells of something."""
    assert asked_after(sentence, before) is after


def test_plan_as_a_noun_with_what_became_of_it() -> None:
    """学位计划N个 is wanted where the sentence goes on to say what was reached."""
    found = facts_in("公办园学位计划5000个,实际完成5200个。", status="achieved", period="2025")
    assert [fact.status for fact in found] == ["target", "achieved"]
