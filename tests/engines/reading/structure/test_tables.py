"""Tables are read in every form they stand in, and refused where labels are lost."""

import pytest

from tests.engines.reading.structure.made import Made, grid_of, structure
from xueyou.engines.reading import read
from xueyou.engines.reading.structure import Structure
from xueyou.engines.reading.tables.cell_facts import cell_facts

FRAME = (
    "江口区教育事业发展规划(2024—2026年)\n一、发展目标\n到2026年,全区教育质量提升。\n表1 主要指标\n"
    "{}\n二、重点任务\n1.扩大资源。新建学校3所。\n"
)
RATE = ("毛入园率", "%", [(2024, 97), (2025, 98)])
SEATS = ("新增学位", "个", [(2024, 1200), (2025, 1500)])


def rows_of(found: Structure) -> list[tuple[str, str | None, list[tuple[int | None, object]]]]:
    """Give the rows of all tables as name, unit, cells."""
    return [
        (row.name, row.unit, [(cell.year, cell.value) for cell in row.cells])
        for table in found.layout.tables
        for row in table.rows
    ]


@pytest.mark.parametrize(
    "table",
    [
        "指标 | 单位 | 2024年 | 2025年 |\n毛入园率 | % | 97 | 98 |\n新增学位 | 个 | 1200 | 1500 |",
        "|指标|2024年|2025年|\n|---|---|---|\n|毛入园率（%）|97|98|\n|新增学位（个）|1200|1500|",
        "指标\t单位\t2024年\t2025年\n毛入园率\t%\t97\t98\n新增学位\t个\t1200\t1500",
        "指标            2024年    2025年\n毛入园率(%)     97        98\n"
        "新增学位(个)    1200      1500",
        "序号 指标 2024年 2025年\n1 毛入园率(%) 97 98\n2 新增学位(个) 1200 1500",
        "序号\n\n指标\n\n2024\n\n2025\n\n1\n\n毛入园率(%\n\n97\n\n98%\n\n2\n\n新增学位(个)\n\n"
        "1200\n\n1500",
        "序 号|\n指标|\n2024 年|\n2025 年|\n1.|\n毛入园率(%)|\n97|\n98|\n2.|\n新增学位(个)|\n1200|"
        "\n1500|",
        "事项\n单位\n2024年\n2025年\n毛入园率\n%\n97\n98\n新增学位\n个\n1200\n1500",
        "┌──┬──┬──┐\n│指标│2024年│2025年│\n├──┼──┼──┤\n│毛入园率(%)│97│98│\n"
        "│新增学位(个)│1200│1500│\n└──┴──┴──┘",
        "年份 | 毛入园率(%) | 新增学位(个)\n2024年 | 97 | 1200\n2025年 | 98 | 1500",
        "指标 | 单位 | 目标值 | \n | | 2024年 | 2025年\n毛入园率 | % | 97 | 98\n新增学位 | 个 |"
        " 1200 | 1500",
        "2024\n2025\n毛入园率(%)\n97\n98\n新增学位(个)\n1200\n1500",
        "      2024年   2025年\n毛入园率(%)   97   98\n新增学位(个)   1200   1500",
        "序号\n指标\n2024\n2025\n一\n毛入\n园率(%)\n97\n98\n- 3 -\n二\n新增学位(个)\n1200\n1500",
        "指标,单位,2024年,2025年\n毛入园率,%,97,98\n新增学位,个,1200,1500",
    ],
)  # fmt: skip
def test_one_table_in_every_form(table: str) -> None:
    """The same two rows come out whatever form the table stands in, and no text is lost to it."""
    found = structure(FRAME.format(table))
    assert rows_of(found) == [RATE, SEATS]
    assert [s.title for s in found.layout.sections] == ["发展目标", "重点任务"]


def test_groups_of_rows_and_a_column_of_text() -> None:
    """Names of groups stand between the rows of a table of one cell a line."""
    table = (
        "序号\n指标名称\n单位\n2024年\n2026年\n属性\n一、学前教育\n1\n毛入园率\n%\n97\n98\n"
        "预期性\n2\n公办园占比\n%\n55\n60\n"
        "约束性\n二、义务教育\n3\n巩固率\n%\n99\n99.5\n约束性"
    )
    found = structure(FRAME.format(table))
    (read,) = found.layout.tables
    assert [(row.no, row.name, row.group) for row in read.rows] == [
        (1, "毛入园率", "一、学前教育"),
        (2, "公办园占比", "一、学前教育"),
        (3, "巩固率", "二、义务教育"),
    ]
    assert [s.title for s in found.layout.sections] == ["发展目标", "重点任务"]


