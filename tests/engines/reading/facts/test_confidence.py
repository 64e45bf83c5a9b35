"""How sure the reader is: a name that looks wrong is worth less, and says why."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in
from xueyou.engines.reading.facts.doubts import confidence, doubts

NAMES = [
    ("普惠性幼儿园覆盖率", True),
    ("新增公办学位", True),
    ("公办幼儿园", True),
    ("乡村教师周转宿舍", True),
    ("在校学生", True),
    ("初中6", False),
    ("缺编,音体美教师缺口", False),
    ("总投资", False),
    ("参加率", False),
    ("结转下年推进", False),
    ("为农村学生提供营养餐", False),
    ("教师分别赴外地学习", False),
    ("学校", False),
    ("", False),
    ("某区城乡学校食堂与宿舍及操场提升改造工程项目数", False),
]


@pytest.mark.parametrize(("name", "sure"), NAMES)
def test_doubtful_names(name: str, sure: bool) -> None:
    """Above 0.85 without a doubt, or at most 0.8 and in words."""
    fact = facts_in("新建示范性实验室30间。")[0]
    fact.name = name
    if sure:
        assert confidence(fact) > 0.85
        assert doubts(fact) == ()
    else:
        assert confidence(fact) <= 0.81
        assert doubts(fact)


def test_name_from_the_words_before() -> None:
    """A name taken over from another clause is for the officer to check."""
    fact = facts_in("新建示范性实验室30间。")[0]
    fact.inherited = True
    assert confidence(fact) <= 0.8
    assert "指标名称取自上文，请核对" in doubts(fact)
