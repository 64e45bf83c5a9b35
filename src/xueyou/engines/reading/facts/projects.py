"""Projects: what money is spent on, and named schools that are to be built."""

import re
from dataclasses import dataclass

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.money import MEASURED
from xueyou.engines.reading.facts.wording import after_inner_verb, split_verb, strip_lead, tidy

_INVESTS = re.compile(r"投入|投资|统筹资金|引进[^,]{0,6}资金|筹资|筹措|融资|造价")
_NOT_PROJECT = re.compile(
    r"补助|补贴|津贴|奖励|助学金|奖学金|资助金|生均|经费支出|预算|贷款|学费|收费|减免|工资|绩效|教育经费|经费投入|"
    r"保费"
)
_SHARE = re.compile(r"的(?:[\d.]+%|百分之)")
_WHOLE_COST = re.compile(
    r"(?:项目|计划|预计|估算|概算)?(?:总投资|总投入|概算|概算投资|估算投资)(?:额|约)?"
)
_BARE_COST = re.compile(r"(?:计划|项目|预计)?(?:统筹资金|投资|投入|筹资|筹措资金)(?:约)?")
_GOES_TO = re.compile(
    r"[,的 ]*(?:用于|全面|全部|重点|分[一二两三四\d]期|启动|继续|同步|开工|在[^,;。]{2,12}?){0,2}"
    r"(?:实施|建设|新建|改扩建|改建|扩建|迁建|开工|完成|改造|建成|启动|推进|购置|配备|更新|打造|设立|竣工|新增|维修|修缮)"
)
_NO_NAME = re.compile(
    r"^\(|(?:开工|完工|竣工|完成|投用)\(|^[\d.,%]+|(?:增长|提高|下降)[\d.,]+|^(?:比|较|同比|占)|经费支出|投入$|^[\d.]+%"
)
_DONE_AFTER = re.compile(
    r"(?:均|也|都|现)?(?:已经?|将|正在?)(?=[\u4e00-\u9fff]{2})|(?:20\d\d年)?\d{1,2}月|20\d\d年|年[底内]"
)
_SOURCE_ONLY = re.compile(r"引进|资金|^(?:投入|安排|拨付)?(?:专项)?经费$|^(?:市|区|县|省)|财政")
_COUNTED = re.compile(r"(\d[\d.,]*(?:余|多)?万?(?:余|多)?(?:个|所|项|座|栋|处|间|家))")
_INVESTED_TAIL = re.compile(
    r"[ ,]*(?:项目)?(?:计划|累计|完成|预计|概算|估算)*"
    r"(?:总投入|总投资额?|投入|投资额?|筹资|筹措|造价)(?:约|达|达到|近|超|超过|为|共|资金|了|[ ])*$"
)
_FUNDING = re.compile(
    r"(社会资金|财政资金|专项债券?|中央资金|省级资金|上级资金|自筹资金|市级财政|区级财政|县级财政|债券资金)"
)
_SCHOOL = (
    r"[\u4e00-\u9fffA-Za-z0-9()]{2,18}?"
    r"(?:幼儿园|小学|中学|学校|校区|学院|大学|分校|教学楼|综合楼|实训基地|中心|园区|初中|高中|"
    r"第?[一二三四五六七八九十]{1,2}[中小幼高](?![心型等学儿]))"
)
_LIST = re.compile(rf"{_SCHOOL}(?:、{_SCHOOL})+")
_BUILD = re.compile(
    r"(?:建成投用|新建|迁建|改扩建|扩建|改建|建成|开工建设|推进|加快|完成|启动|续建|竣工|投用|新开办|启用)$"
)
_DUE = re.compile(
    r"(?:[年月][底末]?|[底末日])之?前(?:全面|全部)?(?:建成|新?迁?建|完成|开工|启用|竣工|投用)*$"
)
_NOTHING = re.compile(r"(?=[,;。\n(]|$)")
_BUILT = re.compile(
    r"^(?:等[\u4e00-\u9fff]{0,8}|[\d一二两三四五六七八九十]{0,3}[所个](?:新?校|学校|新园|项目)?)?"
    r"(?:(?:20\d\d年)?(?:\d{1,2}月)?[底初末]?前?)?(?:新园|新校|项目|工程|建设|建成投用|投入使用|投用|开工|竣工|启用|迁建|扩建|改扩建)"
)
_COMMON = re.compile(
    r"小规模|寄宿制(?!学校建)|普惠|优质|标准化|农村|乡镇|城镇|城乡|各级|各类|全[区县市省]|中小学校?$|义务教育学校|高等|高职院校|职业院校|"
    r"示范|特色|中职学校|普通高中|配套|新建|^(?:幼儿园|小学|中学|学校|公办|民办|初中|高中|大学)|社区|老年|特殊教育|指导中心|活动|机构"
)


@dataclass(frozen=True, slots=True)
class ProjectFound:
    """A project in normal coordinates; money is that of its candidate."""

    start: int
    end: int
    name: str
    money: Candidate | None
    status: str
    members: tuple[str, ...] = ()
    funding: str | None = None
    part_of: str | None = None
    task_id: str | None = None


