"""What was written in the course of the year: notes, and who did what beside reporting figures."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on a task or project (by key), by whom, and how many photographs came with it."""

    about: str
    login_name: str
    on: date
    words: str
    photos: int = 0


NOTES = (
    Noted("P1", "lulan", date(2026, 3, 17), "临澄六中开工，桩基队伍已经进场。", 1),
    Noted(
        "T5",
        "linyue",
        date(2026, 3, 27),
        "未来三年分片区学位余缺已在门户网站公布，红色预警5个片区。",
    ),
    Noted("P9", "tangyi", date(2026, 7, 20), "暑期已改造1,100间教室，照度由市质检所逐间测。", 1),
    Noted("P7", "shizhen", date(2026, 8, 27), "310间宿舍全部完工，开学前完成空气检测。", 1),
    Noted(
        "T7",
        "linyue",
        date(2026, 8, 30),
        "初一新生编班全市同一天进行，家长代表和人大代表到场见证。",
    ),
    Noted(
        "P3", "shizhen", date(2026, 9, 4), "地下部分因岩层处理变更设计，县里正组织论证，工期待定。"
    ),
    Noted(
        "P10",
        "yuhai",
        date(2026, 10, 16),
        "冷链设备到货晚，供货方出具了新日期，安装改到11月26日前。",
        1,
    ),
    Noted(
        "P11",
        "nishuyuan",
        date(2026, 10, 20),
        "主体施工到四层，钢材供应恢复后两班倒，争取年底封顶。",
        1,
    ),
    Noted(
        "T9", "dingfang", date(2026, 11, 9), "留样上传率掉到98%以下，主要是石梁县6个食堂没有上传。"
    ),
    Noted(
        "T9",
        "dingfang",
        date(2026, 11, 16),
        "已派人到石梁县，3个食堂是设备离线，3个是没人会用；11月24日回看。",
    ),
    Noted(
        "T4", "lulan", date(2026, 11, 17), "两处新建学校推迟交付，学位跟着推迟；已报分管副局长。"
    ),
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A sheet to a unit outside: (task, what is asked, what it answered), and its days."""

    unit: str
    number: str
    lines: tuple[tuple[str, str, str], ...]
    made: date
    signed: date
    reply_by: date
    returned: date


SHEET = HandedOver(
    unit="市发展改革委",
    number="临教办〔2026〕36号",
    lines=(
        ("T4", "请加快两处推迟项目的概算调整批复。", "概算调整已受理，评审会定在9月28日。"),
        ("T22", "请协调实训基地设备购置的资金批次。", "第二批资金已列入四季度计划，11月下达。"),
    ),
    made=date(2026, 9, 10),
    signed=date(2026, 9, 11),
    reply_by=date(2026, 9, 25),
    returned=date(2026, 9, 24),
)


@dataclass(frozen=True, slots=True)
class ToldToAll:
    """What was published: which tasks, under which title and number, from when to when."""

    title: str
    number: str
    tasks: tuple[str, ...]
    prepared: date
    signed: date
    until: date


PUBLISHED = ToldToAll(
    title="2026年教育实事办到哪一步了（三季度）",
    number="临教公〔2026〕3号",
    tasks=("T2", "T4", "T6", "T7", "T9", "T12", "T16"),
    prepared=date(2026, 10, 12),
    signed=date(2026, 10, 14),
    until=date(2027, 3, 31),
)

FORCE = "校园餐专班"
FORCE_TASKS = ("T9", "T10", "T11")
FORCE_MEMBERS = (("qinsong", "市市场监管局"),)
FORCE_FORMED = date(2026, 9, 3)
"""A task force for the tasks of school meals, with a member from another department."""
