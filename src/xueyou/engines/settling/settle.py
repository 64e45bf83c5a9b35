"""Settling: what was promised for the year, what was reported of it, what was passed over."""

from collections.abc import Callable, Mapping
from typing import Any

from xueyou.engines.settling.figures import Figure
from xueyou.engines.settling.pairing import Pair, pair_up
from xueyou.engines.settling.parts import Deed, deeds_of
from xueyou.engines.settling.problem import Mismatch, Paper, settled_year
from xueyou.engines.settling.promises import Promise, promises_of
from xueyou.engines.settling.reports import is_completion, reports_of
from xueyou.engines.settling.result import Line, Settled
from xueyou.engines.settling.verdicts import verdict_of

Json = dict[str, Any]
Progress = Callable[[int, int], None]

_OF_A_FACT = (
    "name", "value", "unit", "value_canonical", "unit_canonical", "comparator", "period", "kind",
    "hedge", "qualifier", "scope", "per", "quantifier", "task_id", "number", "quote",
)  # fmt: skip


def settle(plan: Paper, summary: Paper, *, progress: Progress | None = None) -> Settled:
    """Hold a plan against the summary of its year.

    Raises Mismatch where the two do not belong together: another region, another year, no summary.
    """

    def tick(done: int) -> None:
        if progress is not None:
            progress(done, 4)

    tick(0)
    year = settled_year(plan, summary)
    promises = promises_of(plan, year)
    if not promises:
        raise Mismatch(
            "nothing_promised", f"《{plan.title}》里没有读出{year}年要做到的事，没有对账。"
        )
    tick(1)
    reports, deeds = reports_of(summary, year), deeds_of(summary, year)
    tick(2)
    pairs = pair_up(promises, reports, deeds)
    tick(3)
    used = {f.key for pair in pairs for f in (*([pair.report] if pair.report else ()), *pair.also)}
    left = [report for report in reports if report.key not in used and not is_completion(report)]
    settled = Settled(
        year=year,
        plan=_head(plan),
        summary=_head(summary),
        promised_reported=tuple(
            _reported(pair, summary) for pair in pairs if pair.report or pair.deed
        ),
        promised_silent=tuple(
            Line(pair.promise.key, _promise(pair.promise), None)
            for pair in pairs
            if not (pair.report or pair.deed)
        ),
        reported_unpromised=tuple(Line(f"S:{f.key}", None, _figure(f)) for f in left),
    )
    tick(4)
    return settled


def _head(paper: Paper) -> Json:
    return {name: paper.doc.get(name) for name in ("title", "region", "default_period", "doc_type")}


def _reported(pair: Pair, summary: Paper) -> Line:
    found = verdict_of(pair)
    return Line(
        key=pair.promise.key,
        promise=_promise(pair.promise),
        report=_figure(pair.report) if pair.report else _deed(pair.deed, summary),
        met=found.met,
        difference=found.difference,
        unit=found.unit,
        sentence=found.sentence,
        score=pair.score,
        also=tuple(_figure(figure) for figure in pair.also),
    )


def _promise(promise: Promise) -> Json:
    base: Json = {"key": promise.key, "kind": promise.kind, "name": promise.title}
    base |= {"start": promise.start, "end": promise.end, "quote": promise.quote}
    if promise.figure is not None:
        return base | {"repeated": list(promise.also)} | _fields(promise.figure.fact)
    return base | {"said": promise.quote if promise.kind == "task" else promise.title}


def _figure(figure: Figure) -> Json:
    base: Json = {"key": figure.key, "kind": "indicator"}
    return base | {"start": figure.start, "end": figure.end} | _fields(figure.fact)


def _fields(fact: Mapping[str, Any]) -> Json:
    kept = {name: fact[name] for name in _OF_A_FACT if fact.get(name) is not None}
    kept["figure_kind"] = kept.pop("kind")
    in_table = fact.get("source") == "table"
    kept["said"] = f"{fact['name']}：{fact['quote']}{fact['unit']}" if in_table else fact["quote"]
    if fact.get("decided"):
        # A reviewer put the number right; the words of the document stay as they are.
        kept["said"] += f"（核定为{fact['decided']}）"
    return kept


def _deed(deed: Deed | None, summary: Paper) -> Json:
    assert deed is not None
    quote = summary.text[deed.start : deed.end].strip() or deed.words
    span: Json = {"start": deed.start, "end": deed.end}
    return {"key": "", "kind": "deed", "name": ""} | span | {"quote": quote, "said": quote}
