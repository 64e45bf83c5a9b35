"""Read one sentence: its quantities, each with name, claim, status and period."""

import re
from collections.abc import Sequence
from dataclasses import replace

from xueyou.engines.reading.facts import distribution, periods, statuses, units
from xueyou.engines.reading.facts.candidate import Candidate, Context, Piece
from xueyou.engines.reading.facts.clauses import Clause, cut
from xueyou.engines.reading.facts.comparators import Claim, claim, hedge
from xueyou.engines.reading.facts.mention import Mention
from xueyou.engines.reading.facts.inheriting import complete
from xueyou.engines.reading.facts.money import spends
from xueyou.engines.reading.facts.naming import name_of
from xueyou.engines.reading.facts.pieces import pieces_of
from xueyou.engines.reading.facts.wording import strip_lead, strip_tail, tidy

_EACH_COUNTY = re.compile(
    r"(各(?:县(?:\(市、区\)|市区|区|市)?|区县|市县|区\(县\)|地|市州|乡镇|街道))[^,;。]{0,24}(均|都)"
)
_PER = re.compile(
    r"(?:每|年均|生均|人均|校均|月均|班均|周均)(?:个|名|所|位|家)?(学年|学期|年|月|周|天|日|生|人|校|所|班|户|次|期|个[\u4e00-\u9fff]{2,4})?"
)
_PER_MEAN = {
    "年均": "年",
    "生均": "生",
    "人均": "人",
    "校均": "校",
    "月均": "月",
    "班均": "班",
    "周均": "周",
}
_FROM = re.compile(r"(?:由|从)[^,。;]{0,16}$")
_MOVED = re.compile(
    r"[^,;。]{0,6}?(?:上升|提高|提升|增加|增长|扩大|下降|降低|减少|升|降|压减|增|发展|扩充|缩小|改善|扩展)?"
    r"(?:到|至|为)[^,;。]{0,10}$"
)
_PART = re.compile(r"^其中[::,]?|,其中|\(其中|含")
_COMPLETION = re.compile(r"(?:完成率|开工率|竣工率|完工率)$")
_STRUCTURAL = re.compile(
    r"^(?:工作要点|重点工作|重点任务|任务|重点项目|项目|措施|举措|清单|具体指标|指标|责任|行动|工程|制度|内容)"
)
_EVERY_YEAR = re.compile(r"每年|每学年|逐年")
_SCHOOL_ALONE = re.compile(
    r"(?:公办|民办|普惠性)?(?:幼儿园|中小学|小学|初中|普通高中|高中|学校|中学|公办园)"
)
_SCHOOL_AND_PURPOSE = re.compile(rf"{_SCHOOL_ALONE.pattern}([\u4e00-\u9fff]{{2,12}})")
_REFERENCE = re.compile(
    r"(?:比|较|高出|高于|低于)(国家|全国|全省|全市|省|市)?(要求|平均水平|平均|标准|目标|规定)"
)
_ENTITY = re.compile(
    r"^(?:幼儿园|小学|初中|普通高中|高中|中等职业学校|中等职业教育|中职学校|特殊教育学校|特殊教育|高等学校|普通高校|高校|技工学校|"
    r"完全中学|九年一贯制学校|义务教育学校|义务教育阶段学校|学前教育)(?=$|在校生|在园|招生|共|\()"
)


def read_sentence(
    text: str,
    start: int,
    end: int,
    mentions: Sequence[Mention],
    *,
    default_status: str,
    default_period: str | None,
    since: int | None = None,
    context: Context | None = None,
) -> list[Candidate]:
    """Read text[start:end], whose quantities are given in order.

    `since` is the first year the document is about; what lies before it has happened. `context`
    is handed on from the sentence before where the two are halves of one.
    """
    context = context or Context()
    clauses = cut(text, start, end, mentions)
    found: list[Candidate] = []
    for index, clause in enumerate(clauses):
        own = [m for m in mentions if clause.start <= m.start < clause.end]
        if not own:
            context.lead = text[clause.start : clause.end].strip()
            continue
        following = _following(text, clauses, index)
        made = _read_clause(text, clause, own, context, following)
        found += [candidate for candidate in made if _stands(text, candidate)]
    _set_time(text, start, end, found, default_status, default_period, since)
    return found


_MEASURED_TIME = re.compile(
    r"时间|时长|课时|学时|锻炼|睡眠|工期|年均|人均|生均|平均|每[天日周月生人名]|总"
)
_PAPERS = re.compile(r"复印件|照片|材料|证件|报名表|申请表|一式|印发|共印|原件|附件|户口|页")


