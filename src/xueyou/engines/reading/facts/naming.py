"""Canonical names: what is counted or measured, in the words of the document (L4)."""

import re

from xueyou.engines.reading.facts.candidate import Context, Piece
from xueyou.engines.reading.facts.inheriting import BARE_PART, SCHOOLING, inherited
from xueyou.engines.reading.facts.money import built_thing, money_name
from xueyou.engines.reading.facts.vocabulary import (
    BUILD_PAIR,
    COVERING_VERBS,
    KEPT_VERBS,
    VERBS_BEFORE_NUMBER,
)
from xueyou.engines.reading.facts.wording import (
    after_inner_verb,
    split_verb,
    strip_lead,
    strip_tail,
    tidy,
)

RATE_WORD = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}率|占比|比例|比重|比率|覆盖面|满意度|知晓度|参与度|完成度|权重|增速|增幅)$"
)
_RATE_HEAD = re.compile(
    r"(?:公办|普惠|(?:毛|净)?入[学园]|巩固|覆盖|完成|整改|(?:学生|家长)?参与|合格|达标|(?:对口)?就业|竣工|开工|上线|配备|普及|满意|"
    r"优秀|优良|办结|毕业|录取|升学|到位|执行|开齐|联网|近视|接入|持证|结对|建成|管理|[\u4e00-\u9fff]{2})率$|"
    r"(?:占比|比例|比重|比率|覆盖面|满意度|知晓度|参与度|完成度|权重|增速|增幅)$"
)
_BARE_RATE = re.compile(
    r"^(?:总体|平均|总|其)?(?:覆盖|完成|整改|参与|合格|达标|就业|竣工|开工|上线|配备|普及|满意|优秀|优良|办结|回复|毕业|"
    r"使用|安装|投用|结对|普惠|公办|入学|巩固|录取|升学|报到|到位|执行|支出|开齐|建成|检出|控制|签约|接入|学生参与|"
    r"知晓|持证|达成|受理|投产|开课|联网|建档|通过|及格|近视|本科|近视检出|检测|优质|升|城乡结对)?"
    r"(?:率|占比|比例|比重|面|度)$"
)
_VERB_AT_END = re.compile(rf"(?:{BUILD_PAIR}|{VERBS_BEFORE_NUMBER})(?:了)?$")
_KEPT_AT_END = re.compile(rf"^(?:{BUILD_PAIR}|{KEPT_VERBS})$")
_DROP_AFTER = re.compile(
    r"(?:均已|也已|已|也将|正|均|都|分赴|赴|与|和)$|(?:建设成效|培育建设|的指导|的建设|等工作|工作|任务)$|^(?:率先|全部|全面)(?=[\u4e00-\u9fff]{2})"
)


def name_of(piece: Piece, kind: str, before: str, context: Context, after_clause: str) -> str:
    """Name the indicator of a piece; "" where its own words say nothing.

    `before` is the text before the number without the words of the comparator; `after_clause` is
    the clause that follows, for money that is spent on what comes next.
    """
    if kind == "money":
        return money_name(piece, before, after_clause, context)
    if kind in {"ratio", "completion_rate", "progress"}:
        return _rate(piece, before, context)
    if kind in {"delta", "growth_rate"}:
        return _change(piece, context)
    if kind == "rank":
        return _rank(piece, context)
    if kind == "area":
        return _area(piece, before)
    if kind in {"years", "duration"}:
        return tidy(split_verb(strip_lead(strip_tail(before)))[1]) or tidy(piece.after)
    return _count(piece, before, context)


def _clean(before: str) -> str:
    return strip_lead(strip_tail(strip_lead(before)))


