"""Where the numbers of a document disagree: amount, period, sum.

At most two notes of a kind are given; a reader who is warned too often stops reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.similarity import core, likeness, shared_run

MOST_OF_A_KIND = 2
_LEVELS = frozenset({"count", "ratio", "area", "years", "money"})
_GENERIC = re.compile(
    r"^(?:新增)?(?:学位|教师|学生|学校|投入|资金|招生|面积|项目|问题|课程|人次)+$"
)
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
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,6}(?:市|县|区|旗|镇|乡|街道|城区)")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One contradiction: kind, normal spans, a sentence for people."""

    kind: str
    spans: tuple[tuple[int, int], ...]
    zh: str


def disagreements(
    found: Sequence[Candidate], years: tuple[int, int] | None, digest: bool
) -> list[Disagreement]:
    """Check all facts of a document; `years` is its first and last year.

    A digest gathers pieces by different units: there the same name may well mean another thing.
    """
    notes: list[Disagreement] = []
    once = _once(found)
    if not digest:
        notes += list(_amounts(once))[:MOST_OF_A_KIND]
        notes += list(_yearly(once, years))[:MOST_OF_A_KIND]
        notes += list(_periods(once))[:MOST_OF_A_KIND]
    notes += list(_sums(found))[:MOST_OF_A_KIND]
    notes += list(_rates(found))[:MOST_OF_A_KIND]
    return notes


