"""The tariff and the words that no club may bear: dated parameters, each with its source."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xueyou.kernel.registry.parameters import parameter, parameter_kind
from xueyou.platform.orgs.models import Organisation

TARIFF = "clubs.tariff"
SYLLABUS = "clubs.syllabus_words"
NUMBERS = {
    "minutes": "一课时的分钟数",
    "ordinary": "普通课程每课时最高收费（分）",
    "special": "特色课程每课时最高收费（分）",
    "material": "每学期每门课最高材料费（分）",
    "term": "每人每学期最高收费（分）",
}


def _wrong_tariff(value: Any) -> str:
    if not isinstance(value, dict) or set(value) != set(NUMBERS):
        return f"要写全这几项：{'、'.join(NUMBERS.values())}。"
    wrong = [zh for name, zh in NUMBERS.items() if type(value[name]) is not int or value[name] < 0]
    return f"这几项要是整数：{'、'.join(wrong)}。" if wrong else ""


def _wrong_words(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return ""
    return "要是一组词。"


parameter_kind(
    TARIFF,
    zh="课后服务收费标准",
    check=_wrong_tariff,
    initial=(
        {"minutes": 40, "ordinary": 200, "special": 1200, "material": 10000, "term": 40000},
        "待核：照各地常见的数，没有对过文件",
    ),
)
parameter_kind(
    SYLLABUS,
    zh="课后服务不得出现的课程名称",
    check=_wrong_words,
    initial=(
        [
            *("补课", "补习", "新课", "培优", "提优", "奥数", "刷题", "冲刺"),
            *("语文", "数学", "英语课", "物理课", "化学课"),
        ],
        "待核：照“不得集体补课、讲新课”写，词表没有对过文件",
    ),
)


@dataclass(frozen=True, slots=True)
class Tariff:
    """What may be asked at most, in fen; by which document."""

    minutes: int
    ordinary: int
    special: int
    material: int
    term: int
    source: str
    verified: bool


def tariff(school: Organisation, on: date, stage: str) -> Tariff:
    """Return the tariff of a school on the day: that of its stage, else the common one."""
    found = parameter(TARIFF, school, on, applies_to=stage)
    if found.since is None:
        found = parameter(TARIFF, school, on)
    return Tariff(**found.value, source=found.source, verified=found.verified)


def syllabus_word(school: Organisation, on: date, title: str) -> str:
    """Return the first forbidden word that stands in a club's title; "" where none does."""
    words = parameter(SYLLABUS, school, on).value
    return next((str(word) for word in words if word in title), "")