def _stands(text: str, candidate: Candidate) -> bool:
    """Tell a statement from a number that merely occurs (how long a walk took, papers to bring)."""
    unit = candidate.mention.unit_canonical
    lead = text[candidate.start : candidate.mention.start]
    if unit in {"天", "周", "月", "工作日"}:
        return candidate.comparator in {"ge", "gt", "le"} and not lead.endswith("为期")
    if unit in {"小时", "分钟"}:
        return candidate.comparator != "eq" or bool(_MEASURED_TIME.search(lead))
    if unit == "个" and text[candidate.mention.end : candidate.end].lstrip("的平行院校").startswith(
        "志愿"
    ):
        return "志愿者" in text[candidate.mention.end : candidate.end]
    if unit in {"份", "张"}:
        return not _PAPERS.search(text[candidate.start : candidate.end])
    return True


def _following(text: str, clauses: list[Clause], index: int) -> tuple[str, int]:
    """Give the text and end of the clause after this one, in the same sentence part."""
    if index + 1 >= len(clauses):
        return "", -1
    after = clauses[index + 1]
    if text[clauses[index].end : clauses[index].end + 1] in {";", "；"}:
        return "", -1
    return text[after.start : after.end], after.end


def _read_clause(
    text: str, clause: Clause, own: list[Mention], context: Context, following: tuple[str, int]
) -> list[Candidate]:
    pieces = pieces_of(text, clause, own)
    listed = _read_apart(text, pieces, context) or _read_even(pieces, context)
    if listed:
        return listed
    found = []
    if _PART.search(text[max(0, clause.start - 3) : clause.start + 3]) or clause.bracket:
        context.total = context.total or (context.names[-1] if context.names else None)
    rises = _rises(text, pieces)
    for index, piece in enumerate(pieces):
        if index + 1 < len(pieces):
            spent_on = (text[piece.mention.end : pieces[index + 1].end], pieces[index + 1].end)
            if text.startswith("的", piece.mention.end):
                piece = replace(piece, after="", end=max(piece.end, pieces[index + 1].end))
        else:
            spent_on = following
        made = _read_piece(text, rises.get(index, piece), context, spent_on)
        if index + 1 in rises and index in rises:
            made.baseline = True
        elif index in rises and found:
            made.name, made.start, made.end = found[-1].name, piece.clause[0], piece.clause[1]
            found[-1].start, found[-1].end = made.start, made.end
            made.comparator = "reach" if made.comparator == "eq" else made.comparator
        found.append(made)
        context.names.append(made)
        school = _ENTITY.match(made.name)
        if school:
            context.entity = school.group()
    _share_purpose(pieces, found)
    return found


def _share_purpose(pieces: list[Piece], found: list[Candidate]) -> None:
    """Give 12所中小学 the purpose that only the last item prints: …和15所幼儿园新建改扩建项目."""
    if len(found) < 2 or not all(piece.after for piece in pieces):
        return
    last = _SCHOOL_AND_PURPOSE.fullmatch(found[-1].name)
    if last is None:
        return
    for candidate in found[:-1]:
        if _SCHOOL_ALONE.fullmatch(candidate.name):
            candidate.name = tidy(candidate.name + last[1])


def _rises(text: str, pieces: list[Piece]) -> dict[int, Piece]:
    """Find 由a上升到b and give both numbers the subject before 由 (L4 g)."""
    changed: dict[int, Piece] = {}
    for index in range(len(pieces) - 1):
        first, second = pieces[index], pieces[index + 1]
        between = text[first.mention.end : second.mention.start]
        source = _FROM.search(first.clause_before)
        if source is None or not _MOVED.match(between.lstrip("(),年底末")):
            continue
        if first.mention.unit_canonical != second.mention.unit_canonical:
            continue
        subject = first.clause_before[: source.start()]
        changed[index] = replace(first, before=subject, after="")
        changed[index + 1] = replace(second, before=subject, after="")
    return changed


def _read_piece(text: str, piece: Piece, context: Context, following: tuple[str, int]) -> Candidate:
    said = _claim_of(piece)
    before = piece.before[: said.start] if said.start <= len(piece.before) else piece.before
    kind = kind_of(piece, said)
    part = context.total is not None
    name = name_of(piece, kind, before, context, following[0])
    name, inherited = complete(name, piece, context, part)
    made = _candidate(piece, name, said, kind)
    made.inherited, made.part, made.total = inherited, part, context.total
    if kind == "money" and following[1] > 0 and spends(piece, before, following[0]):
        made.end = max(made.end, following[1])
    _finish(made, piece, context)
    return made