def funded_projects(text: str, found: list[Candidate], title: str = "") -> list[ProjectFound]:
    """Make a project of each investment among the facts of one sentence, in order."""
    made: list[ProjectFound] = []
    for candidate in found:
        if candidate.kind != "money" or candidate.baseline:
            continue
        words = text[candidate.start : candidate.end]
        lead = text[candidate.start : candidate.mention.start]
        if not _INVESTS.search(lead) or _NOT_PROJECT.search(lead):
            continue
        if _SHARE.match(text, candidate.mention.end):
            continue
        carried = _carried_by(text, candidate, lead)
        of_title = title and _looks_back(lead.strip(), text, candidate.mention.end)
        name = title if of_title else carried or _project_name(candidate, words, lead, text)
        name = _OUTCOME.sub("", name)
        if len(name) < 2 or _NO_NAME.search(name):
            continue
        funding = _FUNDING.search(words)
        within = (
            made[0].name
            if made and re.search(r"其中", text[max(0, candidate.start - 4) : candidate.start + 3])
            else None
        )
        if made and made[-1].part_of:
            within = within or made[-1].part_of
        made.append(
            ProjectFound(
                candidate.start, candidate.end, name, candidate, _state(candidate.status),
                funding=funding[1] if funding else None, part_of=within, task_id=candidate.task_id,
            )
        )  # fmt: skip
    return made


_OUTCOME = re.compile(
    r"(?<=[目程校园区楼院])(?:已|全面|全部|正式|如期|顺利|竣工|建成|完工|投入使用|投用|启用|开工|开学)+$"
)
_BENEFITS = re.compile(r"(?:惠及|受益|覆盖|服务)[^,;。]{2,20},")
_CARRIES = re.compile(
    r"(?:实施|推进|启动|开展)([\u4e00-\u9fff“”()]{2,22}?(?:工程|项目|行动|计划)),$"
)


def _carried_by(text: str, candidate: Candidate, lead: str) -> str:
    """Name what is carried out where the clause before the money tells whom it serves."""
    if not _BENEFITS.match(lead):
        return ""
    found = _CARRIES.search(text[max(0, candidate.start - 40) : candidate.start])
    return found[1] if found else ""


def _looks_back(lead: str, text: str, end: int) -> bool:
    """Tell money of the item's head (某校迁建。总投资…) from money for what follows it."""
    if _WHOLE_COST.fullmatch(lead):
        return True
    if not _BARE_COST.fullmatch(lead):
        return False
    return text[end : end + 1] in "。;" or ("资金" in lead and not _GOES_TO.match(text, end))


def _state(status: str) -> str:
    return "planned" if status == "target" else status


def _project_name(candidate: Candidate, words: str, lead: str, text: str) -> str:
    own = strip_lead(lead)
    own = tidy(_INVESTED_TAIL.sub("", own))
    counted = _COUNTED.search(own)
    if counted and candidate.start < candidate.clause[0]:
        _, bare = split_verb(strip_lead(_COUNTED.sub("", own)))
        return f"{tidy(bare, 22)}({counted[1]})"
    if len(own) >= 4 and not _SOURCE_ONLY.search(own):
        return own
    rest = text[candidate.mention.end : candidate.end].lstrip(",的 ")
    if len(rest) < 4:
        rest = _further(text, candidate.mention.end)
    rest = MEASURED.sub("", _without_outcome(rest)).lstrip("、")
    counted = _COUNTED.search(rest)
    plain = _COUNTED.sub("", MEASURED.sub("", rest))
    plain = strip_lead(plain)
    kept, noun = split_verb(plain)
    noun = re.sub(r"^(?:来[\u4e00-\u9fff](?=设立|建设)|用于|了)", "", noun)
    _, noun = split_verb(noun)
    inner = after_inner_verb(noun)
    noun = inner if len(inner) >= 4 else noun
    name = tidy(kept + noun, 24)
    return f"{name}({counted[1]})" if counted and len(name) + len(counted[1]) < 28 else name


def _without_outcome(rest: str) -> str:
    """Leave out what became of a project: 实施的某某平台|已全面建成."""
    outcome = _DONE_AFTER.search(rest, 4)
    head = rest[: outcome.start()] if outcome else rest
    return re.sub(r"^(?:实施|建设|新建|开工|启动)的", "", head).replace("剩余", "", 1)


def _further(text: str, start: int) -> str:
    """Give the rest of the words that follow the money up to the next pause."""
    match = re.match(r"[,的 ]*([^,;。\n]{2,40})", text[start : start + 60])
    return match[1] if match else ""


def named_projects(
    text: str, start: int, end: int, status: str, task_id: str | None
) -> list[ProjectFound]:
    """Find named schools to be built in text[start:end]: verb, list of two or more, 等新园."""
    made = []
    for match in _LIST.finditer(text, start, end):
        first = match.start()
        items = match.group().split("、")
        head = re.search(
            r"(?:建成投用|新建|迁建|改扩建|扩建|改建|建成|开工建设|推进|加快|完成|启动|续建|竣工|投用|启用)(?!设)",
            items[0],
        )
        verb_at = first
        if head:
            items[0] = items[0][head.end() :]
            verb_at = first + head.start()
        before = text[max(start, first - 6) : first]
        if head:
            before = text[max(start, verb_at - 6) : verb_at]
        after = text[match.end() : min(end, match.end() + 24)]
        if not (head or _BUILD.search(before)) and not re.match(
            r"(?:等[\u4e00-\u9fff]{0,6})?(?:20\d\d年)?(?:\d{1,2}月)?[底初末]?前?(?:建成投用|投入使用|投用|开工|竣工|启用)",
            after,
        ):
            continue
        tail = _BUILT.match(after) or (_NOTHING.match(after) if _DUE.search(before) else None)
        if tail is None or not all(_is_own_name(item) for item in items):
            continue
        begin = verb_at if head else (first - len(_lead_verb(before)))
        made.append(
            ProjectFound(
                begin, match.end() + tail.end(), "、".join(items)[:60], None, _state(status),
                members=tuple(items), task_id=task_id,
            )
        )  # fmt: skip
    return made


def _lead_verb(before: str) -> str:
    match = _BUILD.search(before)
    return match.group() if match else ""


def _is_own_name(item: str) -> bool:
    return len(item) >= 4 and not _COMMON.search(item)
