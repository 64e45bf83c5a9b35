"""The Chinese sheet says what the rules do, each part beside where it is written."""

from io import BytesIO

import docx
import pytest

from tests.rulebook.language.rules_text import read
from xueyou.formats.clause_sheet import as_docx, as_page, as_text
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.language.sheet import sheet


def lines(*changes: tuple[str, str]) -> str:
    """Return the sheet of the changed small rulebook as text."""
    return as_text(sheet(read(*changes)))


@pytest.mark.parametrize(
    "said",
    [
        "试点市（310000），2026年，普通高中。",
        "在籍在读满3年。程序看的是：在籍年数不低于3。",
        "投档分不低于605。",
        "平行志愿：所有人按下面的次序排成一队",
        "初中，按“初中学校”分到各处，数目见名额表，别人不能用。",
        "（2）综合素质等级高的在前。",
        "完全同分的人压在最后一名上时，全部录取，超出计划。",
        "没用完的名额转到“统一招生”的同一学校。",
        "合计：投档分，加加分乘0.25（至多2），加同分优待为是的5。",
        "等级，从好到差：优、良、差；个人信息（列名 health）。",
        "小数，0到750，每档0.5；个人信息（列名 score）。",
        "计划不得超过班数乘以每班50人。",
        "每人（每组）一个号，各校通用，号小的在前。",
    ],
)
def test_each_rule_is_said(said: str) -> None:
    """Tests sentences worked out by hand from the rules."""
    assert said in lines()


def test_what_becomes_of_a_place_given_up_is_said() -> None:
    """Tests both ways: nobody is called (also where nothing is written), or who waits is."""
    assert "有人放弃的，名额空着，不递补。" in lines()
    called = lines(("    tie_last: lottery\n", "    tie_last: lottery\n    refill: next\n"))
    assert (
        "按候补名单的次序往下叫：还没有录取的，和同一批次里录在后面志愿的，都可以递补上来" in called
    )
    assert "已经录到别的批次的不叫。没有人可叫的名额空着，不转到别处。" in called


def test_a_rule_stands_beside_its_source() -> None:
    """Tests document, number, clause, content and how far it was checked."""
    row = next(line for line in lines().splitlines() if "第二十条" in line)
    assert "实施细则（甲〔2026〕1号） 第二十条：按初中分配" in row
    assert row.rstrip(" |").endswith("已核原文")


def test_what_has_no_source_is_said_to_have_none() -> None:
    """Tests that no rule borrows the source of another."""
    row = next(line for line in lines().splitlines() if "在籍在读满3年" in line)
    assert row.rstrip(" |").endswith("没有写依据")


def test_the_weakest_source_counts() -> None:
    """Tests two clauses of one part, one of them 待核."""
    clause = "clause: [{source: S1, at: 第二条}, {source: S1, at: 第三条, status: 待核}]"
    text = lines(("{id: y3, need", f"{{id: y3, {clause}, need"))
    row = next(line for line in text.splitlines() if "第三条" in line)
    assert row.rstrip(" |").endswith("待核")


SOURCED = """
schema: xueyou-rules/1
title: 试点区小学招生
jurisdiction: {code: 310101, name: 试点区}
year: 2026
stage: primary
status: verified
sources:
  S1: {title: 实施细则, status: verified}
  S2: {title: 一则报道, status: reported}
facts:
  points: {zh: 积分, type: integer, clause: {source: S1, at: 第一条}}
batches:
  - id: 入学
    zh: 积分入学
    clause: {source: S1, at: 第二条}
    choices: {mode: parallel, max: 2, clause: {source: S1, at: 第三条}}
    rank: [{by: points desc, clause: {source: S1, at: 第四条}}]
    tie_last: admit_all
    clauses:
      eligibility: {source: S1, at: 第五条}
      choices: {source: S1, at: 第三条}
      pools: {source: S1, at: 第六条}
      tie_last: {source: S1, at: 第七条}
      locks: {source: S1, at: 第八条}
      refill: {source: S1, at: 第九条}
"""


def whole(*changes: tuple[str, str]) -> str:
    """Return what the sheet of the sourced rulebook, changed, says of the whole."""
    text = SOURCED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return sheet(rulebook_of(text.encode(), "rules.yaml")).head[1]


def test_the_whole_is_no_better_than_its_weakest_clause() -> None:
    """Tests rules that are sourced throughout, with one clause reported, and with one 待核."""
    assert whole() == "整份规则：已核原文（已核原文 9 条）。"
    assert whole(("at: 第七条", "at: 第七条, status: reported")) == (
        "整份规则：转述（已核原文 8 条，转述 1 条）。规则文件自己写的是“已核原文”，不算数。"
    )
    assert whole(("at: 第七条", "at: 第七条, status: 待核")).startswith("整份规则：待核（")
    assert whole(("stage: primary\nstatus: verified", "stage: primary\nstatus: 待核")) == (
        "整份规则：待核（已核原文 9 条）。"
    )


def test_rules_without_a_source_are_not_called_verified() -> None:
    """Tests one rule that names no document, in rules that are verified otherwise."""
    unsourced = whole(("      locks: {source: S1, at: 第八条}\n", ""))
    assert unsourced.startswith("整份规则：待核（已核原文 8 条，没有写依据 1 条）。")
    assert "整份规则：待核（" in lines()


