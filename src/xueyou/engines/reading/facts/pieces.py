"""Pieces: give each number of a clause its share of the words (L4 a, e)."""

import re

from xueyou.engines.reading.facts.candidate import Piece
from xueyou.engines.reading.facts.clauses import Clause, joint_between, last_joint, trim
from xueyou.engines.reading.facts.comparators import claim
from xueyou.engines.reading.facts.mention import Mention
from xueyou.engines.reading.facts.vocabulary import INNER_VERBS

_ENDS = frozenset({"", " ", "、", ",", ";", "。", ")", "和", "\n"})
_VERB_INSIDE = re.compile(rf"(?:{INNER_VERBS}|建设|配备|设置|安装|赠送|捐赠|建立)")
_LONG = 34
_VERB_ALONE = re.compile(r"(?:已|实际)?(?:完成|通过|合格|达标|整改|办结|开工|竣工)(?:了)?$")
_ASPECTS = re.compile(r"(?<![\d,.])\d{1,3}个[\u4e00-\u9fff]{2,4}的$")
_FARTHEST = 240
"""So far back, at most, a clause is looked at for the words that lead up to a number."""
_HEAD_OF_SECOND = re.compile(
    r"(?:累计|共计|获得|获|新增|新建|建成|完成|惠及|覆盖|来|设立|发放|拨付|安排)"
)


def pieces_of(text: str, clause: Clause, mentions: list[Mention]) -> list[Piece]:
    """Share a clause among its mentions, which are in order and lie inside it."""
    start, end = trim(text, clause.start, clause.end)
    pieces: list[Piece] = []
    left = start
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        right, next_left, reach = end, end, end
        if following is not None:
            right, next_left, reach = _border(text, mention, following)
        if mention.implicit in {"全覆盖", "清零"} or _is_share(text, mention, mentions[:index]):
            left = start
        if (
            index
            and right <= mention.outer[1] + 1
            and _ends_in_verb(text, mentions[index - 1], mention)
        ):
            left = start
        own_start, own_end = trim(text, left, right)
        own_start = min(own_start, mention.outer[0])
        own_end = max(own_end, mention.outer[1])
        if (
            text[mention.outer[1] : mention.outer[1] + 1] == "”"
            and "“" not in text[left : mention.start]
        ):
            own_end = mention.outer[1]
        own_start = _without_long_list(text, own_start, mention, own_end)
        own_end = _without_tail(text, mention, own_end, following is None)
        pieces.append(
            Piece(
                mention=mention,
                start=own_start,
                end=max(own_end, trim(text, own_start, reach)[1]) if following else own_end,
                before=_before(text, own_start, mention, mentions[:index]),
                after=text[mention.outer[1] : own_end],
                clause_before=text[max(start, mention.outer[0] - _FARTHEST) : mention.outer[0]],
                first_in_clause=index == 0,
                in_bracket=clause.bracket,
                clause=(start, end),
            )
        )
        left = next_left
        if following is not None and text[mention.outer[1] : mention.outer[1] + 1] == "的":
            left = min(left, mention.outer[1] + 1) if mention.unit_canonical == "元" else left
    return pieces


def _ends_in_verb(text: str, first: Mention, second: Mention) -> bool:
    """Tell a number that counts the noun of the one before it (31项任务完成29项)."""
    between = text[first.outer[1] : second.outer[0]]
    return "、" not in between and len(between) >= 3 and bool(_VERB_ALONE.search(between))


def _is_share(text: str, mention: Mention, earlier: list[Mention]) -> bool:
    """Tell a rate that is a share of the number before it (总投资4.2亿元的31%)."""
    if mention.unit_canonical != "%" or not earlier:
        return False
    between = text[earlier[-1].outer[1] : mention.outer[0]]
    return between.endswith("的") and len(between) <= 16 and "," not in between


def _before(text: str, start: int, mention: Mention, earlier: list[Mention]) -> str:
    """Give the words before a number; other numbers among them are left out."""
    words, at = [], start
    for other in earlier:
        if other.outer[0] >= start:
            words.append(text[at : other.outer[0]])
            at = other.outer[1]
    return "".join([*words, text[at : mention.outer[0]]])


def _border(text: str, first: Mention, second: Mention) -> tuple[int, int, int]:
    """Find where the words of the first number end and those of the second begin.

    The third place is how far the evidence of the first reaches: without a joint it is the whole
    phrase up to the second number (帮助90家机构减免|50万元).
    """
    joint = joint_between(text, first, second)
    if joint is not None:
        return joint, joint + 1, joint
    between = text[first.outer[1] : second.outer[0]]
    if second.unit_canonical == "%" and between.endswith("的") and len(between) <= 16:
        return second.outer[0] - 1, first.outer[0], second.outer[1]
    if (between.startswith("的") and len(between) <= 2) or not between:
        return second.outer[1], first.outer[0], second.outer[1]
    reach = first.outer[1] + claim(between, second).start
    if first.unit_canonical == "元" or second.implicit:
        reach = first.outer[1]
    verb = None
    for match in _HEAD_OF_SECOND.finditer(between):
        if match.start() >= 2 or first.unit_canonical == "元" or not between[: match.start()]:
            verb = match
            break
    if verb is not None:
        at = first.outer[1] + verb.start()
        return at, at, reach
    if first.unit_canonical == "元":
        return first.outer[1], first.outer[1], reach
    at = first.outer[1] + claim(between, second).start
    if text[second.outer[1] : second.outer[1] + 1] in _ENDS:
        inside = [m for m in _VERB_INSIDE.finditer(between) if m.start() >= 2]
        if inside and len(between) - inside[-1].end() >= 2:
            at = first.outer[1] + inside[-1].start()
    return at, at, reach


def _without_long_list(text: str, start: int, mention: Mention, end: int) -> int:
    """Leave out the head of a long list before a counted noun (A、B、C等3个方面的9项…)."""
    before = text[start : mention.outer[0]]
    counted = _ASPECTS.search(before)
    if counted and mention.unit_canonical != "%":
        return start + counted.start()
    if before.endswith("等") and before.count("、") >= 1 and mention.outer[1] < end:
        return start + last_joint(before)
    if len(before) < _LONG or mention.outer[1] == end or mention.unit_canonical == "%":
        return start
    if before.endswith("等"):
        return start + max(last_joint(before), len(before) - _LONG)
    return start + last_joint(before)


def _without_tail(text: str, mention: Mention, end: int, last: bool) -> int:
    """Leave out list items after the counted noun when they grow longer than the fact itself."""
    after = text[mention.outer[1] : end]
    if not last or len(after) < _LONG or "、" not in after:
        return end
    return mention.outer[1] + after.index("、")
