"""What a summary reports of its year, in figures: no baselines, no promises said again."""

import re
from collections.abc import Mapping
from typing import Any

from xueyou.engines.reading.normal import fold
from xueyou.engines.settling.figures import Figure, figure_of
from xueyou.engines.settling.parts import inside, silent_spans
from xueyou.engines.settling.problem import Paper
from xueyou.engines.settling.promises import is_condition

Json = Mapping[str, Any]

_SAID_AGAIN = re.compile(
    r"(?:年度|年初|全年)?(?:任务|目标)(?:任务|数|值)?(?:为|是|的)?$|比[^,;。]{0,8}年?的$|"
    r"(?:上年|去年|上一年|20\d\d年)(?:同期)?的$"
)
_WHOLE = re.compile(r"占(?:全[省市县区]|应)?[^,;。]{0,6}$")
_COMPARED = re.compile(r"(?<!评)比(?:[^,;。]{0,6}年|上年|去年)[^,;。]{0,12}[多少]$")
_COMPLETION = re.compile(r"(?:完成|占)(?:[^,;。]{0,8}(?:任务|目标|总投资|计划)|率)")
OVER_YEARS = re.compile(r"累计|以来|[三四五]年[来间]|[“\"]?十[三四五]五|历年|总数|总量|增加到|增至")


def reports_of(summary: Paper, year: int) -> list[Figure]:
    """Return the figures that the summary reports for the year, in its order."""
    silent = silent_spans(summary, year)
    return [
        figure_of(fact, summary.folded)
        for fact in summary.reading["facts"]
        if _is_reported(fact, year) and not inside(int(fact["number"]["start"]), silent)
        if not _says_again(summary, fact) and not is_condition(summary, fact)
    ]


def _is_reported(fact: Json, year: int) -> bool:
    if fact.get("status") != "achieved" or fact.get("baseline") or fact.get("duplicate"):
        return False
    if fact.get("kind") in {"structural", "rank"}:
        return False
    period = str(fact.get("period") or year)
    return str(year) in re.findall(r"20\d\d", period)


def _before(summary: Paper, fact: Json, most: int = 24) -> str:
    """Return the words right before the number, in its own sentence."""
    start = int(fact["number"]["start"])
    if summary.text:
        before = summary.folded[max(0, start - most) : start]
    else:
        quote, text = str(fact["quote"]), str(fact["number"]["text"])
        before = fold(quote[: max(quote.find(text), 0)])
    return re.split(r"[。;\n]", before)[-1]


def _says_again(summary: Paper, fact: Json) -> bool:
    """Tell a number that repeats the promise, another year's, or the whole of a share."""
    before = _before(summary, fact)
    is_whole = fact.get("unit_canonical") != "%" and _WHOLE.search(before)
    return bool(_SAID_AGAIN.search(before) or _COMPARED.search(before) or is_whole)


def is_completion(figure: Figure) -> bool:
    """Tell the share of a promise that was fulfilled: 完成年度任务的96.5%."""
    if figure.unit != "%":
        return False
    quote = fold(str(figure.fact["quote"]))
    return figure.kind == "completion_rate" or bool(
        _COMPLETION.search(quote) and re.search("任务|目标|总投资|计划", quote)
    )


def is_over_years(figure: Figure) -> bool:
    """Tell a figure that sums up several years, or names the level that a growth reached."""
    period = str(figure.fact.get("period") or "")
    quote = fold(str(figure.fact["quote"]))
    return bool(re.fullmatch(r"20\d\d-20\d\d", period) or OVER_YEARS.search(quote))
