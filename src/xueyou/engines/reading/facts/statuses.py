"""Promised, done or under way: the status of a statement (L5)."""

import re

TARGET, ACHIEVED, ONGOING = "target", "achieved", "ongoing"

_VERB = (
    r"(?:会|继续|进一步|新建|新增|投入|实现|达到|达|建成|建设|完成|开展|培训|招聘|改造|启动|提高|提升|全面|再|争取|力争|"
    r"按|突破|超过|推出|安排|增加|组织|举办|新招|选派|遴选|引进|创建|打造|扩建|改扩建|迁建|开工|投用|招收|培养|补充|于|在|有)"
)
_TARGET = re.compile(
    rf"力争|争取|预计|预期|有望|将(?={_VERB})|拟(?!定|制|订|人|合|真|态)|争创|目标数|目标值|目标为|年度目标|"
    rf"计划(?=(?:总|再|于|在|用|到|今年|明年|年内|20\d\d|\d{{1,2}}月|招)?{_VERB}|投资|总投|招)(?<!行动计划)|"
    r"规划(?=建设|新建|总?投资|用地|各|学位|布点|设置)(?<!十四五规划)|要(?=达到|实现|完成|建成|不低于|确保|在20)|"
    r"下一步|明年|今后|未来[三五\d]年"
)
_ACHIEVED = re.compile(
    r"已(?!然)|目前|截至|截止|实际|现有|去年|五年来|三年来|近年来|以来|荣获|获评|先后|"
    r"(?:建成|完成|新增|新建|达到|实现|投入|培训|提高|引进|招聘|获得|成立)了"
)
_ONGOING = re.compile(r"正在|正加快|加快推进|全力推进|加紧|进行中|推进中|施工中|建设中")


def status_at(before: str, whole: str, default: str, year: int | None, since: int | None) -> str:
    """Judge one statement.

    Args:
        before: the text of its sentence up to the number.
        whole: the clause it stands in, to the end.
        default: the status of the document's part (target in plans, achieved in reports).
        year: the year the statement names, or None.
        since: the first year the document is about.
    """
    said = _last_word(before)
    if said:
        return said
    if year is not None and since is not None:
        if default == ACHIEVED and year > since:
            return TARGET
        if default == TARGET and year < since:
            return ACHIEVED
    if default == ACHIEVED and _ONGOING.search(whole):
        return ONGOING
    return default


def _last_word(before: str) -> str | None:
    """Give the status that the last telling word before the number sets, if any."""
    target = _last(_TARGET, before)
    achieved = _last(_ACHIEVED, before)
    if target < 0 and achieved < 0:
        return None
    return TARGET if target > achieved else ACHIEVED


def _last(rule: re.Pattern[str], text: str) -> int:
    at = -1
    for match in rule.finditer(text):
        at = match.start()
    return at
