"""A time at the head of a sentence holds for its halves; a label is no part of a name."""

from tests.engines.reading.structure.made import Made
from xueyou.engines.reading import read

PLAN = (
    "松溪市学前教育提升行动计划（2025—2027年）\n一、现状\n"
    "截至2024年底，全市共有幼儿园312所；在园幼儿5万人，专任教师4730人。教师培训费用310万元。\n"
)


def test_the_time_reaches_over_semicolons_and_no_further() -> None:
    """截至2024年底 dates both halves of its sentence, not the next sentence."""
    periods = {fact.value: fact.period for fact in read(Made(PLAN)).facts}
    assert periods[312] == periods[5] == periods[4730] == "2024-12-31"
    assert periods[310] == "2024"


def test_a_deadline_of_the_first_half_stays_there() -> None:
    """2026年6月底前 holds for its own verb."""
    text = PLAN.replace("截至2024年底，全市共有", "2026年6月底前，新建").replace(
        "一、现状", "一、任务"
    )
    periods = {fact.value: fact.period for fact in read(Made(text)).facts}
    assert periods[5] == "2027"
