"""Words around a number that are not part of an indicator's name."""

import re

from xueyou.engines.reading.facts.vocabulary import (
    BUILD_PAIR,
    INNER_VERBS,
    KEPT_VERBS,
    PLAIN_VERBS,
)

_YEAR = r"(?:19|20)\d\d"
_MOMENT = (
    rf"(?:(?:到|至|截至|截止|自|从|在|于|截至到|力争到|预计到|争取到|截止到)?"
    rf"{_YEAR}(?:[-—~至到]{{1,2}}{_YEAR})?(?:学年度|学年|年度|年)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
    r"(?:春季学期|秋季学期|春季|秋季|上半年|下半年|末|底|初|内|中)?(?:之前|以前|前|以来|起|时|期间)?[,]?)"
)
_PERIOD_WORDS = (
    r"(?:(?:截至|截止)?(?:今年|去年|上年|明年|当年|全年|年内|年底前|年底|年末|目前|当前|近年来|现在|到[^,]{0,6}末|本年度|"
    r"“?十[三四五六]五”?(?:时期|期间|末|以来)?|五年来|三年来|一年来|近[一二三四五两\d]年(?:来)?|(?:未来|今后)?[三五\d]年内|"
    r"本学期|本学年|上半年|下半年|\d{1,2}月(?:底|末)?前?))[,]?"
)
_PLACES = (
    r"(?:全[省市区县州旗校]|我[省市区县州校局]|各县\([^()]{1,8}\)|各县[、]?市区|各县区|各区县|各地|全域|本[市区县校]|"
    r"各级各类(?!学校)|各级(?!各)|[省市区县州]教育局|[省市区县]教体局|教育局|[省市区县]教科局)"
)
_FILLERS = (
    r"(?:力争|争取|预计|确保|努力|奋力|全面|累计|共计|总计|合计|并且|并|其中|同时|还|又|再|已经|已|共有|共|"
    r"将|拟|计划|使得|使|让|推动实现|基本实现|实现|持续|着力|大力|积极|深入|进一步|切实|继续|加快|稳步|有序|"
    r"不断|逐步|重点|集中|先后|分别|平均|基本|原则上|要求|一是|二是|三是|四是|五是|是|有|为|由|从|对|把|在|于|和|及|与|以及|"
    r"率先|建成后|投用后|建成投用后|建成投入使用后|含(?=[\u4e00-\u9fff]{2})|包括|成功|顺利|圆满|首次|另有|另外|此外|主要|即|也|均|都|至|到)"
)
_LEAD = re.compile(rf"^(?:[ 、,;:—“”]*?)(?:{_MOMENT}|{_PERIOD_WORDS}|{_PLACES}|{_FILLERS})")
_PUNCTUATION = re.compile(r"^(?:[ 、,;:。—\-·•◆]+|的(?!确))|[ 、,;:。—]+$")

_PLAIN = re.compile(rf"^(?:{PLAIN_VERBS})(?:了|成|起)?")
_KEPT = re.compile(rf"^(?:{BUILD_PAIR}|{KEPT_VERBS})(?:了)?")
_INNER_VERB = re.compile(rf"(?<![、和与及])(?:{INNER_VERBS})")
_TAIL_OF_NUMBER = re.compile(
    r"(?:分别为|分别|达到|(?<![人生师年月户班校])(?:均达|均为|均)|达|都|约为|约占|约|将近|近|超过|突破|超|不低于|不少于|不超过|不高于|至少|"
    r"为|是|有|占|首次|全部|所有|均在|年内|连续\d{1,2}年|保持在|稳定在|保持|稳定|控制在|维持在|提高到|提升到|提升至|提高至|增加到|增加至|增至|上升到|上升至|扩大到|"
    r"扩大至|升至|降至|降到|下降到|下降至|降低到|增长到|增长至|原则上|基本|力争|争取|预计|将|已|实现|到|至|了|"
    r"高达|逾|大于|高于|低于|不足|共|共计|总计|合计|累计|的|[:“\" 、等计])$"
)
_TRAILING = re.compile(
    r"(?:建设成效|的指导|的建设|工作任务|等(?:工作|活动)?|的|了|并|及|、|,|;|:)$"
)


