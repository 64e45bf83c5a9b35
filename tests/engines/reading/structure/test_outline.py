"""Headings of every form are found, nested and told apart."""

from tests.engines.reading.structure.made import MadeHeading, structure, titles

ONE_PARAGRAPH = (
    "云津县2025年教育工作要点 一、总体要求 坚持稳中求进，办好每一所学校。二、重点工作 "
    "（一）扩大学位供给。新建小学3所，新增学位2700个。（二）提升师资水平。招聘教师120名。"
    "（三）守牢安全底线。开展演练2次。三、保障措施 （一）加强领导。成立专班。（二）强化督导。"
    "按月通报。"
)


def test_a_whole_document_in_one_paragraph() -> None:
    """Numbers inside a running line open headings when they form a sequence."""
    found = structure(ONE_PARAGRAPH)
    assert found.layout.head.title == "云津县2025年教育工作要点"
    assert [s.title for s in found.layout.sections] == ["总体要求", "重点工作", "保障措施"]
    assert titles(found) == ["扩大学位供给", "提升师资水平", "守牢安全底线"]
    assert titles(found, "safeguard") == ["加强领导", "强化督导"]


def test_a_lone_number_in_running_text_opens_nothing() -> None:
    """A reference such as (三) in a sentence is no heading."""
    text = (
        "南江县2025年教育工作要点\n一、重点工作\n1.落实政策。"
        "按照通知第(三)条执行，覆盖小学、初中。\n"
    )
    assert titles(structure(text)) == ["落实政策"]


def test_lost_numerals_are_repaired_and_named() -> None:
    """A line that begins with 、 between numbered headings is a main heading; the head says so."""
    text = (
        "桐川区教育提升方案\n一、指导思想\n坚持立德树人。\n、主要目标\n——学位更充足。"
        "新增学位3000个。\n"
        "、重点任务\n1.新建学校。新建小学2所。\n四、保障措施\n(一)加强领导。成立专班。\n"
    )
    found = structure(text)
    assert [s.title for s in found.layout.sections] == [
        "指导思想",
        "主要目标",
        "重点任务",
        "保障措施",
    ]
    assert sum("序号缺失" in note for note in found.layout.head.noise) == 2
    assert titles(found, "goal") == ["学位更充足"]


def test_unnumbered_headings_and_paragraph_tasks() -> None:
    """Short lines over longer text are headings; paragraphs that open with a verb are tasks."""
    text = (
        "晨报讯(记者 李明)近日,云津市教育局印发2025年工作要点,提出了4项重点任务。\n"
        "扩大优质资源\n加快学校建设。全年开工建设中小学十二所,完成投资六亿元,新增学位一万个。\n"
        "推进集团办学,组建教育集团八个,带动乡村学校五十所,共享课程两百门。\n"
        "建强教师队伍\n围绕新课程新教材实施的总体要求,开展全员培训。覆盖全部在岗的中小学教师。\n"
        "完善激励机制。评选市级名师五十名,名校长十名,发放专项津贴八百万元。\n"
    )
    found = structure(text)
    assert [s.title for s in found.layout.sections] == ["扩大优质资源", "建强教师队伍"]
    assert titles(found) == [
        "加快学校建设",
        "推进集团办学",
        "围绕新课程新教材实施的总体要求,开展全员培训",
        "完善激励机制",
    ]


def test_two_line_headings_are_one() -> None:
    """Where every heading takes two lines, the two are one heading."""
    body = "全市教育系统主动作为,主动服务企业和群众,推动各项工作落到实处,取得良好的社会反响。\n"
    text = (
        "市教育局服务大局见成效\n" + body + "实施连心行动\n优质服务企业发展\n" + body
        + "实施安心行动\n优质服务人才引进\n" + body + "【云津日报记者 李明】\n"
    )  # fmt: skip
    found = structure(text)
    assert [s.title for s in found.layout.sections] == [
        "实施连心行动 优质服务企业发展",
        "实施安心行动 优质服务人才引进",
    ]


def test_style_given_headings_need_no_numbers() -> None:
    """A heading that the file's own style marks is a heading."""
    text = "云津市教育工作方案\n办好学前教育\n新建幼儿园5所。\n办好高中教育\n新建高中1所。\n"
    marks = tuple(
        MadeHeading(1, text.index(words), text.index(words) + len(words))
        for words in ("办好学前教育", "办好高中教育")
    )
    found = structure(text, headings=marks)
    assert [s.title for s in found.layout.sections] == ["办好学前教育", "办好高中教育"]
    assert titles(found) == ["办好学前教育", "办好高中教育"]


def test_chapters_nodes_and_labels() -> None:
    """第X章, 第X节 and 任务1 nest in that order; a table of contents is passed over."""
    text = (
        "南屏区教育质量提升三年行动计划(2024—2026年)\n目录\n第一章 总体目标\n第二章 重点任务\n"
        "第一章 总体目标\n到2026年,全区义务教育优质均衡基本实现。\n第二章 重点任务\n"
        "第一节 课堂提质\n"
        "任务1:实施课堂革命。建设实验校20所。\n任务2:完善评价体系。建立质量监测制度。\n"
    )
    found = structure(text)
    assert [(s.level, s.title) for s in found.layout.sections] == [
        (1, "总体目标"),
        (1, "重点任务"),
        (2, "课堂提质"),
    ]
    assert titles(found) == ["实施课堂革命", "完善评价体系"]
