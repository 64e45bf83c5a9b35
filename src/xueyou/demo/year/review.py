"""What the officers decided about each item read in the work points of 2026, by its key."""

THEMES: dict[str, tuple[int, int]] = {
    "育人": (1, 3),
    "学位": (4, 5),
    "公平": (6, 8),
    "食安": (9, 11),
    "学段": (12, 16),
    "队伍": (17, 20),
    "职教": (21, 24),
    "治理": (25, 28),
}
"""Theme under which the wall groups tasks → first and last task number of the document."""

TITLES: dict[str, str] = {
    "T1": "上好思政课",
    "T2": "动起来、亮起来",
    "T9": "校园餐看得见",
    "T10": "校园餐送得到",
    "T11": "校园餐管得住",
    "T26": "校园平安",
}
"""Task titles that were made to stand alone."""

REJECTED = (
    *("F001", "F002"),  # how many tasks and projects there are, no promise
    *("F077", "F103"),  # no exact number; said twice
    *("F081", "F082", "F083"),  # what the building can do once it stands
    *("F106", "F108", "F110", "F112", "F116", "F130", "F132"),  # sizes of projects
    "D5",  # the counties' own lists, not the bureau's duty
)

MERGED = {"F119": "F010", "F123": "F058", "F128": "F075"}
"""Said twice, in the text and in the annex → into the one that stays."""

ACCEPTED = (
    *("F035", "F039", "F041", "F042", "F043", "F044", "F048"),
    *("F061", "F087", "F088", "F095", "F096", "F097", "F104"),
)
"""Doubtful items that stood as they were read: somebody looked at each."""

NAMES: dict[str, str] = {
    "F004": "思政课示范学校",
    "F005": "可共享的思政优质课例",
    "F007": "每天综合体育活动时间",
    "F009": "总体近视率降幅",
    "F015": "新建改扩建学校",
    "F016": "澄东区新建改扩建学校",
    "F017": "澄西区新建改扩建学校",
    "F018": "桐溪县新建改扩建学校",
    "F019": "石梁县新建改扩建学校",
    "F020": "新增公办学位",
    "F023": "入学需提交的材料",
    "F024": "随迁子女公办就读",
    "F025": "起始年级超55人的班级",
    "F026": "人才子女入学服务",
    "F027": "人才子女入学回访满意率",
    "F031": "中央厨房配送的山区学校",
    "F034": "每学期公布伙食账目",
    "F045": "教共体覆盖",
    "F049": "课后服务参加率",
    "F050": "引入校外公益机构",
    "F054": "选派县中挂职校长",
    "F055": "选派县中骨干教师",
    "F057": "县中发展资金",
    "F060": "送教上门每月次数",
    "F063": "招聘音体美教师",
    "F064": "招聘科学教师",
    "F065": "招聘心理健康教师",
    "F066": "乡村定向培养师范生",
    "F067": "校长教师交流",
    "F068": "交流中骨干教师占比",
    "F069": "教师培训",
    "F071": "新评市级名师",
    "F072": "新评名校长",
    "F074": "进校园社会事务减少幅度",
    "F078": "长学制招生占比",
    "F090": "社区教育活动",
    "F091": "社区教育参加市民",
    "F098": "溺水、欺凌专项排查",
}
"""Names made short and complete enough for a wall."""

CONTENTS: dict[str, dict[str, object]] = {
    "F004": {"value": "8"},  # two in each of four counties
    "F007": {"nature": "stock"},
    "F009": {"nature": "stock"},
    "F020": {"tolerance": 0},
    "F023": {"nature": "stock"},
    "F025": {"nature": "stock"},
    "F026": {"tolerance": 0},
    "F030": {"nature": "stock"},
    "F031": {"subject": None},
    "F034": {"nature": "stock"},
    "F060": {"nature": "stock"},
    "F074": {"nature": "stock"},
    "F079": {"tolerance": 200},
    "F093": {"nature": "stock"},
    "F098": {"value": "4"},  # one round a quarter
    "F099": {"nature": "stock"},
    "D3": {"project": None},  # the task's own step; the annex names the project's
    "D4": {"project": None},
}
"""What else was changed, in the fields of the item."""

SPLIT = {
    "F028": ("明厨亮灶", {"name": "留样上传率", "value": "98", "unit": "%", "nature": "rate"}),
}
"""One sentence that promises two things: what the first part is called, and the second part."""

FEATURED = ("F020", "F015", "F024", "F045", "F049", "明厨亮灶", "F067", "F078", "F069")
"""The nine indicators of the wall."""

CURVES: dict[str, tuple[tuple[str, int], ...]] = {
    "F029": (("2026-11-30", 10_000),),
}
"""Indicators that are due in steps: day, ten-thousandths of the way."""
