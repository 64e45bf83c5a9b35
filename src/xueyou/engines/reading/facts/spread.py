"""One phrase spread over several facts: 分别, 均达, a row of numbers after a row of names."""

import re

from xueyou.engines.reading.facts import distribution
from xueyou.engines.reading.facts.candidate import Candidate, Context, Piece
from xueyou.engines.reading.facts.comparators import claim
from xueyou.engines.reading.facts.shaping import candidate_of, claim_of, finish, kind_of
from xueyou.engines.reading.facts.wording import strip_lead, strip_tail, tidy


def read_apart(text: str, pieces: list[Piece], context: Context) -> list[Candidate] | None:
    """Read 小学、初中巩固率分别达到100%和99%, or 同比分别提高0.3个和0.6个百分点."""
    if len(pieces) < 2:
        return None
    split = distribution.apart(pieces[0].clause_before) or _bare_row(pieces)
    if split is None:
        return _read_apart_after(text, pieces, context)
    listed, predicate = split
    years = distribution.years_apart(listed, len(pieces))
    if years:
        return _read_years(pieces, predicate, years, context)
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
        candidate = candidate_of(piece, name, own, kind_of(piece, own))
        candidate.start, candidate.end = piece.clause
        candidate.distributive, candidate.inherited = True, inherited
        finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made


def _read_years(
    pieces: list[Piece], predicate: str, years: list[str], context: Context
) -> list[Candidate]:
    """Read 其中2025年、2026年分别新增450个、420个: one indicator, a number for each year."""
    said = claim(predicate, pieces[0].mention)
    own = tidy(strip_lead(strip_tail(predicate[: said.start])))
    last = context.last()
    same = last is not None and last.mention.unit_canonical == pieces[0].mention.unit_canonical
    name = last.name if last is not None and same and len(own) <= 2 else own
    made = []
    for piece, year in zip(pieces, years, strict=True):
        claimed = claim(predicate, piece.mention)
        candidate = candidate_of(piece, name, claimed, kind_of(piece, claimed))
        candidate.start, candidate.end = piece.clause
        candidate.distributive, candidate.inherited, candidate.dated = True, name != own, year
        finish(candidate, piece, context)
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
        candidate = candidate_of(piece, tidy(item + verb), own, kind_of(piece, own))
        candidate.start, candidate.end = clause
        candidate.distributive = True
        finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made


def read_even(pieces: list[Piece], context: Context) -> list[Candidate] | None:
    """Read A率、B率均达100%, and 两个“100%”."""
    if len(pieces) != 1:
        return None
    rated = pieces[0].mention.unit_canonical == "%" and not pieces[0].mention.implicit
    if not rated and not pieces[0].before.endswith("各"):
        return None
    piece = pieces[0]
    if piece.mention.copies > 1:
        names = distribution.subjects_copied(piece.clause_before, piece.mention.copies)
    else:
        names = distribution.subjects_even(piece.clause_before)
    if not names:
        return None
    said = claim_of(piece)
    made = []
    for name in names:
        candidate = candidate_of(piece, name, said, kind_of(piece, said))
        candidate.start, candidate.end = piece.clause
        candidate.distributive = True
        finish(candidate, piece, context)
        made.append(candidate)
    context.names += made
    return made
