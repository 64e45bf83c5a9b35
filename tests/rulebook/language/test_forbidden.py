"""Facts nobody may ask for are found by name and by words, and nothing else is."""

import pytest

from tests.rulebook.language.rules_text import faults, line_of, read
from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.forbidden import forbidden_list, found_forbidden


@pytest.mark.parametrize(
    "said",
    [
        *(
            "父亲职业",
            "母亲 工作单位",
            "家长职务",
            "监护人职称",
            "家庭年收入",
            "月薪",
            "父母的收入",
        ),
        *("parent_job", "FatherOccupation", "household-income", "income", "ｉｎｃｏｍｅ", "salary"),
        *("jiazhang_zhiye", "jiating_shouru", "家庭财产", "监护人所在行业", "职业"),
    ],
)
def test_work_and_income_of_parents_are_found(said: str) -> None:
    """Tests names in both scripts, with spaces, case and width changed."""
    assert found_forbidden(said, "senior") is not None


@pytest.mark.parametrize(
    "said",
    [
        *(
            "中等职业学校",
            "职业学校志愿",
            "家长同意",
            "家庭编号",
            "家庭经济困难",
            "社保月数",
            "居住证",
        ),
        *(
            "父母居住证",
            "投档分",
            "family",
            "parent_consent",
            "residence_months",
            "workshop",
            "新生",
        ),
        *("优抚对象", "高层次人才", "幼儿园"),
    ],
)
def test_what_is_lawful_is_left_alone(said: str) -> None:
    """Tests words that only look like forbidden ones."""
    assert found_forbidden(said, "primary") is None


def test_some_papers_are_forbidden_at_some_stages() -> None:
    """Tests that family planning papers are out of compulsory schooling."""
    assert found_forbidden("计划生育证明", "primary") is not None
    assert found_forbidden("计划生育证明", "senior") is None


def test_each_entry_names_its_source() -> None:
    """Tests that the list says by which text a fact is forbidden."""
    assert all(entry.source and entry.patterns for entry in forbidden_list())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  agreed: {zh: 同意拆开", "  income: {zh: 一项"),
        ("  agreed: {zh: 同意拆开", "  agreed: {zh: 母亲工作单位"),
        ("zh: 在籍在读满3年", "zh: 家长职务为处级"),
        ("zh: 班数", "zh: 家庭收入"),
        ("zh: 总分", "zh: 收入分"),
    ],
)
def test_rules_that_ask_are_refused_with_the_line(old: str, new: str) -> None:
    """Tests names and words of facts, needs, attributes and sums; exit 6 follows from it."""
    told = [fault for fault in faults((old, new)) if fault.code == "forbidden_fact"]
    assert told[0].row == line_of(new, (old, new))
    assert RulebookRefused(told).forbidden


def test_a_broken_rulebook_is_still_told() -> None:
    """Tests that faults of shape do not hide a forbidden fact."""
    told = faults(("  agreed: {zh: 同意拆开", "  agreed: {zh: 父亲职业"), ("stage: senior\n", ""))
    assert {"forbidden_fact", "missing_key"} <= {fault.code for fault in told}


def test_a_clause_may_speak_of_what_is_forbidden() -> None:
    """Tests that quoting the prohibition is no offence."""
    read(("says: 按初中分配", "says: 不得采集家长职务和收入"))