def _claim_of(piece: Piece) -> Claim:
    if piece.mention.rank:
        return Claim("rank", len(piece.before))
    if piece.mention.implicit == "全覆盖":
        return Claim("all", len(piece.before))
    if piece.mention.implicit == "清零":
        return Claim("zero", len(piece.before))
    if piece.mention.implicit == "翻番":
        return Claim("delta_up", len(piece.before))
    said = claim(piece.before, piece.mention)
    if said.comparator == "eq" and not piece.first_in_clause:
        whole = claim(piece.clause_before, piece.mention)
        if whole.comparator in {"delta_up", "delta_down"}:
            return Claim(whole.comparator, len(piece.before))
    if piece.mention.upper is not None and said.comparator in {"eq", "reach"}:
        return Claim("ge", said.start)
    return said


def kind_of(piece: Piece, said: Claim) -> str:
    """Give the kind of a fact from its unit, its comparator and the words around it."""
    unit = piece.mention.unit_canonical
    if piece.mention.rank or unit == "名次":
        return "rank"
    if said.comparator in {"delta_up", "delta_down"}:
        return "growth_rate" if unit in {"%", "倍", "‰"} else "delta"
    if unit == "元" or unit == "美元":
        return "money"
    if unit in units.AREAS:
        return "area"
    if unit == "年":
        return "years"
    if unit in {"%", "‰"}:
        return "completion_rate" if _COMPLETION.search(strip_tail(piece.before)) else "ratio"
    if unit == "百分点":
        return "delta"
    if unit in units.SPANS_OF_TIME:
        return "duration"
    if unit == "项" and _STRUCTURAL.match(piece.after.removeprefix("的")):
        return "structural"
    return "count"


def _candidate(piece: Piece, name: str, said: Claim, kind: str) -> Candidate:
    mention = piece.mention
    if mention.implicit == "全覆盖" and name and not re.search(r"(?:率|比例|占比|面)$", name):
        name = tidy(re.sub(r"(?:已经|已|基本|全面|实现|达到|做到|要)+$", "", name) + "覆盖率")
    if mention.implicit == "清零" and not re.search(r"人数|失学|辍学|学生|人员|人口", name):
        mention = replace(mention, unit="个", unit_canonical="个")
    return Candidate(
        start=piece.start, end=piece.end, mention=mention, name=name,
        comparator=said.comparator, kind=kind, clause=piece.clause,
    )  # fmt: skip


def _finish(made: Candidate, piece: Piece, context: Context) -> None:
    """Add scope, quantifier, per, of, reference and hedge."""
    county = _EACH_COUNTY.search(piece.clause_before) or (
        _EACH_COUNTY.search(context.lead) if not piece.first_in_clause else None
    )
    if county:
        made.scope, made.quantifier = county[1] + county[2], "each_county"
    elif context.names and piece.before.strip().endswith(("均达", "均达到", "均")):
        last = context.names[-1]
        made.scope, made.quantifier = last.scope, last.quantifier
    per = None
    for per in _PER.finditer(piece.before):
        pass
    if per:
        made.per = _PER_MEAN.get(per.group()[:2]) or per[1]
    reference = _REFERENCE.search(piece.before)
    if reference:
        made.reference = (reference[1] or "") + reference[2]
    if made.kind in {"delta", "growth_rate"}:
        last = context.last()
        made.of = last.name if last and last.name != made.name else None
    made.hedge = hedge(piece.clause_before)


def _read_apart(text: str, pieces: list[Piece], context: Context) -> list[Candidate] | None:
    """Read 小学、初中巩固率分别达到100%和99%, or 同比分别提高0.3个和0.6个百分点."""
    if len(pieces) < 2:
        return None
    split = distribution.apart(pieces[0].clause_before) or _bare_row(pieces)
    if split is None:
        return _read_apart_after(text, pieces, context)
    listed, predicate = split
    said = claim(predicate, pieces[0].mention)
    kept = (
        predicate[: said.start] if said.comparator not in {"delta_up", "delta_down"} else predicate
    )
    names = distribution.subjects_apart(listed, kept, len(pieces))
    inherited = names is None
    if names is None:
        levels = [c for c in context.names if c.kind not in {"delta", "growth_rate"}][
            -len(pieces) :
        ]
        if len(levels) != len(pieces):
            return None
        names = [tidy(c.name + strip_lead(listed) + strip_tail(predicate)) for c in levels]
    made = []
    for piece, name in zip(pieces, names, strict=True):
        own = claim(predicate, piece.mention)
        candidate = _candidate(piece, name, own, kind_of(piece, own))
        candidate.start, candidate.end = piece.clause
        candidate.distributive, candidate.inherited = True, inherited
        _finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made


