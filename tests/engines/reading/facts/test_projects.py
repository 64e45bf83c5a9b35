"""What money is spent on, and what only costs money."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.projects import funded_projects, named_projects
from xueyou.engines.reading.normal import normalise

FUNDED = [
    ("总投资2.1亿元,5月底前开工。", "南屏中学迁建", ["南屏中学迁建"]),
    ("投资9亿元,实施学校建设项目27个。", "优化布局", ["学校建设项目(27个)"]),
    ("统筹资金46亿元,保障新城片区。", "学校建设工程", ["学校建设工程"]),
    ("投入5586万元,实施的教育云平台已全面建成并投入运行。", "", ["教育云平台"]),
    ("实训基地一期累计完成总投资2亿元的40%。", "", []),
    ("实施“午休躺睡”工程,惠及学生不少于1.2万名,总投资1450万元。", "", ["“午休躺睡”工程"]),
    ("总投资5.2亿元、可提供学位3000个的滨江实验学校正式开学。", "", ["滨江实验学校"]),
    ("投资3.4亿元的县三中迁建项目建成投用。", "", ["县三中迁建项目"]),
    ("总投资3.3亿元的南屏中学新校区9月投入使用。", "", ["南屏中学新校区"]),
    ("投资900万元的15个操场改造项目已完成12个。", "", ["操场改造项目(15个)"]),
    ("再投入800万元,完成剩余9所村小的“暖冬”工程。", "", ["村小的“暖冬”工程(9所)"]),
    ("县级教育经费支出6.1亿元,比上年增长3.3%。", "", []),
    ("县级教育经费投入6.1亿元,比上年增长3.3%。", "", []),
    ("20所幼儿园开工19所,累计完成投资838万元。", "", []),
]
NAMED = [
    ("2026年底前建成南屏六中、石梁县第三初中。", ["南屏六中、石梁县第三初中"]),
    ("建成农村小学、普惠幼儿园。", []),
    ("南屏六中、石梁县第三初中开展交流。", []),
]


@pytest.mark.parametrize(("sentence", "title", "names"), FUNDED)
def test_funded(sentence: str, title: str, names: list[str]) -> None:
    """总投资 looks back to the item's head, 投资 forward to what is built; rates are none."""
    text = normalise(sentence).text
    assert [p.name for p in funded_projects(text, facts_in(sentence), title)] == names


@pytest.mark.parametrize(("sentence", "names"), NAMED)
def test_named(sentence: str, names: list[str]) -> None:
    """Named schools with a day on which they shall stand."""
    text = normalise(sentence).text
    assert [p.name for p in named_projects(text, 0, len(text), "target", None)] == names
