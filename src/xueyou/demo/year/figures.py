"""What the bureau's departments reported month by month; the last figures stand on 20 November.

A line holds the first and the last figure and how it went between them:
`even` month by month, `summer` mostly in July to September, `late` mostly from September on,
`level` a rate or stock that moves in a straight line, `full` reached at the first report.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

REPORTED = (
    *(date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)),
    *(date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)),
    date(2026, 11, 15),
)
"""The days as of which figures were given; they were entered on the next working days."""

SHAPES = {
    "even": (0, 14, 28, 42, 54, 66, 80, 94, 100),
    "summer": (0, 4, 8, 16, 45, 80, 94, 98, 100),
    "late": (0, 2, 5, 9, 15, 24, 52, 82, 100),
    "level": (0, 13, 26, 39, 52, 65, 78, 92, 100),
    "full": (100,) * 9,
}
"""Per cent of the way from the first to the last figure at each day of REPORTED."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a figure went; in the indicator's unit, exact."""

    first: str
    last: str
    shape: str

    def on(self, index: int) -> str:
        """Return the figure of the index-th report, in the digits of the last."""
        last, first = Decimal(self.last), Decimal(self.first)
        step = Decimal(1).scaleb(int(last.as_tuple().exponent))
        share = SHAPES[self.shape][index]
        return str((first + (last - first) * share / 100).quantize(step, ROUND_HALF_UP))


COURSES: dict[str, Course] = {
    "F003": Course("1", "6", "even"),
    "F004": Course("1", "8", "even"),
    "F005": Course("18", "112", "even"),
    "F006": Course("95.6", "98.3", "level"),
    "F007": Course("1.8", "2.0", "level"),
    "F008": Course("60.8", "62.4", "level"),
    "F009": Course("0.2", "0.9", "level"),
    "F010": Course("120", "2500", "summer"),
    "F011": Course("84.0", "100.0", "level"),
    "F012": Course("6", "42", "even"),
    "F013": Course("96", "756", "even"),
    "F014": Course("92.4", "100.0", "level"),
    "F015": Course("1", "11", "summer"),
    "F020": Course("240", "2640", "summer"),
    "F021": Course("94.9", "95.6", "level"),
    "F022": Course("3", "26", "even"),
    "F023": Course("2", "2", "full"),
    "F024": Course("97.9", "98.6", "level"),
    "F025": Course("14", "0", "summer"),
    "F026": Course("12", "188", "summer"),
    "F027": Course("96.2", "97.8", "level"),
    "明厨亮灶": Course("902", "1202", "even"),
    "F029": Course("0", "0", "full"),
    "F032": Course("97.0", "100.0", "level"),
    "F033": Course("90.6", "93.4", "level"),
    "F034": Course("4", "4", "full"),
    "F035": Course("89.6", "92.1", "level"),
    "F036": Course("56.4", "57.2", "level"),
    "F037": Course("93.7", "94.6", "level"),
    "F038": Course("0", "8", "summer"),
    "F040": Course("110", "1380", "even"),
    "F045": Course("86.6", "92.0", "level"),
    "F046": Course("1", "8", "summer"),
    "F047": Course("95.2", "100.0", "level"),
    "F048": Course("99.0", "100.0", "level"),
    "F049": Course("88.9", "91.4", "level"),
    "F050": Course("9", "57", "even"),
    "F052": Course("57.0", "71.2", "level"),
    "F053": Course("4", "4", "full"),
    "F054": Course("1", "4", "summer"),
    "F055": Course("8", "36", "summer"),
    "F056": Course("63.0", "65.8", "level"),
    "F057": Course("600", "2600", "even"),
    "F058": Course("2", "22", "even"),
    "F059": Course("98.7", "99.1", "level"),
    "F060": Course("4", "4", "full"),
    "F061": Course("8000", "8000", "full"),
    "F062": Course("0", "852", "summer"),
    "F063": Course("0", "176", "summer"),
    "F064": Course("0", "88", "summer"),
    "F065": Course("0", "60", "summer"),
    "F066": Course("0", "120", "summer"),
    "F067": Course("0", "271", "summer"),
    "F068": Course("20.4", "22.4", "level"),
    "F069": Course("36", "428", "even"),
    "F070": Course("640", "5480", "even"),
    "F071": Course("0", "30", "late"),
    "F072": Course("0", "10", "late"),
    "F073": Course("40.2", "41.5", "level"),
    "F074": Course("18", "33", "level"),
    "F075": Course("24", "240", "summer"),
    "F076": Course("22.0", "100.0", "level"),
    "F078": Course("51.0", "52.0", "level"),
    "F079": Course("17720", "17900", "level"),
    "F080": Course("0", "6", "summer"),
    "F084": Course("0", "2", "even"),
    "F085": Course("2", "15", "even"),
    "F086": Course("18", "141", "even"),
    "F087": Course("57.9", "60.4", "level"),
    "F088": Course("94.0", "100.0", "level"),
    "F089": Course("220", "1850", "even"),
    "F090": Course("480", "3260", "even"),
    "F091": Course("31000", "236000", "even"),
    "F092": Course("0", "4", "even"),
    "F093": Course("1", "1", "full"),
    "F094": Course("96.8", "98.2", "level"),
    "F095": Course("99.2", "100.0", "level"),
    "F096": Course("96.8", "99.1", "level"),
    "F097": Course("97.5", "100.0", "level"),
    "F098": Course("1", "4", "even"),
    "F099": Course("3", "0", "level"),
    "F100": Course("14000", "109000", "even"),
    "F102": Course("7.60", "34.70", "even"),
    "F104": Course("100", "100", "full"),
}
"""Key of the indicator, or its name where an item was split → its course.

F101 was never reported: nothing is known of it.
"""

LATELY: dict[str, tuple[tuple[date, str], ...]] = {
    "F030": ((date(2026, 10, 31), "9000"), (date(2026, 11, 15), "21000")),
    "F031": ((date(2026, 10, 31), "18"), (date(2026, 11, 15), "42")),
    "留样上传率": (
        (date(2026, 9, 30), "98.6"),
        (date(2026, 10, 31), "98.3"),
        (date(2026, 11, 1), "97.6"),
        (date(2026, 11, 8), "97.2"),
        (date(2026, 11, 15), "96.8"),
    ),
}
"""Indicators with days of their own: the kitchen that began late, the samples that fell."""

WORDS: dict[str, str] = {
    "F015": "规划建设科建设项目台账",
    "F020": "规划建设科学位台账，按竣工验收的班数计",
    "F024": "学籍系统按户籍地统计",
    "明厨亮灶": "市级监管平台在线食堂数",
    "F045": "基础教育科教共体名册",
    "F049": "课后服务系统选课人数",
    "F067": "人事科交流任职文件",
    "F069": "教师发展中心培训结业名单",
    "F078": "职成科秋季招生录取名册",
    "留样上传率": "市级监管平台，按应留样餐次计",
}
"""Where figures come from, in the words of whoever reported them."""
