"""Milestones: dated steps without a number, and steps that come round again."""

import re
from calendar import monthrange
from dataclasses import dataclass

from xueyou.engines.reading.facts.mention import Mention
from xueyou.engines.reading.facts.wording import tidy

_DATED = re.compile(
    r"(?:(?:到|于|在|力争|确保|争取|预计|计划)?(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
    r"(?P<edge>年?[底末]|底|末|初|中旬|上半年|下半年)?(?P<before>之?前|以前)?(?:[ ]|(?<=前),)?"
    r"(?P<what>(?:全面|基本|正式|力争|确保|完成|建成|建立|启动|实施|出台|印发|制定|形成|通过|投入使用|投用|开工|竣工|挂牌|验收|推行|"
    r"建好|组建|成立|创成|开展|开通|召开|举行|迁入|启用|交付|实现|发布|上线|开通|搬迁|招生)[^,;。\n]{2,40}|建成投用|投入使用|投用|开工建设|竣工|启用|开学|验收)"
)
_BEFORE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<edge>年?[底末]|底|末|初|中旬)?"
    r"(?P<before>之?前|以前)(?P<what>[\u4e00-\u9fff][^,;。\n]{1,30})"
)
_LEADS = re.compile(r"(?:学|校|园|院|区|楼|心|地|目|程|台|期|馆|室|厅|舍)$")
_ROUND = re.compile(
    r"(?:[一每][日周旬月季年]一[\u4e00-\u9fff]{2}、){0,11}[一每][日周旬月季年]一[\u4e00-\u9fff]{2}(?=的|机制|制度|等|[,;。]|$)|"
    r"(?:按?[日周旬月季年][\u4e00-\u9fff]{2}、){1,11}按?[日周旬月季年][\u4e00-\u9fff]{2}(?=的|机制|制度|等|[,;。]|$)"
)


@dataclass(frozen=True, slots=True)
class MilestoneFound:
    """A milestone in normal coordinates."""

    start: int
    end: int
    name: str
    date: str


def find_milestones(
    text: str,
    start: int,
    end: int,
    mentions: list[Mention],
    year: int | None,
    planned: bool,
    title: str = "",
) -> list[MilestoneFound]:
    """Find the milestones of one sentence; dated steps only where it says what is to be done."""
    found = [
        MilestoneFound(
            _clause_start(text, start, m.start()),
            _clause_end(text, end, m.end()),
            m.group(),
            "recurring",
        )
        for m in _ROUND.finditer(text, start, end)
    ]
    if not planned:
        return found
    dated: dict[int, MilestoneFound] = {}
    for rule in (_DATED, _BEFORE):
        for match in rule.finditer(text, start, end):
            made = _dated(text, start, match, mentions, year, title)
            if made is not None:
                dated.setdefault(made.end, made)
    return [*found, *(dated[at] for at in sorted(dated))]


def _dated(
    text: str,
    start: int,
    match: re.Match[str],
    mentions: list[Mention],
    year: int | None,
    title: str,
) -> MilestoneFound | None:
    """Make a milestone of a dated step, or None where it only dates a number or looks back."""
    dated = match["year"] or (match["before"] and (match["month"] or match["edge"]))
    if not dated and not (match["month"] and _OPENS.match(match["what"])):
        return None
    counted = any(match.start() <= m.start < match.end() for m in mentions)
    if counted and not match["before"]:
        return None
    at = _clause_start(text, start, match.start())
    lead = text[at : match.start()]
    owned = bool(_LEADS.search(lead)) and len(lead) <= 40
    if lead and not owned and not _ADVERBS.fullmatch(lead):
        return None
    date = _date(match, year)
    if date is None:
        return None
    name, begin = tidy(match["what"], 40), match.start()
    if owned:
        name, begin = tidy(lead + name, 40), at
    elif len(name) <= 6:
        owner = _OWNER.search(text[start : match.start()])
        name = (owner[1] if owner else title if len(name) <= 5 else "") + name
    return MilestoneFound(begin, match.end(), name, date)


_ADVERBS = re.compile(
    r"(?:并|且|也|均|力争|确保|在|于|每年|争取|预计|计划|原则上|务必|必须|要|各校|各地|将)*"
)
_OPENS = re.compile(
    r"(?:正式|全面|确保)?(?:投入使用|投用|开学|竣工|启用|建成投用|交付|开园|封顶|主体封顶)"
)
_OWNER = re.compile(
    r"(?:^|[,;、])([\u4e00-\u9fff]{3,20}?(?:学校|中学|小学|幼儿园|校区|学院|项目|中心|基地|工程))[^,;。]*,$"
)


def _clause_start(text: str, start: int, at: int) -> int:
    return max(start, *(text.rfind(mark, start, at) + 1 for mark in ",;。\n:"))


def _clause_end(text: str, end: int, at: int) -> int:
    match = re.compile(r"[,;。\n]").search(text, at, end)
    return match.start() if match else end


def _date(match: re.Match[str], year: int | None) -> str | None:
    own = int(match["year"]) if match["year"] else year
    if own is None:
        return None
    edge = match["edge"] or ""
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            return None
        if match["day"]:
            return f"{own}-{month:02d}-{int(match['day']):02d}"
        return (
            f"{own}-{month:02d}-{monthrange(own, month)[1]:02d}"
            if edge in {"底", "末"}
            else f"{own}-{month:02d}"
        )
    if edge.endswith(("底", "末")):
        return f"{own}-12-31"
    return str(own)