def _count(piece: Piece, before: str, context: Context) -> str:
    noun = _noun(piece.after)
    cleaned = _clean(before)
    if not noun:
        return _noun_before(cleaned, context)
    match = _VERB_AT_END.search(cleaned)
    if match:
        verb, subject = match.group().removesuffix("了"), cleaned[: match.start()]
        if verb in COVERING_VERBS:
            return _covered(subject, verb, noun, context)
        if _KEPT_AT_END.match(verb):
            return tidy(verb + noun)
        if len(noun) < 2:
            return tidy(subject + noun)
        return tidy(_topic_and_noun(subject, noun) if verb in {"在", "有", "等"} else noun)
    kept, rest = split_verb(cleaned)
    rest = after_inner_verb(rest)
    return tidy(kept + (rest if len(rest) <= 8 else "") + noun)


def _covered(subject: str, verb: str, noun: str, context: Context) -> str:
    """Name what a service reaches (课后服务覆盖586所学校), and remember the service."""
    if 2 <= len(subject) <= 14:
        context.subject = subject
    else:
        last = context.last()
        subject = context.subject or (_service(last.name) if last else built_thing(context))
    return tidy(subject + verb + noun, 24) if subject else tidy(noun)


def _service(name: str) -> str:
    """Give the service in the name of a share of those that offer it: 学校开展课后服务比例."""
    offered = re.search(r"(?:开展|实施|提供|推行|参加)([\u4e00-\u9fff]{2,10})(?:比例|占比)$", name)
    return offered[1] if offered else name


def _topic_and_noun(subject: str, noun: str) -> str:
    quoted = re.search(r"“[^“”]{2,10}”[\u4e00-\u9fff]{0,4}$", subject)
    return (quoted.group() if quoted else "") + noun


_BARE_ATTRIBUTE = frozenset({"重点", "主要", "专项", "中心", "具体", "日常", "基础", "年度"})
"""Words that say nothing without the 工作 or 任务 behind them."""


def _noun(after: str) -> str:
    """Give the counted noun after a number, its predicate kept where it is short."""
    noun = after.strip(" 、,;:。").removeprefix("的")
    if noun.startswith("”"):
        return ""
    while True:
        shorter = _DROP_AFTER.sub("", noun)
        if shorter == noun or len(shorter) < 2 or (shorter in _BARE_ATTRIBUTE):
            break
        noun = shorter
    if noun.startswith(("(", "以", "左右")) or not re.search(r"[\u4e00-\u9fffA-Za-z]", noun):
        return ""
    return noun if len(noun) <= 26 else noun[:26]


def _noun_before(cleaned: str, context: Context) -> str:
    reached = re.match(r"^(?:惠及|参与|受益|覆盖|服务)(?=[\u4e00-\u9fff]{2,})", cleaned)
    if reached and (context.subject or context.last() or built_thing(context)):
        return _covered("", reached.group(), cleaned[reached.end() :], context)
    kept, rest = split_verb(cleaned)
    listed = re.match(r"(.*、.*)等([\u4e00-\u9fff“”()]{2,})$", rest)
    if listed:
        return tidy(kept + listed[2])
    inner = after_inner_verb(rest)
    if inner != rest and len(inner) <= 2 and len(rest) > len(inner) + 2:
        return tidy(re.sub(r"^(?:面向|针对|对)|开展|举办|组织|进行|实施", "", rest))
    if inner != rest:
        owner = _owner(rest, inner)
        return tidy(owner + inner)
    if rest:
        return tidy(kept + rest)
    return tidy(kept or cleaned)


def _owner(rest: str, inner: str) -> str:
    """Keep a subject that says whose it is: 县职教中心新增专业, 教育云空间上传课程."""
    subject = rest[: len(rest) - len(inner)]
    match = re.match(
        r"[\u4e00-\u9fff]{2,8}?(?:中心|空间|平台|学院|大学|中学|集团|基地|系统)", subject
    )
    return match.group() if match and len(match.group()) >= len(subject) - 4 else ""


