"""Reads for the review workbook: every item that can be decided upon, as its cells say it."""

from xueyou.domains.plans.filling import DIRECTIONS, NATURES, OFFERED, cells_of
from xueyou.domains.plans.selectors.review import Reviewing
from xueyou.domains.plans.selectors.review_views import STATES, ItemRow
from xueyou.formats.plan_words import COMPARATORS
from xueyou.formats.review_columns import NOTHING, SHEETS
from xueyou.formats.review_workbook import review_workbook


def decisions_workbook(reviewing: Reviewing) -> bytes:
    """Return the workbook to decide in, of all items of the version at hand."""
    places = dict(reviewing.places())
    lines: dict[str, list[dict[str, str]]] = {kind: [] for kind in SHEETS}
    for item in reviewing.decidable():
        lines[item.kind].append(_line(item, places))
    choices = {
        "comparator": [COMPARATORS[code] for code in OFFERED],
        "nature": list(NATURES.values()),
        "direction": list(DIRECTIONS.values()),
        "subject": list(places.values()),
        "organisation": list(places.values()),
    }
    return review_workbook(lines, choices)


def _line(item: ItemRow, places: dict[str, str]) -> dict[str, str]:
    return {
        "id": str(item.uid),
        "revision": str(item.revision),
        "key": item.key,
        "state": STATES[item.state],
        "decision": NOTHING,
        **cells_of(item.kind, item.content, places),
        "doubts": "；".join(item.doubts),
        "quote": item.quote,
    }
