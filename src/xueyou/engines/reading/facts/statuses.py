"""Promised, done or under way: the status of a statement (L5)."""

import re

TARGET, ACHIEVED, ONGOING = "target", "achieved", "ongoing"

_VERB = (
    r"(?:会|继续|进一步|新建|新增|投入|实现|达到|达|建成|建设|完成|开展|培训|招聘|改造|启动|提高|提升|全面|再|争取|力争|"
    r"按|突破|超过|推出|安排|增加|组织|举办|新招|选派|遴选|引进|创建|打造|扩建|改扩建|迁建|开工|投用|招收|培养|补充|于|在|有)"
)
# 改造计划, 布局调整规划, 招生计划: the word names a plan, it does not say that one plans.
_IN_A_NOUN = (
    r"(?<!改造)(?<!建设)(?<!发展)(?<!行动)(?<!提升)(?<!培养)(?<!招生)(?<!布局)(?<!调整)(?<!振兴)(?<!支持)"
    r"(?<!推进)(?<!专项)(?<!三年)(?<!五年)(?<!培训)(?<!攻坚)(?<!资助)(?<!总体)(?<!工程)(?<!扶持)(?<!强基)"
)
_PLANS = (
    r"(?:总|再|于|在|用|到|今年|明年|年内|20\d\d年|\d{1,2}月|招)?" + _VERB + r"|投资|总投|招|到岗"
)
_WHAT_IS_OBTAINED = r"[^,;。]{0,10}?(?:资金|项目|支持|补助|名额|指标|编制|经费|专款)"
_TARGET = re.compile(
    rf"力争|争取(?!了|到(?!20|\d)|{_WHAT_IS_OBTAINED})|预计|预期|有望|将(?={_VERB})|"
    r"拟(?!定|制|订|人|合|真|态)|争创|目标数|目标值|目标为|年度目标|"
    rf"{_IN_A_NOUN}计划(?={_PLANS})|计划(?=总?投资\d|投入\d)|"
    r"规划(?=新建|总?投资|用地|各|学位|布点|设置|建设(?!项目))(?<!十四五规划)|"
    r"要(?=达到|实现|完成|建成|不低于|确保|在20|从[^,;。]{0,10}(?:提高|提升|增加|下降|降低)|"
    r"超过|突破|提高|提升|控制|新建|新增|扩容)|(?:^|[,;:。])(?:各[^,;。]{1,8})?要(?=[\u4e00-\u9fff])|"
    r"下一步|明年|今后|未来[三五\d]年|"
    r"(?:今年|本年度|20\d\d年)[^,;。]{0,8}(?:确定|安排|拟定)的[^,;。]{0,16}(?:项目|任务|工程)中"
)
_IS_THE_TARGET = re.compile(r"(?:目标(?:任务)?|目标数|任务数)(?:为|是|:)?$")
_IS_PLANNED = re.compile(r"计划(?:数)?(?:为|是|:)?$")
_WHAT_BECAME_OF_IT = re.compile(
    r"^[^,;。]{0,20}[,;(](?:(?:现|目前|截至|全年|实际|已|共|年内)[^,;。]{0,10})?(?:实际|已|完成|超额)"
)
_ACHIEVED = re.compile(
    r"已(?!然)|目前|截至|截止|实际|现有|去年|五年来|三年来|近年来|以来|荣获|获评|先后|到位|"
    r"(?:建成|完成|新增|新建|达到|实现|投入|培训|提高|引进|招聘|获得|成立)了"
)
_ONGOING = re.compile(r"正在|正加快|加快推进|全力推进|加紧|进行中|推进中|施工中|建设中")
_ASKS = re.compile(
    r"(?:会议|会上|大会|座谈会|[局厅市县区省州]长|书记|主任|同志|通知|意见)[^,;。]{0,10}?"
    r"(?:强调|要求|部署|提出)(?:,|:|要|了)"
)
_TELLS = re.compile(
    r"(?:会议|会上|大会|[局厅市县区省州]长|书记|主任|同志)[^,;。]{0,10}?(?:指出|通报|听取|介绍|肯定)|"
    r"据悉|据了解|截至目前"
)


def status_at(
    before: str, whole: str, default: str, year: int | None, since: int | None, after: str = ""
) -> str:  # fmt: skip
    """Judge one statement.

    Args:
        before: the text of its sentence up to the number.
        whole: the clause it stands in, to the end.
        default: the status of the document's part (target in plans, achieved in reports).
        year: the year the statement names, or None.
        since: the first year the document is about.
        after: what follows the number in its sentence.
    """
    planned = _IS_PLANNED.search(before) and _WHAT_BECAME_OF_IT.match(after)
    said = TARGET if planned or _IS_THE_TARGET.search(before) else _last_word(before)
    if said is None and _last(_ASKS, before) > _last(_TELLS, before):
        return TARGET
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


def asked_after(sentence: str, before: bool) -> bool:
    """Tell whether a speaker asks for what follows a sentence; `before` is what held until then.

    会议强调 and 会议要求 open what is wanted, 会议指出 and 据了解 end it again.
    """
    asks, tells = _last(_ASKS, sentence), _last(_TELLS, sentence)
    return before if asks == tells else asks > tells


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
