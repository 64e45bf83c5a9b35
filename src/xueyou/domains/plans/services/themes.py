"""Guesses the theme under which the wall groups a task: two to four characters."""

import re

THEMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("食安", ("吃得", "食堂", "食品", "校园餐", "伙食", "营养", "午餐")),
    ("安全", ("安全", "平安", "欺凌", "溺水", "消防")),
    ("公平", ("公平", "随迁", "编班", "入学“一件事”", "招生管理", "特殊教育", "残疾", "资助")),
    ("学位", ("学位", "学校建设", "校舍", "扩建", "新建")),
    ("学前", ("学前", "幼儿", "托育", "托位")),
    ("双减", ("双减", "课后服务", "校外培训")),
    ("均衡", ("均衡", "共同体", "教共体", "城乡")),
    ("高中", ("高中", "县中")),
    ("职教", ("职业", "产教", "中高职", "实训", "技能", "中职", "技工")),
    ("终身", ("终身", "老年", "社区教育", "社区学校", "学校后", "没有围墙")),
    ("队伍", ("教师", "校长", "师资", "队伍", "师德")),
    ("育人", ("思政", "立德", "铸魂", "心理", "体育", "美育", "劳动", "健康", "德育")),
    ("数字", ("数字", "智慧", "数据", "信息化", "云空间")),
    ("经费", ("经费", "资金", "每一分钱", "财务", "投入")),
    ("治理", ("治理", "督导", "评价", "改革", "机制")),
)
"""A theme and the words that tell of it; the first that occurs counts."""
LONGEST = 4
_LEADING = re.compile(
    r"^(?:坚持|推进|加快|加强|深化|持续|全面|着力|大力|实施|完善|健全|强化|提升|扩充|建强|办好|"
    r"创成|打造|发展|让|改进|抓好)+"
)


def theme_of(title: str, heading: str) -> str:
    """Return the theme of a task from its title, else from its section's heading.

    Words no dictionary knows give the first two characters after the verb: officers may change it.
    """
    for words in (title, heading):
        for theme, signs in THEMES:
            if any(sign in words for sign in signs):
                return theme
    rest = _LEADING.sub("", heading or title)
    plain = "".join(each for each in rest if "\u4e00" <= each <= "\u9fff")
    return plain[:2] or "其他"
