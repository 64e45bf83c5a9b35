"""Where the numbers of a document disagree: amount, period, sum.

At most two notes of a kind are given; a reader who is warned too often stops reading.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.disagreement import Disagreement, plain, said, span_of
from xueyou.engines.reading.facts.similarity import core, likeness, shared_run
from xueyou.engines.reading.facts.sums import rates, sums

MOST_OF_A_KIND = 2
_LEVELS = frozenset({"count", "ratio", "area", "years", "money"})
_GENERIC = re.compile(
    r"^(?:新增)?(?:学位|教师|学生|学校|投入|资金|招生|面积|项目|问题|课程|人次)+$"
)
_BRINGS = re.compile(r"^(?:新建|建设|建成|改造|新增|完成|升级|配备|配置|购置|添置)+")
_BARE_VERB = re.compile(
    r"(?:开工|竣工|完工|启用|投用|建成|完成|封顶|实施|上线|试运行|主体|项目|工程|累计|总|计划)*(?:投入|投资|总投资)"
)


def disagreements(
    text: str, found: Sequence[Candidate], years: tuple[int, int] | None, digest: bool
) -> list[Disagreement]:
    """Check all facts of a document; `years` is its first and last year.

    A digest gathers pieces by different units: there the same name may well mean another thing.
    """
    notes: list[Disagreement] = []
    once = _once(found)
    if not digest:
        notes += list(_amounts(text, once))[:MOST_OF_A_KIND]
        notes += list(_yearly(once, years))[:MOST_OF_A_KIND]
        notes += list(_periods(once))[:MOST_OF_A_KIND]
    notes += list(sums(text, found))[:MOST_OF_A_KIND]
    notes += list(rates(found))[:MOST_OF_A_KIND]
    return notes


def _once(found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what only repeats: a document copied fifty times disagrees as often as one."""
    seen: dict[tuple[object, ...], Candidate] = {}
    for one in found:
        key = (one.name, one.mention.value_canonical, one.mention.unit_canonical, one.period)
        seen.setdefault((*key, one.per), one)
    return list(seen.values())


def _comparable(text: str, candidate: Candidate) -> bool:
    return (
        candidate.kind in _LEVELS
        and candidate.status == "target"
        and candidate.per is None
        and not candidate.baseline
        and (not candidate.inherited or candidate.name in _line_before(text, candidate))
        and len(_thing(candidate)) >= 3
        and not _GENERIC.match(candidate.name)
        and not _BARE_VERB.fullmatch(candidate.name)
    )


def _thing(candidate: Candidate) -> str:
    """Give what is counted, without the verb that brings it about."""
    return _BRINGS.sub("", core(candidate.name))


def _apart(a: Candidate, b: Candidate) -> bool:
    """Tell facts of different parts of the text; within one task a number is often refined."""
    return a.clause != b.clause and (a.task_id != b.task_id or a.task_id is None)


def _amounts(text: str, found: Sequence[Candidate]) -> Iterator[Disagreement]:
    """Same indicator, same time, two values."""
    groups: dict[tuple[str, str, str], list[Candidate]] = {}
    for one in found:
        if _comparable(text, one):
            key = (_thing(one)[-3:], one.mention.unit_canonical, (one.period or "")[:4])
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        for a, b in combinations(group[:12], 2):
            differ = a.mention.value_canonical != b.mention.value_canonical
            if differ and _apart(a, b) and a.scope == b.scope and _same_thing(text, a, b):
                yield Disagreement(
                    "amount",
                    (span_of(a), span_of(b)),
                    f"前文写“{a.name}”为{said(a)}，后文写“{b.name}”为{said(b)}，"
                    "两处数量不一致；如不是同一指标，请分别注明口径。",
                )
                break


def _same_thing(text: str, a: Candidate, b: Candidate) -> bool:
    """Tell whether two names mean one thing: equal, or the head of b's line says the rest.

    An annex prints 实验室 under the head 物理实验室建设 for what the text calls 物理实验室.
    """
    first, second = _thing(a), _thing(b)
    if first == second:
        return True
    short, long, of = (second, first, b) if len(second) < len(first) else (first, second, a)
    if not long.endswith(short) or len(short) < 3:
        return False
    return long[: -len(short)] in _line_before(text, of)


def _line_before(text: str, candidate: Candidate) -> str:
    """Give the words of the line before a fact, the nearest sixty."""
    at = max(0, candidate.start - 60)
    return text[max(at, text.rfind("\n", at, candidate.start) + 1) : candidate.start]


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
                f"一处写“{b.name}”共{said(b)}，另一处写“{a.name}”每年{said(a)}，"
                f"{count}年合计应为{plain(whole)}{a.mention.unit_canonical}，两处数量不一致；"
                "如不是同一指标，请分别注明口径。"
            )
            yield Disagreement("amount", (span_of(b), span_of(a)), zh)


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
            (span_of(a), span_of(b)),
            f"一处写“{a.name}”{_year(a)}年{said(a)}，另一处写“{b.name}”{_year(b)}年{said(b)}，"
            "两处时限不一致；如名称所指不同，请注明。",
        )


def _year(candidate: Candidate) -> str:
    years = re.findall(r"(?:19|20)\d\d", candidate.period or "")
    return str(years[-1]) if years else ""