def _bare_row(pieces: list[Piece]) -> tuple[str, str] | None:
    """Take A率、B率、C率达到98%、99%和97% for the same as with 分别."""
    if any(piece.before.strip() or piece.after.strip() for piece in pieces[1:]):
        return None
    if pieces[0].after.strip() or len({p.mention.unit_canonical for p in pieces}) > 1:
        return None
    before = pieces[0].clause_before
    said = claim(before, pieces[0].mention)
    listed = strip_tail(before[: said.start])
    if len(distribution.items(strip_lead(listed))) != len(pieces):
        return None
    return listed, before[said.start :]


def _read_apart_after(text: str, pieces: list[Piece], context: Context) -> list[Candidate] | None:
    """Read 投入2亿元、1.5亿元分别用于校舍维修和设备更新."""
    clause = pieces[0].clause
    match = re.match(
        r"分别(?:用于|投向|支持|奖励|是|为)?", text[pieces[-1].mention.end : clause[1]]
    )
    if match is None:
        return None
    listed = distribution.items(text[pieces[-1].mention.end + match.end() : clause[1]])
    if len(listed) != len(pieces):
        return None
    verb = strip_lead(strip_tail(pieces[0].clause_before))[-4:]
    made = []
    for piece, item in zip(pieces, listed, strict=True):
        own = claim(piece.clause_before, piece.mention)
        candidate = _candidate(piece, tidy(item + verb), own, kind_of(piece, own))
        candidate.start, candidate.end = clause
        candidate.distributive = True
        _finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made


def _read_even(pieces: list[Piece], context: Context) -> list[Candidate] | None:
    """Read A率、B率均达100%, and 两个“100%”."""
    if len(pieces) != 1 or pieces[0].mention.unit_canonical != "%":
        return None
    piece = pieces[0]
    if piece.mention.copies > 1:
        names = distribution.subjects_copied(piece.clause_before, piece.mention.copies)
    else:
        names = distribution.subjects_even(piece.clause_before)
    if not names:
        return None
    said = _claim_of(piece)
    made = []
    for name in names:
        candidate = _candidate(piece, name, said, kind_of(piece, said))
        candidate.start, candidate.end = piece.clause
        candidate.distributive = True
        _finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made


def _set_time(
    text: str, start: int, end: int, found: list[Candidate], status: str,
    period: str | None, since: int | None,
) -> None:  # fmt: skip
    base = since or periods.base_year(period)
    named = [
        m for m in periods.moments(text[start:end], base) if not _of_base(text, start, m, found)
    ]
    for candidate in found:
        at = candidate.mention.start - start
        moment = periods.period_at(named, at, period)
        if _EVERY_YEAR.search(text[candidate.clause[0] : candidate.mention.start]):
            moment = period
        year = moment.last_year if isinstance(moment, periods.Moment) else None
        candidate.period = moment.period if isinstance(moment, periods.Moment) else moment
        candidate.default_period = period
        before = text[start : candidate.mention.start]
        whole = text[candidate.clause[0] : candidate.clause[1]]
        candidate.status = statuses.status_at(before, whole, status, year, since)
        if candidate.baseline:
            _set_base_time(candidate, before, base)


def _of_base(text: str, start: int, moment: periods.Moment, found: list[Candidate]) -> bool:
    """Tell a year that only dates the a of 由2020年的a上升到b."""
    at = start + moment.start
    return any(
        c.baseline and at < c.mention.start and re.search(r"(?:由|从)$", text[max(0, at - 1) : at])
        for c in found
    )


def _set_base_time(candidate: Candidate, before: str, base: int | None) -> None:
    candidate.status = statuses.ACHIEVED
    year = re.search(r"(?:由|从)[^,;。]{0,4}((?:19|20)\d\d)年[^,;。]{0,8}$", before)
    if year:
        candidate.period = year[1]
    elif re.search(r"(?:上年|去年)[^,;。]{0,4}$", before) and base is not None:
        candidate.period = str(base - 1)