def _once(found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what only repeats: a document copied fifty times disagrees as often as one."""
    seen: dict[tuple[object, ...], Candidate] = {}
    for one in found:
        key = (one.name, one.mention.value_canonical, one.mention.unit_canonical, one.period)
        seen.setdefault((*key, one.per), one)
    return list(seen.values())


def _span(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, candidate.end


def _said(candidate: Candidate) -> str:
    mention = candidate.mention
    if mention.implicit in {"全覆盖", "清零"}:
        return mention.implicit
    return f"{_plain(mention.value)}{mention.unit}{mention.suffix}"


def _plain(value: float) -> str:
    """Write a number without exponent."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}".rstrip("0")


def _comparable(candidate: Candidate) -> bool:
    return (
        candidate.kind in _LEVELS
        and candidate.status == "target"
        and not candidate.baseline
        and not candidate.inherited
        and len(core(candidate.name)) >= 4
        and not _GENERIC.match(candidate.name)
    )


def _apart(a: Candidate, b: Candidate) -> bool:
    """Tell facts of different parts of the text; within one task a number is often refined."""
    return a.clause != b.clause and (a.task_id != b.task_id or a.task_id is None)


def _amounts(found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """Same indicator, same time, two values."""
    groups: dict[tuple[str, str, str | None], list[Candidate]] = {}
    for one in found:
        if _comparable(one) and one.per is None:
            key = (core(one.name), one.mention.unit_canonical, (one.period or "")[:4])
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        for a, b in combinations(group[:6], 2):
            if a.mention.value_canonical != b.mention.value_canonical and _apart(a, b):
                yield Disagreement(
                    "amount",
                    (_span(a), _span(b)),
                    f"前文写“{a.name}”为{_said(a)}，后文写“{b.name}”为{_said(b)}，"
                    "两处数量不一致；如不是同一指标，请分别注明口径。",
                )
                break


def _yearly(found: Sequence[Candidate], years: tuple[int, int] | None) -> Iterator[Disagreement]:
    """A yearly amount times the years of the plan against the total."""
    if years is None or years[1] <= years[0]:
        return
    count = years[1] - years[0] + 1
    yearly = [f for f in found if f.per == "年" and f.status == "target" and f.kind == "count"]
    totals = [
        f for f in found
        if f.per is None and f.status == "target" and f.kind == "count"
        and f.period and f.period.endswith(str(years[1]))
    ]  # fmt: skip
    for a in yearly[:50]:
        for b in totals[:500]:
            if a.mention.unit_canonical != b.mention.unit_canonical:
                continue
            run = shared_run(core(a.name), core(b.name))
            if len(run) < 4 or likeness(core(a.name), core(b.name)) < 0.5:
                continue
            whole = a.mention.value_canonical * count
            if b.mention.value_canonical >= whole * 0.95:
                continue
            zh = (
                f"一处写“{b.name}”共{_said(b)}，另一处写“{a.name}”每年{_said(a)}，"
                f"{count}年合计应为{_plain(whole)}{a.mention.unit_canonical}，两处数量不一致；"
                "如不是同一指标，请分别注明口径。"
            )
            yield Disagreement("amount", (_span(b), _span(a)), zh)


def _periods(found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """Same indicator, same full coverage, two years."""
    full = [
        f for f in found
        if f.mention.unit_canonical == "%" and f.mention.value_canonical == 100
        and f.status == "target" and f.comparator != "keep" and f.period
    ]  # fmt: skip
    for a, b in combinations(full[:200], 2):
        first, second = (a.period or "")[-4:], (b.period or "")[-4:]
        if a.clause == b.clause or _year(a) == _year(b) or not first or not second:
            continue
        if likeness(a.name, b.name) < 0.75 or len(shared_run(core(a.name), core(b.name))) < 4:
            continue
        yield Disagreement(
            "period",
            (_span(a), _span(b)),
            f"一处写“{a.name}”{_year(a)}年{_said(a)}，另一处写“{b.name}”{_year(b)}年{_said(b)}，"
            "两处时限不一致；如名称所指不同，请注明。",
        )


def _year(candidate: Candidate) -> str:
    years = re.findall(r"(?:19|20)\d\d", candidate.period or "")
    return str(years[-1]) if years else ""


def _sums(found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """Parts that do not make their total."""
    for index, total in enumerate(found):
        parts = _parts_of(found, index)
        if len(parts) < 2:
            continue
        whole, summed = total.mention.value_canonical, sum(p.mention.value_canonical for p in parts)
        slack = _rounding([total, *parts])
        if abs(summed - whole) <= slack:
            continue
        if summed > whole + slack or _exhaustive(parts) or _nearly_places(parts, whole, summed):
            listed = "、".join(f"{p.name}{_said(p)}" for p in parts[:4])
            yield Disagreement(
                "sum",
                (_span(total), *(_span(p) for p in parts)),
                f"{total.name}写{_said(total)}，分项为{listed}，分项合计与总数不符，请核对。",
            )


def _parts_of(found: Sequence[Candidate], index: int) -> list[Candidate]:
    total = found[index]
    if total.part or total.kind not in {"count", "area", "money"}:
        return []
    parts = []
    for candidate in found[index + 1 : index + 30]:
        same = candidate.mention.unit_canonical == total.mention.unit_canonical
        if not candidate.part or not same or candidate.total is not total:
            break
        parts.append(candidate)
    return parts


def _rounding(facts: Sequence[Candidate]) -> float:
    """Give how far rounded figures may miss their sum: half a last printed digit each."""
    slack = 0.0
    for fact in facts:
        mention = fact.mention
        digits = str(mention.value).partition(".")[2]
        step = 10.0 ** -len(digits) if digits else 1.0
        scale = mention.value_canonical / mention.value if mention.value else 1.0
        exact = scale == 1.0 and not digits
        slack += 0.0 if exact else step * scale / 2
    return slack + 1e-6


def _exhaustive(parts: Sequence[Candidate]) -> bool:
    labels = {p.name for p in parts}
    for whole in _WHOLES:
        if len(parts) == len(whole) and all(
            any(label.startswith(word) for label in labels) for word in whole
        ):
            return True
    return False


def _nearly_places(parts: Sequence[Candidate], whole: float, summed: float) -> bool:
    places = all(_PLACE.match(p.name) for p in parts)
    return places and len(parts) >= 3 and 0.95 <= summed / whole <= 1.05 if whole else False


def _rates(found: Sequence[Candidate]) -> Iterator[Disagreement]:
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
            (_span(a), _span(b), _span(rate)),
            f"{rate.name}写{_said(rate)}，按前面的{_said(a)}和{_said(b)}计算约为{share:.1f}%，请核对。",
        )


def _blur(a: Candidate, b: Candidate) -> float:
    """Give how far the rounding of the inputs may move the rate, in points of percent."""
    if not a.mention.value_canonical or not b.mention.value_canonical:
        return 0.0
    loose = _rounding([a]) / a.mention.value_canonical + _rounding([b]) / b.mention.value_canonical
    return 100 * loose
