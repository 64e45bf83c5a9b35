"""The reader is no lookup: another document of the same make is read just as well."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.engines.reading.corpus import Annotated, annotated, reading_of
from tests.engines.reading.rewrites.edits import Gold
from tests.engines.reading.rewrites.numbers import rewrite_numbers
from tests.engines.reading.rewrites.order import rewrite_order
from tests.engines.reading.rewrites.places import rewrite_places
from tests.engines.reading.rewrites.script import rewrite_script
from tests.engines.reading.rewrites.units import rewrite_units
from xueyou.engines.reading.scoring import Scores, pool, score

Rewrite = Callable[[str, Gold], tuple[str, Gold]]
REWRITES: dict[str, Rewrite] = {
    "numbers": rewrite_numbers,
    "units": rewrite_units,
    "order": rewrite_order,
    "script": rewrite_script,
    "places": rewrite_places,
}
STEADY = (
    "fact_recall", "fact_precision", "names", "status", "period", "comparator", "table_cells",
    "unit_lists", "tasks_recall", "tasks_precision", "sections", "negatives",
)  # fmt: skip
LEEWAY = 0.02


def rewritten(document: Annotated, rewrite: Rewrite) -> Annotated:
    """The document after one rewrite."""
    text, gold = rewrite(document.text, document.gold)
    return replace(document, text=text, gold=gold)


def measured(documents: list[Annotated]) -> Scores:
    """The pooled scores of the reader."""
    return pool(score(d.gold, reading_of(d), d.text) for d in documents)


@pytest.fixture(scope="module")
def documents() -> list[Annotated]:
    """Every annotated document at hand."""
    return annotated()


@pytest.fixture(scope="module")
def before(documents: list[Annotated]) -> Scores:
    """The scores of the documents as they are."""
    return measured(documents)


@pytest.mark.parametrize("name", REWRITES)
def test_rewritten_gold_is_true_to_its_text(name: str, documents: list[Annotated]) -> None:
    """A rewrite changes the text and keeps every span on its words."""
    for document in documents:
        new = rewritten(document, REWRITES[name])
        perfect = {**new.gold, "consistency_notes": new.gold["contradictions"]}
        scores = score(new.gold, perfect, new.text)
        assert {gate for gate, counted in scores.items() if counted["ratio"] not in (None, 1)} == (
            set()
        ), document.name


@pytest.mark.parametrize("name", REWRITES)
def test_a_rewrite_changes_what_it_can(name: str, documents: list[Annotated]) -> None:
    """Only the few documents without headings, or without a named place, stay as they are."""
    same = [d.name for d in documents if rewritten(d, REWRITES[name]).text == d.text]
    assert len(same) <= len(documents) // 4


@pytest.mark.parametrize("name", REWRITES)
def test_scores_stay_after_a_rewrite(name: str, documents: list[Annotated], before: Scores) -> None:
    """No gate moves by more than two points in a hundred."""
    after = measured([rewritten(document, REWRITES[name]) for document in documents])
    moved = {
        gate: (before[gate], after[gate])
        for gate in STEADY
        if abs((before[gate]["ratio"] or 0) - (after[gate]["ratio"] or 0)) > LEEWAY
    }
    assert moved == {}


@pytest.mark.parametrize("name", REWRITES)
def test_no_contradiction_is_lost_by_a_rewrite(name: str, documents: list[Annotated]) -> None:
    """What disagreed before still disagrees, and the reader still says so."""
    lost = []
    for document in documents:
        new = rewritten(document, REWRITES[name])
        was, now = measured([document])["contradictions"], measured([new])["contradictions"]
        left_out = was["total"] - now["total"]
        if now["hits"] < was["hits"] - left_out:
            lost.append((document.name, was, now))
    assert lost == []