def _rate(piece: Piece, before: str, context: Context) -> str:
    after = "" if piece.mention.implicit else piece.after.strip(' ,、;:”"')
    raw = strip_lead(before)
    cleaned = strip_lead(strip_tail(raw))
    if after.startswith("全覆盖") and len(cleaned) >= 2:
        return tidy(cleaned if RATE_WORD.search(cleaned) else cleaned + "覆盖率")
    whole = re.search(
        r"(完成|占)(?:全[省市区县]|总|年度|计划|目标|任务|总投资|[\u4e00-\u9fff]{0,10})*的$", before
    )
    if whole and piece.start < piece.mention.start and not piece.first_in_clause:
        return _of_whole(piece, whole[1], context)
    if raw.rstrip().endswith("占"):
        cleaned = cleaned or inherited(context)
        return tidy(cleaned if cleaned.endswith("比") else cleaned + "占比")
    if after.startswith("的") and len(after) >= 2:
        return _share_of(cleaned, after[1:])
    if not cleaned and after and not after.startswith(("(", "以上")) and len(after) >= 4:
        return inherited(context) if _goes_on(after, context) else _share_of("", after)
    if cleaned in {"最高", "最低", "平均", "最高达", "最低为"}:
        return tidy(inherited(context) + cleaned[:2])
    if cleaned.startswith("占"):
        return tidy(_subject(context) + cleaned.removesuffix("的"))
    if after and not after.startswith("(") and len(cleaned) >= 2 and not RATE_WORD.search(cleaned):
        return tidy(cleaned + after + "比例") if len(after) <= 14 else tidy(cleaned + "比例")
    cleaned = re.sub(
        r"^(?:提升|提高|推动|推进|促进|扩大|确保|保障|加强|落实|做到|达到|使得?)(?=[\u4e00-\u9fff]{4})",
        "",
        cleaned,
    )
    cleaned = strip_lead(cleaned)
    if cleaned.startswith("覆盖") and not RATE_WORD.search(cleaned):
        return tidy(_subject(context) + cleaned + "比例")
    part = _part_of_whole(cleaned, piece, context)
    if part:
        return part
    if _BARE_RATE.match(cleaned):
        return tidy(_subject(context, cleaned) + cleaned)
    return tidy(cleaned)


def _of_whole(piece: Piece, verb: str, context: Context) -> str:
    """Name 完成任务的96% and 占全市1248个食堂的70%, where the whole is counted before the share."""
    if verb == "占" and re.search(r"占[^,;。]*\d", piece.clause_before) and len(context.names) > 1:
        share, total = context.names[-2:]
        return tidy(f"{share.name}占{total.name}比例")
    return tidy(inherited(context) + ("完成率" if verb == "完成" else "占比"))


def _part_of_whole(cleaned: str, piece: Piece, context: Context) -> str:
    """Name a part by the whole before it (其中农村不少于四成, 其中岛内实现全覆盖); else ""."""
    total, rate = context.total, context.last_rate()
    if BARE_PART.match(cleaned) and total is not None and total.kind == "count":
        return tidy(cleaned + total.name + "占比")
    if RATE_WORD.search(cleaned) or rate is None:
        return ""
    if piece.mention.implicit and len(cleaned) <= 4 and _COVERAGE.search(rate.name):
        return tidy(cleaned + rate.name)
    return tidy(cleaned + "比例") if total is not None else ""


_COVERAGE = re.compile(r"覆盖(?:率|面)$")


def _goes_on(after: str, context: Context) -> bool:
    """Tell whether the words after a bare rate name no bearer of their own (实现100%覆盖运行)."""
    return context.last_rate() is not None and not re.search(
        r"[校园生师县乡镇村班区户]|家长|学位|教室", after
    )


def _share_of(cleaned: str, rest: str) -> str:
    """Name a share of something: 90%的学校达标, 覆盖50%以上的村."""
    if cleaned:
        return tidy(cleaned + rest + "比例")
    match = re.match(
        r"([\u4e00-\u9fff()]{2,14}?)((?:达到|通过|完成|建成|实现|获得|获|能够|配备|开展|参加|参与|纳入|接入|具备|拥有|被|达)"
        r"[\u4e00-\u9fff“”()]{2,})",
        rest,
    )
    if match:
        return tidy(f"{match[2]}的{match[1]}占比")
    return tidy(rest + "占比")


