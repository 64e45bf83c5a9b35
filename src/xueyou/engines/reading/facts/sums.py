"""Parts that do not make their total, and rates that are not the ratio of their numbers."""

import re
from collections.abc import Iterator, Sequence

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.disagreement import Disagreement, rounding, said, span_of

MOST_PARTS = 30
_WHOLES = (
    frozenset({"公办", "民办"}),
    frozenset({"城区", "乡镇"}),
    frozenset({"城区", "乡村"}),
    frozenset({"城区", "农村"}),
    frozenset({"城镇", "乡村"}),
    frozenset({"城镇", "农村"}),
    frozenset({"男", "女"}),
    frozenset({"新建", "改扩建"}),
    frozenset({"小学", "初中"}),
)
_STAGES = ("幼儿园", "小学", "初中")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡|街道|城区)")
_INEXACT = frozenset({"ge", "gt", "le", "lt", "approx", "approx_ge", "approx_le"})
_SUB_LIST = re.compile(r"包括|含有?|分别是")
_KINDS = {
    "中小学": {"小学", "初中", "高中"}, "义务教育": {"小学", "初中"}, "幼儿园": {"幼儿园"},
    "小学": {"小学"}, "初中": {"初中"}, "初级中学": {"初中"}, "高中": {"高中"},
    "教学点": {"小学"}, "中职": {"中职"}, "中等职业": {"中职"}, "高校": {"高校"}, "大学": {"高校"},
}  # fmt: skip
_WAYS = (
    re.compile("幼儿园|小学|初中|高中|中职|高职|特殊教育|特教|大学|高校|学前"),
    re.compile("城区|城镇|县城|农村|乡村|乡镇"),
    re.compile("公办|民办"),
    re.compile("国家级|省级|市级|县级|区级"),
    re.compile("男|女"),
)


def sums(text: str, found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """Find totals whose parts make another sum.

    Parts may fall short of a total (其中 names only some), so less than the total is reported
    only where the parts are all there are.
    """
    for index, total in enumerate(found):
        parts = _parts_of(text, found, index)
        if len(parts) < 2 or total.comparator in _INEXACT:
            continue
        whole, summed = total.mention.value_canonical, sum(p.mention.value_canonical for p in parts)
        slack = rounding([total, *parts])
        if abs(summed - whole) <= slack:
            continue
        all_there = _exhaustive(text, total, parts) or _nearly_places(parts, whole, summed)
        if summed > whole + slack or all_there:
            listed = "、".join(f"{p.name}{said(p)}" for p in parts[:4])
            yield Disagreement(
                "sum",
                (span_of(total), *(span_of(p) for p in parts)),
                f"{total.name}写{said(total)}，分项为{listed}，分项合计与总数不符，请核对。",
            )


def _parts_of(text: str, found: Sequence[Candidate], index: int) -> list[Candidate]:
    """Give the parts right after a total: of one level, one unit, one way of dividing."""
    total = found[index]
    if total.part or total.kind not in {"count", "area", "money"}:
        return []
    parts: list[Candidate] = []
    way: int | None = None
    at = total.mention.end
    for part in found[index + 1 : index + MOST_PARTS]:
        if any(part.total is other for other in parts):
            continue  # a bracket refines the part before it
        gap = text[at : part.mention.start]
        same = part.mention.unit_canonical == total.mention.unit_canonical
        if not part.part or not same or part.total is not total or re.search("[;。]", gap):
            break
        if parts and _SUB_LIST.search(gap):
            break
        own = _way(_words(text, part, at))
        if _of_other_kind(total, _words(text, part, at)) or (None not in (own, way) and own != way):
            break
        way = own if way is None else way
        parts.append(part)
        at = part.mention.end
    return parts


def _words(text: str, part: Candidate, at: int) -> str:
    """Give what a part says itself, without what its name took from its total."""
    return text[max(at, part.start) : max(part.end, part.mention.end)]


def _way(words: str) -> int | None:
    """Give the number of the way of dividing that a part's words belong to."""
    return next((at for at, rule in enumerate(_WAYS) if rule.search(words)), None)


def _of_other_kind(total: Candidate, words: str) -> bool:
    """Tell pupils or schools that the total cannot hold (小学 among kindergartens)."""
    whole, part = _kinds(total.name), _kinds(words)
    return bool(whole and part) and not whole & part


def _kinds(words: str) -> set[str]:
    return {kind for word, kinds in _KINDS.items() if word in words for kind in kinds}


def _exhaustive(text: str, total: Candidate, parts: Sequence[Candidate]) -> bool:
    labels = [_words(text, p, total.mention.end) for p in parts]
    if total.name.endswith("学位") and all(any(s in la for la in labels) for s in _STAGES):
        return True
    for whole in _WHOLES:
        if len(parts) == len(whole) and all(
            any(label.startswith(word) for label in labels) for word in whole
        ):
            return True
    return False


def _nearly_places(parts: Sequence[Candidate], whole: float, summed: float) -> bool:
    places = all(_PLACE.match(p.name) for p in parts)
    return places and len(parts) >= 3 and 0.95 <= summed / whole <= 1.05 if whole else False


def rates(found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """A printed rate that is not the ratio of the two numbers before it."""
    for a, b, rate in zip(found, found[1:], found[2:], strict=False):
        if rate.mention.unit_canonical != "%" or rate.comparator not in {"eq", "reach"}:
            continue
        if a.kind != "count" or b.kind != "count":
            continue
        if a.mention.unit_canonical != b.mention.unit_canonical or rate.clause[0] - b.clause[1] > 3:
            continue
        verb = re.search(r"([\u4e00-\u9fff]{2})率$", rate.name)
        if not verb or verb[1] not in b.name or not a.mention.value_canonical:
            continue
        share = 100 * b.mention.value_canonical / a.mention.value_canonical
        digits = len(str(rate.mention.value).partition(".")[2])
        if share > 100 or abs(share - rate.mention.value) <= 0.55 * 10**-digits + _blur(a, b):
            continue
        yield Disagreement(
            "sum",
            (span_of(a), span_of(b), span_of(rate)),
            f"{rate.name}写{said(rate)}，按前面的{said(a)}和{said(b)}计算约为{share:.1f}%，请核对。",
        )


def _blur(a: Candidate, b: Candidate) -> float:
    """Give how far the rounding of the inputs may move the rate, in points of percent."""
    if not a.mention.value_canonical or not b.mention.value_canonical:
        return 0.0
    loose = rounding([a]) / a.mention.value_canonical + rounding([b]) / b.mention.value_canonical
    return 100 * loose
