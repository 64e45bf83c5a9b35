"""A list beside the one that the S form deals: in figures, and as strips of dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueyou.domains.classes.selectors.divisions import LotRow, RehearsalRow
from xueyou.formats.dot_strips import Drawn, drawn
from xueyou.rulebook.classes.columns import MONTHS
from xueyou.rulebook.classes.wording import METHODS, number_zh, strips_in, strips_of


@dataclass(frozen=True, slots=True)
class Compared:
    """A number in a list, in the list that the S form deals, what is least; class by class."""

    name: str
    ours: float
    snake: float | None
    bound: float
    means: Sequence[str]


@dataclass(frozen=True, slots=True)
class Plans:
    """Strips of the number that ranks pupils, a plan after the other; then the other numbers."""

    ranking: Sequence[tuple[str, Sequence[Drawn]]]
    others: Sequence[Drawn]


def compared(report: Mapping[str, Any] | None) -> list[Compared]:
    """Return the numbers of a report beside the S form's; none where there is no report."""
    if report is None:
        return []
    dealt = report["methods"].get("snake", {"features": []})
    snake = {one["name"]: one["range_mean"] for one in dealt["features"]}
    return [
        Compared(
            one["name"],
            one["range_mean"],
            snake.get(one["name"]),
            one["bound"],
            [mean_zh(one["name"], mean) for mean in one["means"]],
        )
        for one in report["features"]
        if one["kind"] == "number"
    ]


def plans(report: Mapping[str, Any] | None) -> Plans | None:
    """Return the strips of a report's plans, its own first; None where nothing is a number."""
    if report is None or not report["spread"]:
        return None
    names = sorted(report["methods"], key=lambda name: (name != report["method"], name))
    spreads = [(METHODS[name], report["methods"][name]["spread"]) for name in names]
    ranking = [(zh, [drawn(one) for one in strips_in(s)]) for zh, s in spreads if s is not None]
    ranks = report["methods"][report["method"]]["spread"]
    others = [one for one in report["spread"] if ranks is None or one["name"] != ranks["name"]]
    return Plans(ranking, [drawn(one) for one in strips_of({"spread": others})])


def mean_zh(name: str, mean: float | None) -> str:
    """Return a class's mean in words."""
    if mean is None:
        return "—"
    return number_zh(name, mean) if name in MONTHS else f"{mean:.1f}"


def report_shown(runs: Sequence[RehearsalRow], lots: Sequence[LotRow]) -> Mapping[str, Any] | None:
    """Return the drawn list's report, else the last rehearsal's."""
    done = next((one.report for one in lots if one.purpose == "list" and one.report), None)
    return done or next((one.report for one in runs if one.report), None)
