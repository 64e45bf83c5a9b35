"""How even a drawn list is, for the office above and for families; a child's own class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xueyou.domains.classes.access import OWN_CHILDREN, READ_DIVISION, READ_OWN_CHILD
from xueyou.domains.classes.draw_purposes import LIST, subject_of
from xueyou.domains.classes.models import Division, Lot, LotPurpose, LotState
from xueyou.domains.classes.selectors.divisions import DivisionRow, way_zh
from xueyou.kernel.draws.selectors import DrawRegistered, draws_registered
from xueyou.kernel.registry.grades import grade_zh
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

FEWEST = 5
"""A kind that fewer pupils share is not told to anybody but the school."""


@view_of(OWN_CHILDREN)
class ChildClass:
    """A child's own class, and by which list; nobody else's data."""

    uid: UUID
    person: UUID = source("person__uid")
    name: str = source("person__name")
    code: str
    school: str = source("division__school__name")
    grade_zh: str = computed(grade_zh, "division__grade")
    year: int = source("division__year")
    division_uid: UUID = source("division__uid")
    given: int
    void_reason: str = source("division__void_reason")
    way_zh: str = computed(way_zh, "way")


@dataclass(frozen=True, slots=True)
class Told:
    """How balance was kept, for who reads no list: ranges of the drawn list, counts of runs."""

    features: Sequence[dict[str, Any]]
    rehearsals: int
    draws: Sequence[DrawRegistered]
    input_sha256: str
    result_sha256: str
    copies: int | None
    """How many sealed copies were taken to the hall; None: the lot was drawn on the site."""


def told_of(division: Division) -> Told | None:
    """Return what is told of a drawn list; None where there is none yet.

    Of kinds only how far the classes lie apart, and not at all where fewer than five share one.
    """
    lot = division.lots.filter(purpose=LotPurpose.LIST, state=LotState.DONE).first()
    if lot is None or lot.report is None:
        return None
    return Told(
        [shown for one in lot.report["features"] if (shown := _feature(one)) is not None],
        division.rehearsals.count(),
        draws_registered(LIST.code, subject_of(division, LotPurpose.LIST, lot.uid)),
        lot.input_sha256,
        lot.result_sha256,
        None if lot.slip_until is None else lot.copies,
    )


@dataclass(frozen=True, slots=True)
class Evenness:
    """How even a drawn list is, in one line: the feature furthest apart of each sort, the city's
    own indices with their words.
    """

    number: str
    apart: float | None
    kind: str
    pupils: int | None
    indices: Sequence[str]


def evenness_seen(actor: Actor) -> dict[UUID, Evenness]:
    """Return how even each drawn list is that the actor sees, by division."""
    seen = [row.pk for row in read(actor, READ_DIVISION, DivisionRow)]
    lots = Lot.objects.filter(
        division__in=seen, purpose=LotPurpose.LIST, state=LotState.DONE, report__isnull=False
    )
    return {lot.division.uid: _evenness(lot.report) for lot in lots.select_related("division")}


def _evenness(report: dict[str, Any] | None) -> Evenness:
    assert report is not None
    told = [shown for one in report["features"] if (shown := _feature(one)) is not None]
    number = max(
        (one for one in told if one["kind"] == "number"),
        key=lambda one: float(one["range_mean"]),
        default=None,
    )
    kind = max(
        (one for one in told if one["kind"] == "kind"),
        key=lambda one: int(one["range_count"]),
        default=None,
    )
    return Evenness(
        "" if number is None else number["name"],
        None if number is None else number["range_mean"],
        "" if kind is None else kind["name"],
        None if kind is None else kind["range_count"],
        [
            f"{one['zh']}{one['value']}，{one['grade']}（{one['status']}）"
            for one in report.get("indices", ())
            if one["value"] is not None
        ],
    )


def told_to_office(actor: Actor, uid: UUID | str) -> Told | None:
    """Return how even a list is, for who watches or keeps it. Raises NotFound."""
    return told_of(target(actor, READ_DIVISION, uid))


def child_class(actor: Actor, uid: UUID | str) -> tuple[ChildClass, Told | None]:
    """Return a ward's class, and how the list came about. Raises NotFound."""
    row = read(actor, READ_OWN_CHILD, ChildClass).get(uid)
    return row, told_of(Division.objects.get(uid=row.division_uid))


def children_classes(actor: Actor) -> list[ChildClass]:
    """Return the classes of the actor's own wards."""
    return list(read(actor, READ_OWN_CHILD, ChildClass).order_by("-year", "name"))


def _feature(one: dict[str, Any]) -> dict[str, Any] | None:
    """Return what may be told of a feature: ranges and bound, no class's own mean or count."""
    names = ("name", "kind", "range_mean", "range_sd", "range_count", "bound")
    if one["kind"] == "kind":
        totals = [sum(level["counts"]) for level in one["levels"]]
        if any(0 < total < FEWEST for total in totals):
            return None
    return {name: one[name] for name in names}
