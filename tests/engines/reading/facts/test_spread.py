"""One phrase, several facts; and several numbers, one indicator."""

import pytest

from tests.engines.reading.facts.one_sentence import facts_in

SPREAD = [
    ("小学、初中、高中分别新增学位100个、200个和50个。",
     [("小学新增学位", 100), ("初中新增学位", 200), ("高中新增学位", 50)]),
    ("公办园占比和普惠园覆盖率分别达到55%、92%以上。", [("公办园占比", 55), ("普惠园覆盖率", 92)]),
    ("毛入园率、巩固率、毛入学率达到98%、99%、97%。",
     [("毛入园率", 98), ("巩固率", 99), ("毛入学率", 97)]),
    ("保安配备率、报警联网率均达100%。", [("保安配备率", 100), ("报警联网率", 100)]),
    ("小学入学率、初中毕业率均达95%。", [("小学入学率", 95), ("初中毕业率", 95)]),
    ("公办率、普惠率达到90%。", [("公办率", 90), ("普惠率", 90)]),
    ("入学率、巩固率、毕业率三项指标均为99.5%。",
     [("入学率", 99.5), ("巩固率", 99.5), ("毕业率", 99.5)]),
    ("小学、初中专任教师学历合格率均为100%。",
     [("小学专任教师学历合格率", 100), ("初中专任教师学历合格率", 100)]),
    ("小学、初中班额分别控制在45人、50人以内。", [("小学班额", 45), ("初中班额", 50)]),
    ("实现校园封闭管理和一键报警两个“100%”。",
     [("校园封闭管理率", 100), ("一键报警率", 100)]),
    ("投入2亿元、1.5亿元分别用于校舍维修和设备更新。",
     [("校舍维修投入", 2), ("设备更新投入", 1.5)]),
    ("发放助学金、免学费资金分别为1200万元和3400万元。",
     [("发放助学金", 1200), ("免学费资金", 3400)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), SPREAD, ids=[s for s, _ in SPREAD])
def test_numbers_find_their_own_subject(sentence: str, wanted: list[tuple[str, float]]) -> None:
    """Lists of equal length are aligned; a shared number makes a fact for each subject."""
    found = facts_in(sentence)
    assert [(c.name, c.mention.value) for c in found] == wanted
    assert all(c.distributive for c in found)


def test_a_rise_gives_its_base_and_its_level_under_one_name() -> None:
    """由85%上升到93%: the base is marked and dated, the level is the fact."""
    base, level = facts_in("普惠率由2020年的85%上升到93%。", status="achieved", period="2025")
    assert (base.name, base.baseline, base.period) == ("普惠率", True, "2020")
    assert (level.name, level.baseline, level.period) == ("普惠率", False, "2025")
    assert level.comparator == "reach"


def test_lists_of_unequal_length_are_not_aligned() -> None:
    """Three subjects and two numbers say nothing certain."""
    found = facts_in("小学、初中、高中分别新增学位100个和200个。")
    assert not any(c.distributive for c in found)


def test_the_former_and_the_latter_are_named() -> None:
    """前者 and 后者 stand for the two levels before them."""
    found = facts_in("优良率、近视率分别为62%和47%,前者比上年提高3个百分点,后者下降1个百分点。")
    assert [c.name for c in found[2:]] == ["优良率比上年提高", "近视率下降"]


def test_years_apart_date_their_numbers() -> None:
    """其中2025年、2026年分别新增: one indicator, each number in its own year."""
    found = facts_in(
        "三年新增公办学位1.2万个,其中2024年、2025年、2026年分别新增4500个、4200个、3300个。"
    )
    assert [(c.name, c.mention.value, c.period) for c in found[1:]] == [
        ("新增公办学位", 4500, "2024"),
        ("新增公办学位", 4200, "2025"),
        ("新增公办学位", 3300, "2026"),
    ]
