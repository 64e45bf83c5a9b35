"""A deadline belongs to its own verb; a year set apart holds for what follows."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.timing import set_standing

PERIODS = [
    ("一期7月底前封顶,建筑面积2万平方米。", ["2026"]),
    ("一期2027年7月底前封顶,建筑面积2万平方米。", ["2027"]),
    ("7月底前,新建学校3所,新增学位900个。", ["2026-07-31", "2026-07-31"]),
    ("7月底前建成学校3所,全年培训教师90人。", ["2026-07-31", "2026"]),
    ("8月底前建成3所,年底前全部建成,新增学位900个。", ["2026-08-31", "2026"]),
    ("截至12月底改善学校118所,2所延期。", ["2026-12-31", "2026"]),
    ("截至2026年6月底,建成基地12个,培训教师90人。", ["2026-06-30", "2026-06-30"]),
    ("到2026年底覆盖率达90%,普惠率达95%。", ["2026-12-31", "2026-12-31"]),
    ("每年公布情况,扩容项目当年开工率达100%。", ["2026"]),
]


@pytest.mark.parametrize(("sentence", "periods"), PERIODS)
def test_reach_of_a_deadline(sentence: str, periods: list[str]) -> None:
    """The day ends with its clause unless a comma sets it apart."""
    assert [fact.period for fact in facts_in(sentence)] == periods


def test_standing_rule() -> None:
    """A share that holds on principle holds in all years of the plan."""
    sentence = "示范高中名额原则上60%分配到初中。"
    found = facts_in(sentence, period="2028")
    set_standing(sentence, found, (2024, 2028))
    assert [fact.period for fact in found] == ["2024-2028"]