def _subject(context: Context, rate: str = "") -> str:
    """Give what a bare rate is a rate of: the subject, the last rate's, else the last noun."""
    last = context.last()
    if context.subject or context.bearer:
        bearer = context.subject or context.bearer
        verb = re.sub(r"率$", "", rate)
        return bearer.removesuffix(verb) if verb else bearer
    if last is None:
        return context.topic
    if last.kind == "ratio":
        prefix = _RATE_HEAD.sub("", last.name)
        stage = SCHOOLING.search(last.name)
        return stage.group() if stage and (len(prefix) > 8 or not prefix) else prefix
    verb = re.sub(r"(?:率|占比|比例)$", "", rate)
    if verb and _OWN_MEANING.search(verb) and verb[-2:] not in last.name:
        return ""
    noun = re.sub(r"^(?:新增|新建|改造|培训|完成|竣工|发现)(?=[\u4e00-\u9fff]{2})", "", last.name)
    return noun.removesuffix(verb) if verb else noun


_OWN_MEANING = re.compile(
    r"(?:满意|近视|近视检出|普及|入学|入园|巩固|优良|优秀|升学|毕业|就业|录取|上线|知晓|及格|公办|普惠|毕业生就业)$"
)


def _change(piece: Piece, context: Context) -> str:
    before = re.sub(r"(?:约|近|了|达|达到|为|分别)+$", "", piece.before.strip(" ,、"))
    cleaned = strip_lead(before)
    bare = re.match(
        r"^(?:(?:比|较|同比|环比|与|高于|低于)[^,]{0,12})?(?:增长|提高|提升|上升|增加|高出|下降|降低|减少|净增|增幅|增|减|多|少|高|低|压减|扩大|缩小|回落)?"
        r"(?:率|了|幅度)?$",
        cleaned,
    )
    if not bare:
        return tidy(_named_before(cleaned, context))
    levels = [c for c in context.names if c.kind not in {"delta", "growth_rate", "rank"}]
    own = [c for c in levels if not re.search(r"占.{2,}(?:支出|总数|总额|规模|收入)", c.name)]
    subject = (own or levels)[-1].name if levels else (context.lead or context.topic)
    return tidy(subject + re.sub(r"^(?:与)", "", cleaned))


def _named_before(cleaned: str, context: Context) -> str:
    """Give 前者比上年提高 and 后者下降 the name of the first and the second level before them."""
    levels = [c for c in context.names if c.kind not in {"delta", "growth_rate", "rank"}]
    if len(levels) < 2 or not cleaned.startswith(("前者", "后者")):
        return cleaned
    return levels[-2 if cleaned.startswith("前者") else -1].name + cleaned[2:]


def _rank(piece: Piece, context: Context) -> str:
    cleaned = strip_lead(piece.before)
    cleaned = re.sub(
        r"(?:获得|获(?!奖)|荣获|位?居|名列|位列|列|排名|排在|排|保持|稳居|跃居|进入|跻身|优秀等次|优秀|前列|全[省市国区县]|取得)+",
        "",
        cleaned,
    )
    cleaned = tidy(cleaned)
    if len(cleaned) < 4:
        lead = re.sub(r"^(?:在|从)|(?:中|上|里|方面)$", "", context.lead)
        last = context.last()
        cleaned = tidy(strip_lead(lead)) or cleaned or (last.name if last else context.topic)
    return tidy(cleaned + "名次", 30)


def _area(piece: Piece, before: str) -> str:
    cleaned = _clean(before)
    word = re.search(r"(?:占地|建筑|用地|校舍|运动场|绿化|使用|总)*(?:面积)?$", cleaned)
    after = piece.after.strip()
    if after.startswith("的") and len(after) > 3:
        head = word.group() if word and word.group() else ""
        return tidy(after[1:] + (head if head.endswith("面积") else head + "面积"))
    _, rest = split_verb(cleaned)
    rest = rest or cleaned
    return tidy(rest + "面积" if rest.endswith(("占地", "用地")) else rest)
