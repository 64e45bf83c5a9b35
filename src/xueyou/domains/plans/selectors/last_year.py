"""What was promised and reported a year before under the same name: from last year's documents."""

import json
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from rapidfuzz import fuzz

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.models import Reading
from xueyou.domains.plans.selectors.views import DocumentRow
from xueyou.domains.plans.selectors.wording import grouped
from xueyou.platform.access.reading import read
from xueyou.platform.acts.actors import Actor

ALIKE = 85.0
MOST_DOCUMENTS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a document of the year before, with the place of its sentence."""

    words: str
    """3,860 个"""
    document_uid: UUID
    key: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was promised, and what the year's summary reported; either may be missing."""

    promised: Said | None
    reported: Said | None


@dataclass(frozen=True, slots=True)
class _Figure:
    key: str
    name: str
    unit: str
    words: str
    status: str
    year: str


def last_year(actor: Actor, organisation: str, year: int, name: str, unit: str) -> LastYear | None:
    """Return what documents of the organisation say of the same indicator a year before.

    Only documents that the actor may read; None where none of them names it.
    """
    promised = reported = None
    rows = read(actor, READ_DOCUMENT, DocumentRow).filter(organisation=organisation)
    for row in rows.order_by("-received_on").page(1, MOST_DOCUMENTS).rows:
        if row.state != "read":
            continue
        for figure in _figures(row.uid):
            if figure.year != str(year - 1) or figure.unit != unit:
                continue
            if fuzz.ratio(figure.name, name) < ALIKE:
                continue
            said = Said(figure.words, row.uid, figure.key)
            if figure.status == "achieved":
                reported = reported or said
            elif figure.status == "target":
                promised = promised or said
    return LastYear(promised, reported) if promised or reported else None


def _figures(document_uid: UUID) -> tuple[_Figure, ...]:
    row = Reading.objects.only("uid").filter(document__uid=document_uid).first()
    return _figures_of(row.uid) if row else ()


@lru_cache(maxsize=16)
def _figures_of(reading_uid: UUID) -> tuple[_Figure, ...]:
    """Pick the figures of a reading; kept, since a reading never changes."""
    result = Reading.objects.values_list("result", flat=True).get(uid=reading_uid)
    return tuple(
        _Figure(
            key=fact["id"],
            name=fact["name"],
            unit=fact["unit_canonical"],
            words=f"{grouped(fact['value_canonical'])}{_space(fact['unit_canonical'])}",
            status=fact["status"],
            year=str(fact["period"] or "")[:4],
        )
        for fact in json.loads(result)["facts"]
        if not fact.get("baseline")
    )


def _space(unit: str) -> str:
    return unit if unit == "%" else f" {unit}"
