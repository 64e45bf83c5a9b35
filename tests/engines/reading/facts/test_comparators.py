"""What kind of claim a number makes."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in

CLAIMS = [
    ("覆盖率达到91%。", "reach"),
    ("覆盖率达到91%以上。", "ge"),
    ("覆盖率保持100%。", "keep"),
    ("覆盖率稳定在93%。", "keep"),
    ("覆盖率保持在95%以上。", "ge"),
    ("九年义务教育巩固率99.4%。", "eq"),
    ("录取比例提高到68%。", "reach"),
    ("大班额占比降至0.8%。", "reach"),
    ("比例不低于15%。", "ge"),
    ("招聘不少于50名教师。", "ge"),
    ("每个教学点至少配备2名全科教师。", "ge"),
    ("每年交流比例不低于符合条件人员的15%。", "ge"),
    ("优良率突破60%。", "gt"),
    ("参训教师超过3000人。", "gt"),
    ("大班额比例控制在0.5%以内。", "le"),
    ("班额不超过45人。", "le"),
    ("近视率低于30%。", "lt"),
    ("培训近400万人次。", "approx_le"),
    ("参与人数达近400万人次。", "approx_le"),
    ("培训教师8000余人次。", "approx_ge"),
    ("培训教师300多名。", "approx_ge"),
    ("交流教师180人左右。", "approx"),
    ("学位缺口约3000个。", "approx"),
    ("培育10个左右工作室。", "approx"),
    ("比上年提高2.3个百分点。", "delta_up"),
    ("高出全省平均水平2.7个百分点。", "delta_up"),
    ("近视率下降1.1个百分点。", "delta_down"),
    ("经费支出同比增长6.4%。", "delta_up"),
    ("增长超过5%。", "delta_up"),
    ("学校比上年减少28所。", "delta_down"),
    ("增加学位1200个。", "eq"),
    ("新增学位1200个。", "eq"),
    ("减少12个,新增5个教学点。", "eq"),
    ("中心园实现全覆盖。", "all"),
    ("失学人数清零。", "zero"),
    ("综合考核位列全市第三名。", "rank"),
    ("新建学校12所。", "eq"),
]


@pytest.mark.parametrize(("sentence", "wanted"), CLAIMS)
def test_the_claim_is_read_from_the_words_around_the_number(sentence: str, wanted: str) -> None:
    """以上 goes before 达到, 至少 is no fall, 新增 is no rise."""
    assert facts_in(sentence)[-1].comparator == wanted


def test_a_range_is_its_lower_end_with_a_doubt() -> None:
    """3—5个 asks for at least three."""
    (fact,) = facts_in("组建3—5个教育集团。")
    assert (fact.mention.value, fact.mention.upper, fact.comparator) == (3, 5, "ge")


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("力争覆盖率达到90%。", "力争"),
        ("名额原则上70%分配到初中。", "原则上"),
        ("覆盖率达到90%。", None),
    ],
)
def test_hedges_are_kept(sentence: str, hedge: str | None) -> None:
    """力争 and 原则上 weaken a promise and are said."""
    assert facts_in(sentence)[0].hedge == hedge


@pytest.mark.parametrize(
    ("sentence", "per"),
    [
        ("年均培训3000人次。", "年"), ("每年组织2次督导。", "年"), ("每学期开展2次演练。", "学期"),
        ("每周开设3节体育课。", "周"), ("生均图书35册。", "生"), ("培训3000人次。", None),
    ],
)  # fmt: skip
def test_what_an_amount_is_counted_per(sentence: str, per: str | None) -> None:
    """年均, 每学期 and 生均 belong to the fact."""
    assert facts_in(sentence)[0].per == per


def test_each_county_is_a_quantifier() -> None:
    """各县均 holds for every county, also for the second rate of the clause."""
    first, second = facts_in("各县(市、区)学前教育公办率均达50%、普惠率均达90%以上。")
    assert (first.quantifier, second.quantifier) == ("each_county", "each_county")


@pytest.mark.parametrize(
    ("sentence", "comparator"),
    [
        ("生均校舍面积6平方米,低于省定标准1.9平方米。", "delta_down"),
        ("上线率高出全省平均水平4.2个百分点。", "delta_up"),
        ("近视率低于全国平均2个百分点。", "delta_down"),
    ],
)
def test_the_distance_from_a_standard_is_a_difference(sentence: str, comparator: str) -> None:
    """低于省定标准1.9平方米 tells how far below, not a level."""
    assert facts_in(sentence)[-1].comparator == comparator
