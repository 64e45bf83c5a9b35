"""What a short name leaves to the reader: school, verb, subject and total from the words before."""

import re

from xueyou.engines.reading.facts.candidate import Candidate, Context, Piece
from xueyou.engines.reading.facts.money import built_thing
from xueyou.engines.reading.facts.wording import strip_lead, tidy

STAGE = re.compile(
    r"学前教育|学前|幼儿园|小学生|初中生|高中生|国家级|省级|市级|县级|区级|小学|初中|普通高中|高中|中职|中等职业学校|高职|"
    r"义务教育|特殊教育|城区|城镇|乡镇|农村|乡村|公办|民办|男|女|本科|专科|研究生|校长|教师|学生"
)
SCHOOLING = re.compile(
    r"学前教育|幼儿园|义务教育|高中阶段|普通高中|中等职业学校|中职|高职|小学|初中|高中|特殊教育|老年教育"
)
BARE_PART = re.compile(
    r"^(?:学前|小学生|初中生|高中生|小学|初中|普通高中|普高|高中|中职|高职|本科|专科|研究生|城区|城镇|县城|乡镇|农村|乡村|公办|民办|男|女|"
    r"市级|省级|国家级|县级|区级|市本级|省属|市属|县属|一类|二类|三类|特级|新建|改建|扩建|改扩建|迁建|续建|"
    r"[\u4e00-\u9fff]{1,6}(?<![任学片校园范验点习修动社])[市县区州旗镇乡]|[\u4e00-\u9fff]{2,4}城区)$"
)

_OF_SCHOOLS = frozenset(
    {"招生", "毕业", "在校生", "在园幼儿", "专任教师", "教职工", "毕业生", "在校学生"}
)
_ACTION = re.compile(
    r"^(?:关停|整改|办结|访问|受益|参与|落实|销号|签约|录取|合格|及格|通过|立案|取缔|整治|上线|参训|获奖|结项|报名|录用|"
    r"在建|竣工|开工|投用|入学|升学|毕业|就业|到岗|持证|达标|完成|点击|浏览|受训)$"
)
_LISTED_VERB = re.compile(
    r"^(?:县域内|区域内)?(?:交流轮岗|培训|招聘|选派|表彰|培养|评选|引进|补充|遴选|资助|奖励|轮岗|新增|新建|新购|改造|更新|"
    r"发现|查处|办理|选拔|派出|培育)"
)


_DONE = re.compile(r"^(?:(?:实际|已|累计|超额)(?:完成|培训|新增|改善|建成|招聘|投入)?|完成|改善)$")


def _other_stage(name: str, stage: str) -> str:
    """Put another stage or level in the place of the last one a name holds."""
    found = list(STAGE.finditer(name))
    return name[: found[-1].start()] + stage + name[found[-1].end() :] if found else name


_OUT_OF = re.compile(r"^占(?:全[省市县区])?(?=[\u4e00-\u9fff]{2})(?!地|用|比)")


def complete(name: str, piece: Piece, context: Context, part: bool) -> tuple[str, bool]:
    """Fill in what a short name leaves to the reader; tells whether words were inherited."""
    name = tidy(_NUMBERS.sub("", name))
    if piece.mention.unit_canonical != "%":
        name = _OUT_OF.sub("", name)
    if not name:
        return inherited(context), True
    unit = piece.mention.unit_canonical
    last = context.names[-1] if context.names else None
    if name in _OF_SCHOOLS:
        return (tidy(context.entity + name), True) if context.entity else (name, False)
    if last is not None and name in {"人均", "生均", "师均", "校均", "班均"}:
        return tidy(last.name + name), True
    whole = _of_group(name, unit, context, last, part) or _of_done(name, unit, context, last)
    if (
        last is None
        and len(name) == 2
        and (said := re.search(rf"[\u4e00-\u9fff]{{2}}{name}", context.lead))
    ):
        whole = whole or said.group()
    if whole is None and len(name) <= 2 and last is not None and last.kind == "count":
        whole = _of_action(name, piece, context, last) if unit != "%" else None
    if unit != "%" and not (whole and _ACTION.match(name)):
        context.bearer = ""
    whole = whole or _of_built(name, context)
    return (tidy(whole), True) if whole else (name, False)


_NUMBERS = re.compile(
    r"\d[\d,. ]*(?:余|多)?[万亿]?(?:余|多)?"
    r"(?:个|所|项|名|家|座|栋|间|处|人次|人|套|台|平方米|亩|元|%)|^\d+ (?=[\u4e00-\u9fff])"
)
_PRIZE = re.compile(r"[特一二三四]等奖")


def _of_group(
    name: str, unit: str, context: Context, last: Candidate | None, part: bool
) -> str | None:
    """Give a bare scope or kind the noun of its total, or of the item before it in the list."""
    if _PRIZE.fullmatch(name) and last is not None and _PRIZE.search(last.name):
        return _PRIZE.sub(name, last.name)
    if not BARE_PART.match(name) and name != "其他":
        return None
    if SCHOOLING.fullmatch(name) and unit in {"所", "家", "处"}:
        return None
    total = context.total
    if part and total is not None and total.mention.unit_canonical == unit:
        return name + total.name
    if last is not None and last.mention.unit_canonical == unit and STAGE.search(last.name):
        return _other_stage(last.name, name)
    return None


def _of_done(name: str, unit: str, context: Context, last: Candidate | None) -> str | None:
    """Give 实际完成 and 年度任务 what was planned; an item's counted thing is its title's."""
    if last is not None and _DONE.match(name):
        return re.sub(r"(?:计划|目标|任务)$", "", last.name) + name
    if last is not None and name in {"年度任务", "年度计划", "年度目标", "目标任务"}:
        return last.name + name
    if context.title and len(name) >= 2 and name in context.title and unit != "%":
        return context.title
    return None


def _of_action(name: str, piece: Piece, context: Context, last: Candidate) -> str | None:
    """Give 关停11家 what was closed, and 硕士120名 the verb of its list."""
    verb = _LISTED_VERB.match(last.name)
    if _ACTION.match(name):
        context.bearer = context.bearer or _bearer(last, verb)
        return context.bearer + name
    if verb and strip_lead(piece.before.strip(" ,、和")) == name:
        return verb.group() + name
    return None


def _of_built(name: str, context: Context) -> str | None:
    """Give 学位 and 建筑面积 the school they belong to."""
    if name not in {"学位", "新增学位", "建筑面积", "总建筑面积", "面积", "床位", "占地面积"}:
        return None
    scope = built_thing(context) if name.endswith("面积") else _scope(context)
    if not scope or scope in name:
        return None
    added = "新增" if name.startswith("新增") else ""
    return scope + name if name.endswith("面积") else added + scope + name[-2:]


def _bearer(last: Candidate, verb: re.Match[str] | None) -> str:
    """Give what the action was done to: 违规办学机构 in 查处违规办学机构23家,关停11家."""
    noun = last.name[verb.end() :] if verb else last.name
    return noun if len(noun) >= 2 else last.name


def inherited(context: Context) -> str:
    """Give the name that a number without words of its own takes over."""
    last = context.last()
    return last.name if last else tidy(context.lead) or context.topic


def _scope(context: Context) -> str:
    """Give the kind of school that the sentence builds (学位 belongs to it)."""
    for candidate in reversed(context.names):
        match = re.search(
            r"(?:幼儿园|中小学|小学|初中|普通高中|高中|公办园|学校|职校)$", candidate.name
        )
        if match and candidate.kind == "count":
            return "" if match.group() == "学校" else match.group()
    return ""