def test_a_row_that_lacks_a_cell_is_left_out_and_named() -> None:
    """Which column is missing cannot be known, so the row is not guessed."""
    table = (
        "序号\n指标\n2024\n2025\n1\n毛入园率(%)\n97\n2\n巩固率(%)\n99\n99.5\n3\n普及率(%)\n90\n91"
    )
    found = structure(FRAME.format(table))
    assert [row[0] for row in rows_of(found)] == ["巩固率", "普及率"]
    assert any("毛入园率" in note and "缺格" in note for note in found.layout.head.noise)


def test_figures_without_labels_are_refused_in_words() -> None:
    """A column of bare figures is no table; the head says that it was left."""
    found = structure(FRAME.format("55\n57.5\n60\n63\n65\n70\n71"))
    assert found.layout.tables == ()
    assert any("只剩数字" in note for note in found.layout.head.noise)


def test_a_real_grid_with_merged_heads() -> None:
    """Merged header cells reach over their columns; a merged first row is the caption."""
    text = (
        "东江市规划(2024—2025年)\n年度指标\n指标\n单位\n目标值\n2024年\n2025年\n毛入园率\n%\n97\n"
        "98\n在校生\n万人\n3.2\n3.4\n"
    )
    grid = grid_of(
        text,
        [
            ["年度指标", "<", "<", "<"],
            ["指标", "单位", "目标值", "<"],
            ["^", "^", "2024年", "2025年"],
            ["毛入园率", "%", "97", "98"],
            ["在校生", "万人", "3.2", "3.4"],
        ],
    )
    found = structure(text, grids=(grid,))
    assert rows_of(found) == [RATE, ("在校生", "万人", [(2024, 3.2), (2025, 3.4)])]
    head = found.layout.head
    facts = list(cell_facts(text, found.folded, head, found.tables[0]))
    assert [(f.name, f.value_canonical, f.unit_canonical, f.period) for f in facts][2:] == [
        ("在校生", 32000, "人", "2024"),
        ("在校生", 34000, "人", "2025"),
    ]


def test_a_table_of_work_gives_tasks_units_and_deadlines() -> None:
    """Rows with responsible units are tasks; the units keep the cell they stand in."""
    rows = [
        ["类别", "序号", "工作任务", "责任单位", "完成时限"],
        ["扩优", "1", "新建学校5所。按期建成。", "市教育局、市发改委", "2025年9月底"],
        ["^", "2", "组建集团3个", "市教育局", "长期"],
    ]
    text = "东江市教育局2025年重点任务清单\n一、任务安排\n" + "\n".join(
        cell for row in rows for cell in row if cell != "^"
    )
    found = structure(text, grids=(grid_of(text, rows, text.index("类别")),))
    layout = found.layout
    assert [(t.id, t.no, t.title, t.parent) for t in layout.tasks] == [
        ("T1", "1", "新建学校5所", "一、"),
        ("T2", "2", "组建集团3个", "一、"),
    ]
    assert [(u.units, u.task_id) for u in layout.responsible_units] == [
        (("市教育局", "市发改委"), "T1"),
        (("市教育局",), "T2"),
    ]
    assert [row.deadline[1] for _, row in found.deadlines if row.deadline] == [
        "2025年9月底",
        "长期",
    ]


def test_columns_may_be_indicators_and_rows_places() -> None:
    """A table by county takes the unit from the column and the place as scope."""
    text = FRAME.format("县区|新建学校(所)|新增学位(万个)\n东城区|3|1.2\n西山县|2|0.9")
    found = structure(text)
    facts = list(cell_facts(text, found.folded, found.layout.head, found.tables[0]))
    assert [(f.name, f.scope, f.value_canonical, f.unit_canonical) for f in facts] == [
        ("东城区新建学校", "东城区", 3, "所"),
        ("东城区新增学位", "东城区", 12000, "个"),
        ("西山县新建学校", "西山县", 2, "所"),
        ("西山县新增学位", "西山县", 9000, "个"),
    ]


def test_cells_with_bounds_and_words() -> None:
    """≥, 以上 and 全覆盖 in a cell are comparators, a dash is no value."""
    text = FRAME.format(
        "指标|2023年实际|2025年|2026年\n入园率(%)|96|≥97|98以上\n覆盖率(%)|—|99|全覆盖"
    )
    found = structure(text)
    facts = list(cell_facts(text, found.folded, found.layout.head, found.tables[0]))
    assert [(f.value, f.comparator, f.status) for f in facts] == [
        (96, "eq", "achieved"),
        (97, "ge", "target"),
        (98, "ge", "target"),
        (99, "reach", "target"),
        (100, "all", "target"),
    ]


def test_a_title_with_a_pipe_is_no_table() -> None:
    """One line with a pipe stays a line."""
    text = "2025年活动 | 市教育局:办好人民满意的教育\n2025年,全市新建学校5所。\n"
    assert structure(text).layout.tables == ()
    assert Made(text).grids == ()


