"""Sentences cut by the edge of the paper are made whole; paragraphs stay apart."""

import pytest

from tests.engines.reading.structure.made import structure, titles

WRAPPED = """- 1 -
明溪市教育局2024年度工作计划

　　为全面贯彻上级决策部署，推动全市教育事业高质量发展，结合本市实际情况，制定
本计划。
　　一、扩大优质资源供给
　　1.新建幼儿园。年内新建公办幼儿园12所，改扩建6所，新增学前教育学位3600
个，公办园在园幼儿占比提高到61%，普惠性幼儿园覆盖率稳定在百分之九十以上，全
- 2 -
县每个乡镇至少办好一所公办中心幼儿园。
　　2.改善办学条件。投入资金2.3亿元，改造乡村学校食堂45个，更新教学用计算机
5200台，覆盖全部乡镇中心学校。
"""


def sentences(text: str) -> list[str]:
    """Give the sentences of a made text in normal form."""
    layout = structure(text).layout
    return [layout.normal.text[s.start : s.end] for s in layout.sentences]


def test_number_and_unit_come_together_again() -> None:
    """A number at the end of a line keeps the unit that stands on the next."""
    found = sentences(WRAPPED)
    assert any("新增学前教育学位3600个,公办园" in sentence for sentence in found)
    assert any("计算机5200台,覆盖全部" in sentence for sentence in found)


def test_a_page_number_does_not_cut_a_sentence() -> None:
    """A sentence that goes on behind a page number is one sentence."""
    assert any("全县每个乡镇至少办好一所" in sentence for sentence in sentences(WRAPPED))


def test_wrapped_tasks_are_tasks() -> None:
    """Wrapped lines open no tasks of their own."""
    assert titles(structure(WRAPPED)) == ["新建幼儿园", "改善办学条件"]


def test_a_paragraph_without_full_stop_is_not_joined_to_the_next() -> None:
    """One line a paragraph: a missing full stop joins nothing."""
    text = (
        "云津县教育工作方案\n一、指导思想\n"
        "坚持把教育摆在优先发展的位置，办好每一所学校，让孩子们上好学\n"
        "二、主要任务\n1.扩大学位。新建学校3所\n2.配齐教师。"
        "招聘教师120名，其中乡村教师不少于八十名\n"
    )
    found = structure(text).layout
    assert [section.title for section in found.sections] == ["指导思想", "主要任务"]


PLAIN = (
    "明溪市教育局2024年度工作总结\n\n一、学校建设\n\n"
    "全年新建公办幼儿园12所，改扩建中小学36所，新增学位3600个，投入资金2.37亿元，"
    "公办园在园幼儿占比提高到61.5%，比上年提高4.1个百分点，普惠性幼儿园覆盖率稳定在93.6%。\n\n"
    "二、教师队伍\n\n公开招聘中小学教师326名，其中音体美教师98名，全部补充到农村学校任教；"
    "培训骨干教师1280人次，评选名师45名，交流校长教师420人，发放乡村教师补助6830万元。\n"
)


@pytest.mark.parametrize("width", [16, 20, 26, 31, 38, 44, 60])
def test_any_width_of_paper(width: int) -> None:
    """Cut at any width, the sentences are those of the uncut text."""
    cut = "\n".join(
        line[at : at + width]
        for line in PLAIN.split("\n")
        for at in range(0, len(line) or 1, width)
    )
    assert sentences(cut) == sentences(PLAIN)


def test_a_heading_that_lost_its_number_is_not_joined() -> None:
    """A line "、重点任务" below a paragraph without full stop stays a heading."""
    text = (
        "东屏市教育行动方案\n一、指导思想\n坚持把教育摆在优先发展的位置，推进优质资源共建共享\n"
        "、重点任务\n1.扩大学位。新建学校3所。\n三、保障措施\n(一)加强领导。成立专班。\n"
    )
    assert [s.title for s in structure(text).layout.sections] == [
        "指导思想",
        "重点任务",
        "保障措施",
    ]