def test_a_clause_is_no_better_than_its_document() -> None:
    """Tests a clause that calls itself verified against a report in the papers."""
    claimed = ("{source: S1, at: 第七条}", "{source: S2, at: 第七条, status: verified}")
    assert whole(claimed).startswith("整份规则：转述（已核原文 8 条，转述 1 条）")


def test_clauses_of_parts_without_a_place_of_their_own() -> None:
    """Tests `clauses`, for what is only a word in the rules."""
    text = lines(
        (
            "    tie_last: lottery",
            "    tie_last: lottery\n    clauses: {tie_last: {source: S1, at: 第九条}}",
        )
    )
    assert "第九条" in next(line for line in text.splitlines() if "由摇号定先后" in line)


def test_a_changed_rule_changes_the_sheet() -> None:
    """Tests that the sheet is made of the rules and not of remarks about them."""
    assert "晚于" not in lines()
    assert "出生日期晚于2010年8月31日" in lines(("years >= 3", "birth > 2010-08-31"))
    assert "综合素质、艺术中至少有2项达到B" in lines(
        ("need: years >= 3", "need: {levels: {of: [moral, art], at_least: B, count: 2}}")
    )


def test_what_is_compared_with_the_school_is_said_of_the_school() -> None:
    """Tests a fact against an attribute: equal, other, and at least as much."""
    need = "need: years >= 3"
    for asked, said in (
        ("district == option.area", "区与学校的片区相同"),
        ("district != option.area", "区与学校的片区不同"),
        ("score >= option.line", "投档分不低于学校线"),
        ("option.area == 东", "学校的片区是东"),
    ):
        assert f"程序看的是：{said}。" in lines((need, f'need: "{asked}"')), asked


def test_the_opposite_of_a_comparison_is_said_as_one() -> None:
    """Tests `not` before a flag, a number, a level and a day: each is unknown where it was."""
    for asked, said in (
        ("preferred == 是", "同分优待为否"),
        ("years >= 3", "在籍年数低于3"),
        ("moral >= B", "综合素质低于B"),
        ("birth <= 2010-08-31", "出生日期晚于2010年8月31日"),
    ):
        assert f"程序看的是：{said}。" in lines(("need: years >= 3", f'need: {{not: "{asked}"}}'))


def test_a_kept_seat_is_said_with_its_fact() -> None:
    """Tests that rules about a signed contract do not speak of seats."""
    rules = (
        ("need: years >= 3", "need: secured"),
        ("mode: parallel", "mode: deferred"),
        ("    leftover:", "    secured: seat\n    leftover:"),
    )
    assert "程序看的是：保留的学校就是这所学校。" in lines(*rules)


def test_batches_without_an_order_or_a_list_are_said_as_they_are() -> None:
    """Tests a batch that only draws lots, and one whose lists are made."""
    text = lines(("    rank: [total desc, distance asc]\n", ""))
    assert "谁先谁后全凭摇号。" in text
    assert "前面各项都相同的，由摇号定先后。" in lines()
    made = (
        "choices: {mode: deferred, max: 15}",
        "choices: {mode: deferred, generate: {by: distance}}",
    )
    assert "还没有录取的人都在内。" in lines(made)
    assert "凡填报的都可以。" in lines()


def test_a_single_choice_and_a_circle_are_said_once_and_rightly() -> None:
    """Tests that one choice is not said twice, and that the circle is turned by the seed."""
    text = lines(
        ("mode: deferred, max: 15", "mode: single"), ("    rank: [total desc, distance asc]\n", "")
    )
    assert "填一个志愿。同一学校里按下面的次序录取。" in text
    circle = lines(("lottery: {ticket: one}", "lottery: {ticket: one, order: circular}"))
    assert "起点和方向由摇号的种子（里面有见证人的数字）定。" in circle


def test_schools_without_names_are_told_of() -> None:
    """Tests rules whose families would read codes, and the attribute that names schools."""
    said = "家长读到的只是学校代码"
    assert said in lines()
    named = ("attributes:\n", "attributes:\n  name: {zh: 学校名称, type: code}\n")
    assert said not in lines(named)


def test_facts_nobody_asks_for_are_named() -> None:
    """Tests that a fact no rule uses is questioned, and one that only a sum counts is not."""
    rows = {line.split("|")[2].strip(): line for line in lines().splitlines() if "列名" in line}
    idle = {name for name, line in rows.items() if "没有一条规则用到它" in line}
    assert idle == {"区", "同意拆开", "出生日期", "艺术", "体质", "保留的学校"}


def test_an_appeal_is_said() -> None:
    """Tests until when and to whom."""
    appeal = 'stage: senior\nappeal: {until: "2026-07-20", to: 区招生办, clause: {source: S1}}'
    assert "2026年7月20日前（含当日）向区招生办提出。" in lines(("stage: senior", appeal))


def test_the_page_is_escaped_and_needs_nothing_else() -> None:
    """Tests a title with markup; no script, no address of anything to load."""
    page = as_page(sheet(read(("title: 试点市高中招生", 'title: "<b>试点&"')))).decode()
    assert "&lt;b&gt;试点&amp;" in page
    assert "<script" not in page
    assert " src=" not in page


def test_the_word_file_holds_every_clause() -> None:
    """Tests that the tables of the Word file hold the same sentences as the text."""
    made = sheet(read())
    document = docx.Document(BytesIO(as_docx(made)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {row.says for section in made.sections for row in section.rows} <= cells
