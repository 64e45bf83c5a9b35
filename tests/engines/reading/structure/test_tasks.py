"""Work is told from what only looks like it: introductions, problems, lists, news."""

from tests.engines.reading.structure.made import structure, titles


def test_goals_tasks_and_safeguards_by_their_part() -> None:
    """The same number means a goal, a task or a safeguard by the heading above it."""
    text = (
        "东岭市教育强基行动方案(2024—2026年)\n一、总体要求\n(一)指导思想\n坚持立德树人。\n"
        "(二)基本原则\n"
        "1.坚持公平普惠。面向人人。\n二、工作目标\n1.学位更充足。新增学位2万个。\n三、重点任务\n"
        "(一)扩资源\n1.新建学校。新建小学12所。\n2.改扩建学校。改扩建初中6所。\n"
        "四、组织保障\n(一)加强领导。成立专班。\n"
    )
    found = structure(text)
    assert titles(found, "goal") == ["学位更充足"]
    assert titles(found) == ["新建学校", "改扩建学校"]
    assert titles(found, "safeguard") == ["加强领导"]


def test_measures_belong_to_their_task() -> None:
    """(1) and (2) inside a task are its measures, bound to it."""
    text = (
        "东岭市2024年教育工作要点\n一、重点工作\n1.扩大学位。(1)新建幼儿园。新建公办园4所。"
        "(2)新建小学。新建小学3所。\n2.配齐教师。招聘教师90名。\n"
    )
    found = structure(text)
    assert titles(found) == ["扩大学位", "配齐教师"]
    assert [(t.title, t.parent) for t in found.layout.tasks if t.kind == "measure"] == [
        ("新建幼儿园", "T1"),
        ("新建小学", "T1"),
    ]


def test_problems_and_schedules_are_no_work() -> None:
    """What is wrong and when meetings are held yields no tasks."""
    text = (
        "东岭市教育局2024年工作总结\n一、工作成效\n(一)学位不断增加。新增学位1万个。\n"
        "二、存在问题\n"
        "(一)城区学位紧张。缺口3000个。\n(二)教师结构性缺编。缺教师200名。\n三、下一步打算\n"
        "(一)扩大供给。新建学校5所。\n四、实施步骤\n(一)动员部署阶段。3月底前完成动员。\n"
    )
    assert titles(structure(text)) == ["学位不断增加", "扩大供给"]


def test_status_follows_past_and_future_parts() -> None:
    """In one report the part on the past is achieved, the part on plans is wanted."""
    text = (
        "东岭市教育局2024年工作总结和2025年打算\n一、2024年工作情况\n(一)学位增加。新增学位1万个。"
        "\n"
        "二、2025年工作打算\n(一)扩大供给。新建学校5所。\n"
    )
    layout = structure(text).layout
    said = {
        layout.normal.text[s.start : s.end]: (s.default_status, s.default_period)
        for s in layout.sentences
    }
    assert said["新增学位1万个。"] == ("achieved", "2024")
    assert said["新建学校5所。"] == ("target", "2025")


def test_a_news_story_sprouts_no_tasks() -> None:
    """A news story without headings has neither title, sections nor tasks."""
    text = (
        "晨报讯(记者 李明)近日,记者从市教育局获悉,我市不断扩大优质教育资源。\n"
        "去年以来,全市新建学校12所,新增学位1.5万个。\n家长王女士表示,孩子上学近了。\n"
    )
    layout = structure(text).layout
    assert (layout.head.kind, layout.tasks, layout.sections) == ("news", (), ())


def test_a_digest_gives_items_with_measures() -> None:
    """Items under columns are items, never tasks of a plan."""
    text = (
        "【改革创新】\n◆我市深化集团办学。(1)优布局。组建集团12个。(2)强管理。选派校长30名。\n"
        "(基础教育科)\n【队伍建设】\n◆云津县培养骨干教师。(1)抓培训。培训教师800人次。(2)抓激励。"
        "评选名师20名。\n"
        "(云津县教育局)\n"
    )
    found = structure(text)
    assert found.layout.head.kind == "digest"
    assert titles(found) == []
    assert titles(found, "item") == ["我市深化集团办学", "云津县培养骨干教师"]


def test_attachments_named_are_no_tasks() -> None:
    """A list of attachments holds no work; an annexed list of projects none either."""
    text = (
        "东岭市教育局关于印发《东岭市2025年教育工作要点》的通知\n各县(市、区)教育局:\n请认真执行。"
        "\n"
        "附件:1.东岭市2025年教育工作要点\n2.任务分工表\n东岭市教育局\n2025年1月9日\n"
        "东岭市2025年教育工作要点\n一、重点工作\n1.扩大学位。新建小学3所。\n2.配齐教师。"
        "招聘教师90名。\n"
        "附件:2025年重大项目(2个)\n1.东岭一中新建。总投资2亿元。\n2.西山小学扩建。总投资6000万元。"
        "\n"
    )
    found = structure(text)
    assert titles(found) == ["扩大学位", "配齐教师"]
    assert found.layout.head.publish_date == "2025-01-09"


def test_a_speech_tells_past_and_future_by_paragraph() -> None:
    """过去一年 opens what has been, 今年 what shall be."""
    text = (
        "市教育局局长在2026年教育工作会议上的讲话\n过去一年，我们新建学校23所，学生满意。\n"
        "今年，我们要新建学校25所，教师要增加。\n"
    )
    layout = structure(text).layout
    said = [(s.default_status, s.default_period) for s in layout.sentences if not s.title]
    assert said[-2:] == [("achieved", "2025"), ("target", "2026")]