def strip_lead(text: str) -> str:
    """Drop times, places, hedges and filler words from the start of a phrase."""
    while True:
        shorter = _PUNCTUATION.sub("", text)
        match = _LEAD.match(shorter)
        if match and match.end() and not _breaks_word(shorter, match):
            shorter = shorter[match.end() :]
        if shorter == text:
            return text
        text = shorter


_WHOLE_WORDS = re.compile(
    r"^(?:到位|到账|到户|到期|到课|到岗|到校|和林|和田|和平|和县|和顺|和静|和政|在校|在园|在编|在职|在建|在岗|在读|在册|有效|共同|共享|共建|共青|由来|为民|从教|从业|对口|对外|"
    r"和谐|与会|实现率|持续率|重点(?!推进|支持|做|抓|实施)|主要(?:指标|课)|是否|平均(?!达)|累计(?!建|完|投|培|新|资|开|发|引|认|创|选|遴|招|获|安)|"
    r"对象|有机|到岗|均衡|都市|首次就业|分别率|及格|及时|至善|再生|又好|将军|预计(?=率)|即时|也门|共产)"
)


def _breaks_word(text: str, match: re.Match[str]) -> bool:
    return bool(_WHOLE_WORDS.match(text))


def strip_tail(text: str) -> str:
    """Drop the words that lead up to a number from the end of a phrase."""
    while True:
        match = _TAIL_OF_NUMBER.search(text)
        if match is None or (match.start() == 0 and len(text) > 6):
            return text
        text = text[: match.start()]


def split_verb(text: str) -> tuple[str, str]:
    """Split the leading verbs off a phrase: (verb worth keeping in a name or "", rest)."""
    kept = ""
    while text:
        match = _KEPT.match(text)
        if match and not _is_noun_start(text, match):
            kept = kept or match.group()
            text = text[match.end() :]
            continue
        match = _PLAIN.match(text)
        if match is None or _is_noun_start(text, match):
            break
        text = strip_lead(text[match.end() :])
    return kept, text


def begins_with_verb(text: str) -> bool:
    """Tell whether a phrase opens with a verb of its own (交流教师247人), not a part's name."""
    words = strip_lead(text)
    return bool(_KEPT.match(words) or _PLAIN.match(words))


_NOUN_AFTER = re.compile(
    r"^(?:改造|工程|[金款卡]|率|型|性|力|化|者|类|标准|基地|项目|中心|机构|人员|资金|经费|名额|对象|体系|制度|单位|局)"
)


def _is_noun_start(text: str, match: re.Match[str]) -> bool:
    """Tell a verb from a noun that begins with it (培训基地, 服务机构, 建设标准)."""
    rest = text[match.end() :]
    return (bool(_NOUN_AFTER.match(rest)) and len(match.group()) > 1) or (
        len(match.group()) == 1 and not re.match(r"[\u4e00-\u9fff“]", rest)
    )


def after_inner_verb(text: str) -> str:
    """Give what follows the last verb inside a phrase, the verb kept where names keep it."""
    last = None
    for match in _INNER_VERB.finditer(text):
        rest = text[match.end() :]
        if (
            len(rest) >= 2
            and not _NOUN_AFTER.match(rest)
            and not rest.startswith(("的", "和", "、", "与"))
        ):
            last = match
    if last is None:
        return text
    verb = last.group()
    if _KEPT.fullmatch(verb):
        return text[last.start() :]
    return text[last.end() :].removeprefix("了")


def tidy(name: str, limit: int = 30) -> str:
    """Make a phrase a name: no edges of punctuation, no dangling words, at most `limit` long."""
    while True:
        shorter = _TRAILING.sub("", _PUNCTUATION.sub("", name))
        if shorter == name:
            break
        name = shorter
    name = _balance(_LISTED.sub("", name.replace(" ", "")))
    if len(name) > limit:
        name = _shorten(name, limit)
    return name


_LISTED = re.compile(r"^\d{1,2}[.、)](?=[\u4e00-\u9fff]{2})")


def _shorten(name: str, limit: int) -> str:
    """Keep the end of a long phrase: the head noun of Chinese stands last."""
    for cutter in ("、", "的", "和", "与", "等"):
        while len(name) > limit and cutter in name[: len(name) - 6]:
            name = name[name.index(cutter) + 1 :]
    return _balance(name[-limit:])


def _balance(name: str) -> str:
    for opened, shut in ("()", "“”", "《》"):
        if name.count(opened) != name.count(shut):
            name = name.replace(opened, "").replace(shut, "")
    return name
