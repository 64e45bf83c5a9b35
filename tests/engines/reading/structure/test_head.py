"""The head: what kind of document, by whom, for where, for when."""

import pytest

from tests.engines.reading.structure.made import structure


@pytest.mark.parametrize(
    ("title", "kind", "doc_type", "period"),
    [
        ("云津市教育发展规划(2024—2028年)", "plan", "发展规划", "2024-2028"),
        ("云津市2025年教育工作要点", "work_points", "工作要点", "2025"),
        ("云津市教育局2024年工作总结和2025年打算", "report", "工作总结", "2024"),
        ("云津市2024年教育事业发展统计公报", "report", "统计公报", "2024"),
        ("云津市“十五五”教育发展规划", "plan", "发展规划", "2026-2030"),
        ("云津市2025年义务教育招生实施细则", "rule", "实施细则", "2025"),
        ("云津市教育局关于印发《云津市2025年工作要点》的通知", "work_points", "工作要点", "2025"),
        ("云津市教育局关于印发2025年工作要点的通知", "work_points", "工作要点", "2025"),
    ],
)
def test_kind_and_years_from_the_title(title: str, kind: str, doc_type: str, period: str) -> None:
    """The title's own word decides the kind, its years the period."""
    text = f"{title}\n一、学校建设\n(一)新建学校。新建小学3所，学生满意。\n"
    head = structure(text).layout.head
    assert (head.kind, head.doc_type, head.default_period) == (kind, doc_type, period)


def test_issuer_region_date_and_repeated_words() -> None:
    """Who, where and when come from the head lines; a doubled word in the title is mended."""
    text = (
        "温岭市东屏区义务教育专项实施实施方案(2024—2026 年)\n"
        "发布日期:2024-03-05 10:00 来源:区政府 字体:[ ]\n"
        "温岭市东屏区教育局\n一、重点任务\n1.新建学校。新建小学3所。\n"
    )
    head = structure(text).layout.head
    assert head.title == "温岭市东屏区义务教育专项实施方案(2024—2026年)"
    assert (head.issuer, head.region) == ("温岭市东屏区教育局", "温岭市东屏区")
    assert head.publish_date == "2024-03-05"
    assert any("重复" in note for note in head.noise)


def test_a_title_over_two_lines() -> None:
    """A title broken over lines is one title."""
    text = (
        "云津市教育局关于印发《云津市义务教育\n优质均衡发展行动计划》的通知\n云教〔2025〕3号\n"
        "一、目标\n建成优质均衡县。\n"
    )
    head = structure(text).layout.head
    assert head.title == "云津市义务教育优质均衡发展行动计划"
    assert head.kind == "plan"


def test_without_a_title_the_verbs_decide() -> None:
    """Words for what is done make a report, words for what shall be a plan; both with a doubt."""
    done = (
        "2024年,全市教育系统取得新成绩。\n一、建好学校。投入2亿元,建成小学12所,获得群众好评。\n"
        "二、育好学生。成立社团300个,累计参与5万人次。\n"
    )
    todo = (
        "全市教育系统要抓好以下工作。\n一、建好学校。加快推进项目建设,力争新建小学12所。\n"
        "二、育好学生。健全完善机制,进一步深化改革。\n"
    )
    assert structure(done).layout.head.default_status == "achieved"
    assert structure(todo).layout.head.default_status == "target"
    assert any("请核对" in note for note in structure(todo).layout.head.noise)


def test_traditional_script_is_seen() -> None:
    """A Traditional text says so and keeps its printed titles."""
    text = (
        "雲津市2025年教育工作要點\n一、重點工作\n1.擴大學位。新建學校3所。\n2.配齊教師。"
        "招聘教師90名。\n"
    )
    layout = structure(text).layout
    assert layout.head.script == "traditional"
    assert [task.title for task in layout.tasks] == ["擴大學位", "配齊教師"]


def test_site_chrome_is_passed_over() -> None:
    """Navigation, copyright and telephone lines stand in no sentence."""
    text = (
        "首页 > 政务公开 > 规划\n云津市2025年教育工作要点\n一、重点工作\n1.扩大学位。新建学校3所。"
        "\n"
        "主办单位:云津市教育局 联系电话:0571-88880000 邮编:310000\n版权所有 浙ICP备12345678号\n"
    )
    layout = structure(text).layout
    said = "".join(layout.normal.text[s.start : s.end] for s in layout.sentences)
    assert "3所" in said
    assert "0571" not in said
    assert "ICP" not in said
    assert "首页" not in said
