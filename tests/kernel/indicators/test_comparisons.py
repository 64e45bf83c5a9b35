"""What may be compared in the open, and what may not: results of examinations, however spelt."""

from datetime import date

import pytest

from xueyou.kernel.indicators.comparisons import RULES, refused_in_comparison

REFUSED = [
    "升学率",
    "重点高中升学率",
    "普通高中升学人数",
    "初中毕业生升入重点高中比例",
    "重点率",
    "普高率",
    "一本上线率",
    "本科上线人数",
    "高考上线率",
    "特控线达线率",
    "清北录取人数",
    "录取率",
    "高考状元数",
    "状元",
    "中考平均分",
    "平均分",
    "学科均分",
    "高分段人数",
    "高分率",
    "优分率",
    "尖子生比例",
    "中考成绩排名",
    "期末考试优秀率",
    "学业水平考试合格率",
    "及格率",
    "语文及格率",
    "考试成绩名次",
    "升－学·率",
    "ｓ升学率",
    "中考总分",
    "考取名校人数",
]
HIDDEN = ("升 学 率", "升－学·率", "平均　分")
"""Spaces and signs between the characters."""
ALLOWED = [
    "长学制技术技能人才招生占中职招生比例",
    "长学制招生占比",
    "指标到校比例",
    "优质高中招生名额分配到初中比例",
    "招生名额平均分配到初中学校比例",
    "高等教育毛入学率",
    "高中阶段教育毛入学率",
    "学前教育毛入园率",
    "九年义务教育巩固率",
    "体质健康及格率",
    "学生体质健康优良率",
    "近视率",
    "新增公办学位",
    "大班额比例",
    "随迁子女公办就读比例",
    "生师比",
    "教师交流轮岗比例",
    "重点项目开工率",
    "智慧教育平台上线学校数",
    "高考标准化考点建设",
    "督导评估得分",
    "普惠园覆盖率",
    "高分子实验室数",
    "总分校覆盖率",
    "义务教育优质均衡达标县数",
]


@pytest.mark.parametrize("name", [*REFUSED, *HIDDEN])
def test_results_of_examinations_are_refused_with_the_reason(name: str) -> None:
    """The sentence names the document it follows and says what happens."""
    sentence = refused_in_comparison(name)
    assert sentence is not None
    assert "深化新时代教育评价改革总体方案" in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("name", ALLOWED)
def test_other_indicators_may_be_compared(name: str) -> None:
    """A quota that reaches every school is not an examination result."""
    assert refused_in_comparison(name) is None


def test_rules_are_dated_and_sourced() -> None:
    """Before the document there was no rule; each one says where it comes from."""
    assert refused_in_comparison("升学率", on=date(2020, 10, 12)) is None
    assert refused_in_comparison("升学率", on=date(2020, 10, 13)) is not None
    assert all(rule.source for rule in RULES)