def test_sentences_in_cells_are_read_as_sentences() -> None:
    """Figures that a row of work states in words become sentences of its task."""
    text = (
        "宁溪区教育局2026年重点工作任务清单\n序号\t工作任务\t目标要求\t完成时限\t责任科室\n"
        "1\t学校建设\t新建学校6所，新增学位5400个\t12月底\t规划科\n"
        "2\t教师招聘\t招聘教师260名\t8月底\t人事科\n"
    )
    layout = structure(text).layout
    said = [
        (layout.normal.text[s.start : s.end], s.task_id, s.default_period)
        for s in layout.sentences
        if s.block < 0
    ]
    assert said == [
        ("新建学校6所,新增学位5400个", "T1", "2026"),
        ("招聘教师260名", "T2", "2026"),
    ]


def test_one_value_beside_each_name() -> None:
    """A table of names and one year needs three rows to be a table."""
    found = structure(FRAME.format("指标\n2025年\n入园率(%)\n97\n巩固率(%)\n99\n学位(个)\n1200"))
    assert [row[2] for row in rows_of(found)] == [[(2025, 97)], [(2025, 99)], [(2025, 1200)]]
    assert structure(FRAME.format("指标\n2025年\n入园率(%)\n97")).layout.tables == ()


def test_rows_with_money_are_projects() -> None:
    """A table of projects gives each its total investment in yuan; the total row is none."""
    text = (
        "东江市2025年教育项目建设计划\n一、重点项目\n学校建设要加快,教育投入要保障,学位要增加。\n"
        "项目名称\t建设规模(平方米)\t总投资(万元)\t年度投资(万元)\n"
        "第一小学\t12000\t5600\t3000\n第二中学\t23000\t9800\t4000\n合计\t35000\t15400\t7000\n"
    )
    found = read(Made(text))
    assert [(p.id, p.name, p.money_yuan, p.status) for p in found.projects] == [
        ("P1", "第一小学", 56_000_000, "planned"),
        ("P2", "第二中学", 98_000_000, "planned"),
    ]


@pytest.mark.parametrize("head", ["2025年（基期）", "2025年(现状)", "2025（基数）", "2025年基期"])
def test_a_year_may_carry_a_note_in_brackets(head: str) -> None:
    """Tests that one noted year does not cost the whole table, and counts as done."""
    text = (
        "某市教育发展规划（2026—2030年）\n\n一、主要目标\n\n到2030年，建成学校3所。\n\n"
        f"序号\t指标\t单位\t{head}\t2028年\t2030年\t属性\n"
        "1\t毛入园率\t%\t98.6\t99\t99.2\t预期性\n2\t在校生规模\t万人\t3.6\t4.1\t-\t约束性\n"
        "\n二、重点任务\n\n推进学校建设，实施教育工作。\n"
    )
    reading = read(Made(text))
    cells = [fact for fact in reading.facts if fact.source == "table"]
    assert [(f.period, f.value_canonical, f.status) for f in cells] == [
        ("2025", 98.6, "achieved"),
        ("2028", 99, "target"),
        ("2030", 99.2, "target"),
        ("2025", 36000, "achieved"),
        ("2028", 41000, "target"),
    ]


def test_a_head_merged_over_years_in_tabs() -> None:
    """The tabs that close the first header line stand for the columns it is merged over."""
    text = (
        "东江市规划(2025—2027年)\n表1 主要指标\n序号\t指标\t单位\t基期\t目标值\t\n"
        "\t\t\t2024年\t2025年\t2026年\n1\t毛入园率\t%\t96.5\t97\t98\n2\t新增学位\t个\t—\t4500\t4200\n"
    )
    found = structure(text)
    facts = list(cell_facts(text, found.folded, found.layout.head, found.tables[0]))
    assert [(f.name, f.value, f.unit, f.period, f.status) for f in facts] == [
        ("毛入园率", 96.5, "%", "2024", "achieved"),
        ("毛入园率", 97, "%", "2025", "target"),
        ("毛入园率", 98, "%", "2026", "target"),
        ("新增学位", 4500, "个", "2025", "target"),
        ("新增学位", 4200, "个", "2026", "target"),
    ]


@pytest.mark.parametrize(("value", "sure"), [("97", True), ("0.97", False), ("105", False)])
def test_a_rate_without_unit_is_doubted_only_where_it_may_be_no_percentage(
    value: str, sure: bool
) -> None:
    """97 of a rate is 97 %; 0.97 and 105 are asked about."""
    text = f"东江市规划(2025—2026年)\n序号\t指标\t2025年\t2026年\n1\t毛入园率\t{value}\t{value}\n"
    found = structure(text)
    facts = list(cell_facts(text, found.folded, found.layout.head, found.tables[0]))
    assert [not fact.doubts for fact in facts] == [sure, sure]
