"""Made cases for the reference on admission: rulebooks as YAML would hold them, and tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.reference.admission import Outcome
from tests.reference.admission_given import Tables

Facts = Mapping[str, Any]
FLAG = {"zh": "是否", "type": "flag"}
CODE = {"zh": "代码", "type": "code"}
WHOLE = {"zh": "数", "type": "integer"}
SCORE = {"score": {"zh": "总分", "type": "decimal", "step": 0.5}}


def rulebook(*batches: dict[str, Any], facts: Facts | None = None, **more: Any) -> dict[str, Any]:
    """Return a whole rulebook; a `score` in steps of 0.5 is the only fact unless others come."""
    return {
        "schema": "xueyou-rules/1",
        "title": "示例",
        "jurisdiction": {"code": "990000", "name": "示例市"},
        "year": 2026,
        "stage": "senior",
        "facts": dict(SCORE if facts is None else SCORE | dict(facts)),
        "batches": list(batches),
    } | more


def batch(
    name: str = "a", mode: str = "parallel", *, choices: int | None = None, **more: Any
) -> dict[str, Any]:
    """Return a batch that ranks by score and stops on a tie, unless `more` says otherwise."""
    asked: dict[str, Any] = {"mode": mode, "max": choices or (1 if mode == "single" else 6)}
    if mode == "banded":
        asked["bands"] = more.pop("bands", {"of": "score", "first": 707, "step": 40})
    if "generate" in more:
        asked = {"mode": mode, "generate": more.pop("generate")}
    base = {"id": name, "zh": f"批次{name}", "choices": asked, "tie_last": "refuse"}
    return base | ({} if "rank" in more else {"rank": ["score desc"]}) | more


def tables(
    people: Mapping[str, Any],
    lists: Mapping[str, Mapping[str, Sequence[str]]],
    options: Mapping[str, Mapping[str, Any]],
    quotas: Mapping[tuple[str, str, str], int] | None = None,
) -> Tables:
    """Return the four tables; a person is a score or facts, an option places or a whole row."""
    applicants = [
        {"applicant": who, "group": ""}
        | {name: str(cell) for name, cell in _row(facts, "score").items()}
        for who, facts in people.items()
    ]
    choices = [
        {"applicant": who, "batch": name, "rank": str(rank), "option": option}
        for name, filed in lists.items()
        for who, wanted in filed.items()
        for rank, option in enumerate(wanted, 1)
    ]
    offered = [
        {"option": option, "batch": name}
        | {key: str(cell) for key, cell in _row(row, "places").items()}
        for name, rows in options.items()
        for option, row in rows.items()
    ]
    quota = [
        {"batch": name, "option": option, "pool": pool, "places": str(places)}
        for (name, option, pool), places in (quotas or {}).items()
    ]
    return {"applicants": applicants, "choices": choices, "options": offered, "quotas": quota}


def where(outcome: Outcome) -> dict[str, str]:
    """Return who is at which option."""
    return {who: placed.option for who, placed in outcome.placements.items()}


def _row(found: Any, only: str) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {only: found}
