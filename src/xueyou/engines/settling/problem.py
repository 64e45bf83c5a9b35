"""What is settled: two readings, and the refusal of two that do not belong together."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xueyou.engines.reading.normal import fold

Json = Mapping[str, Any]

REPORTS = frozenset({"report", "news", "digest"})
_LAST_PLACE = re.compile(r"([^省市县区州盟旗]{1,6}(?:自治[县州旗]|[省市县区州盟旗]))$")
_BODY = re.compile(r"(?:教育|教体|教科|人民政府).*$")


class Mismatch(ValueError):
    """The two documents do not settle each other; `code` names why, `zh` says it.

    code: not_a_plan | not_a_summary | other_region | other_year | no_year | nothing_promised |
    not_a_reading.
    """

    def __init__(self, code: str, zh: str) -> None:
        super().__init__(zh)
        self.code = code
        self.zh = zh


@dataclass(frozen=True)
class Paper:
    """One document: its reading ("edu-plan/1") and, where at hand, its text.

    A fact that a reviewer put right bears the right number with its unit as `decided`.

    Without the text only what the reading quotes can be compared: figures, titles, projects.
    """

    reading: Json
    text: str = ""

    @cached_property
    def folded(self) -> str:
        """The text in normal characters, position for position."""
        return fold(self.text)

    @property
    def doc(self) -> Json:
        """The head of the reading."""
        doc: Json = self.reading["doc"]
        return doc

    @property
    def title(self) -> str:
        """The title as read."""
        return str(self.doc.get("title") or "")


def settled_year(plan: Paper, summary: Paper) -> int:
    """Return the year that is settled. Raises Mismatch where the two do not belong together."""
    for paper in (plan, summary):
        if not isinstance(paper.reading.get("doc"), Mapping) or "facts" not in paper.reading:
            raise Mismatch("not_a_reading", "给出的内容不是 plan read 读出来的结果，没有对账。")
    if plan.doc.get("kind") in REPORTS:
        raise Mismatch(
            "not_a_plan", f"《{plan.title}》是{plan.doc.get('doc_type')}，不是计划，没有对账。"
        )
    if summary.doc.get("kind") not in REPORTS:
        raise Mismatch(
            "not_a_summary",
            f"《{summary.title}》是{summary.doc.get('doc_type')}，不是总结或报告，没有对账。"
            "请换成当年的工作总结。",
        )
    _same_region(plan, summary)
    return _same_year(plan, summary)


def _same_region(plan: Paper, summary: Paper) -> None:
    ours, theirs = _place(plan), _place(summary)
    if ours and theirs and ours != theirs:
        raise Mismatch(
            "other_region",
            f"计划是{_region(plan)}的，总结是{_region(summary)}的，不是同一个地方，没有对账。"
            "请核对文件是否放错。",
        )


def _region(paper: Paper) -> str:
    return fold(str(paper.doc.get("region") or paper.doc.get("issuer") or ""))


def _place(paper: Paper) -> str:
    """Return the innermost place that a document speaks for: 青山区 of 海棠市青山区教育局."""
    found = _LAST_PLACE.search(_BODY.sub("", _region(paper)))
    return found.group(1) if found else ""


def _same_year(plan: Paper, summary: Paper) -> int:
    year = _year_of_report(summary)
    if year is None:
        raise Mismatch(
            "no_year",
            f"看不出《{summary.title}》说的是哪一年，没有对账。请在标题里写明年份。",
        )
    span = str(plan.doc.get("default_period") or "")
    years = [int(found) for found in re.findall(r"20\d\d", span)]
    if years and not years[0] <= year <= years[-1]:
        said = f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
        raise Mismatch(
            "other_year",
            f"计划是{said}的，总结是{year}年的，年份对不上，没有对账。请换成同一年的总结。",
        )
    return year


def _year_of_report(summary: Paper) -> int | None:
    """Return the year a report tells of: its period's last, else the year most figures bear."""
    named = re.findall(r"20\d\d", str(summary.doc.get("default_period") or ""))
    if named:
        return int(named[-1])
    years = Counter(
        str(fact["period"])[:4]
        for fact in summary.reading["facts"]
        if fact.get("status") == "achieved" and fact.get("period") and not fact.get("baseline")
    )
    return int(min(years, key=lambda year: (-years[year], year))) if years else None


def covers_one_year(plan: Paper) -> bool:
    """Tell whether the plan promises for a single year, so that all of its work is due in it."""
    return len(set(re.findall(r"20\d\d", str(plan.doc.get("default_period") or "")))) <= 1
