"""Read one sentence: its quantities, each with name, claim, status and period."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from xueyou.engines.reading.facts.candidate import Candidate, Context, Piece
from xueyou.engines.reading.facts.clauses import TOGETHER, Clause, cut
from xueyou.engines.reading.facts.inheriting import complete
from xueyou.engines.reading.facts.mention import Mention
from xueyou.engines.reading.facts.money import belongs_before, is_source, spends
from xueyou.engines.reading.facts.naming import name_of
from xueyou.engines.reading.facts.pieces import pieces_of
from xueyou.engines.reading.facts.shaping import candidate_of, claim_of, finish, kind_of, stands
from xueyou.engines.reading.facts.spread import read_apart, read_even
from xueyou.engines.reading.facts.timing import set_time
from xueyou.engines.reading.facts.wording import begins_with_verb, tidy

MOST_IN_A_CLAUSE = 60
"""A clause with more numbers than this is no prose; nobody could say whose they are."""

_INVESTED = re.compile(r"(?:总投资|总投入|完成投资)(?:额|约|近|达|达到|为)*$")
_FROM = re.compile(r"(?:由|从)[^,。;]{0,16}$")
_MOVED = re.compile(
    r"[^,;。]{0,6}?(?:上升|缩短|压缩|精简|缩减|提高|提升|增加|增长|扩大|下降|降低|减少|升|降|压减|增|发展|扩充|缩小|改善|扩展)?"
    r"(?:到|至|为)[^,;。]{0,10}$"
)
_PART = re.compile(r"^其中[::,]?|,其中|\(其中|含")
_SCHOOL_ALONE = re.compile(
    r"(?:公办|民办|普惠性)?(?:幼儿园|中小学|小学|初中|普通高中|高中|学校|中学|公办园)"
)
_LEVEL_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{2})?(?:国家级|省级|市级|县级|区级|校级)")
_LEVEL_AND_NOUN = re.compile(
    r"(?:[\u4e00-\u9fff]{2})?(?:国家级|省级|市级|县级|区级|校级)([\u4e00-\u9fff]{2,12})"
)
_SCHOOL_AND_PURPOSE = re.compile(rf"{_SCHOOL_ALONE.pattern}([\u4e00-\u9fff]{{2,12}})")
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
    starts = [mention.start for mention in mentions]
    found: list[Candidate] = []
    for index, clause in enumerate(clauses):
        own = list(mentions[bisect_left(starts, clause.start) : bisect_left(starts, clause.end)])
        if len(own) > MOST_IN_A_CLAUSE:
            continue
        if not own:
            context.lead = text[clause.start : clause.end].rstrip()
            context.lead_start = clause.start
            continue
        following = _following(text, clauses, index)
        made = _read_clause(text, clause, own, context, following)
        found += [candidate for candidate in made if stands(text, candidate)]
    set_time(text, start, end, found, default_status, default_period, since)
    return found


def _following(text: str, clauses: list[Clause], index: int) -> tuple[str, int]:
    """Give the text and end of the clause after this one, in the same sentence part."""
    if index + 1 >= len(clauses):
        return "", -1
    after = clauses[index + 1]
    if text[clauses[index].end : clauses[index].end + 1] in {";", "；", ")"}:
        return "", -1
    return text[after.start : after.end], after.end


def _read_clause(
    text: str, clause: Clause, own: list[Mention], context: Context, following: tuple[str, int]
) -> list[Candidate]:
    pieces = pieces_of(text, clause, own)
    listed = read_apart(text, pieces, context) or read_even(pieces, context)
    if listed:
        return listed
    found: list[Candidate] = []
    part = _PART.search(text[max(0, clause.start - 3) : clause.start + 3]) or clause.bracket
    if not part and begins_with_verb(pieces[0].before) and not is_source(pieces[0].before):
        context.total = None
    if clause.bracket and context.names and text[clause.start - 1] == "(":
        context.outer, context.total = context.total, context.names[-1]
    elif not clause.bracket and context.outer is not None:
        context.total, context.outer = context.outer, None
    elif part:
        context.total = context.total or (context.names[-1] if context.names else None)
    rises = _rises(text, pieces)
    for index, piece in enumerate(pieces):
        if index + 1 < len(pieces) and pieces[index + 1].mention.unit_canonical != "%":
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
    _share_head(found)
    _reach_together(text, pieces, found)
    return found


def _share_purpose(pieces: list[Piece], found: list[Candidate]) -> None:
    """Give 8所小学 the purpose that only the last item prints: 和9所幼儿园改扩建项目."""
    if len(found) < 2 or not all(piece.after for piece in pieces):
        return
    last = _SCHOOL_AND_PURPOSE.fullmatch(found[-1].name)
    if last is None:
        return
    for candidate in found[:-1]:
        if _SCHOOL_ALONE.fullmatch(candidate.name):
            candidate.name = tidy(candidate.name + last[1])
            found[-1].start = min(candidate.start, found[-1].start)
            candidate.end = max(candidate.end, found[-1].end)


def _share_head(found: list[Candidate]) -> None:
    """Give 3个国家级、5个省级 the noun that only the last prints: 10个市级品牌."""
    last = _LEVEL_AND_NOUN.fullmatch(found[-1].name) if len(found) > 1 else None
    if last is None:
        return
    for candidate in found[:-1]:
        if _LEVEL_ALONE.fullmatch(candidate.name):
            candidate.name = tidy(candidate.name + last[1])


def _reach_together(text: str, pieces: list[Piece], found: list[Candidate]) -> None:
    """Let both counts of A与B结对 keep the whole phrase: neither says it alone."""
    for first, second in pairwise(found):
        between = text[first.mention.end : second.mention.start]
        tied = re.search(r"[与和同]$", between.rstrip()) or re.search(r"[与同]", between)
        if tied and TOGETHER.search(text[second.mention.end : second.end]):
            first.end = second.end = max(first.end, second.end)
            first.start = second.start = min(first.start, second.start)


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
    said = claim_of(piece)
    before = piece.before[: said.start] if said.start <= len(piece.before) else piece.before
    if piece.before.startswith("至少", said.start):
        before += piece.before[said.start + 2 :]
    kind = kind_of(piece, said)
    part = context.total is not None
    near = _near(text, piece, context)
    of_next = text.startswith("的", piece.mention.end)
    if kind == "money" and not of_next and belongs_before(piece, before, context, *near):
        following = ("", -1)
        owner = context.last() if near[1] else None
        piece = replace(piece, start=_owner_start(owner) if owner else context.lead_start)
    name = name_of(piece, kind, before, context, following[0])
    name, inherited = complete(name, piece, context, part)
    made = candidate_of(piece, name, said, kind)
    made.inherited, made.part, made.total = inherited, part, context.total
    titled = bool(context.title) and not context.names and _INVESTED.search(before)
    if kind == "money" and following[1] > 0 and not titled and spends(piece, before, following[0]):
        made.end = max(made.end, following[1])
    finish(made, piece, context)
    return made


def _owner_start(owner: Candidate) -> int:
    """Give where the words of the counted thing begin: before the number or at it."""
    behind = owner.end - owner.mention.end
    return owner.mention.start if behind > 1 else owner.start


def _near(text: str, piece: Piece, context: Context) -> tuple[bool, bool]:
    """Tell whether the clause right before holds plain words, or a fact."""
    clause = piece.clause[0]
    if not piece.first_in_clause:
        return False, False
    last = context.last()
    fact = last is not None and 0 <= clause - last.clause[1] <= 2
    lead = bool(context.lead) and 0 <= clause - context.lead_start - len(context.lead) <= 2
    return lead and not fact, fact
