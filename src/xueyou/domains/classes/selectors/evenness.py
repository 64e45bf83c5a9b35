"""How even a drawn list is, for the office above and for families; a child's own class."""

from collections.abc import Mapping, Sequence
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
"""What says something of fewer pupils than these is told to nobody but the school."""
_SCORED = ("score", "total")
_TOLD = ("name", "kind", "range_mean", "range_sd", "range_count", "bound")


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
    few: bool
    """Whether features are left out because few pupils explain them."""
    rehearsals: int
    draws: Sequence[DrawRegistered]
    input_sha256: str
    result_sha256: str
    copies: int | None
    """How many sealed copies were taken to the hall; None: the lot was drawn on the site."""


def told_of(division: Division) -> Told | None:
    """Return what is told of a drawn list; None where there is none yet."""
    lot = division.lots.filter(purpose=LotPurpose.LIST, state=LotState.DONE).first()
    if lot is None or lot.report is None:
        return None
    features = features_told(lot.report)
    return Told(
        features,
        len(features) < len(lot.report["features"]),
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
    told = features_told(report)
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
            if one["value"] is not None and not _scores_of_few(report["features"])
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


def features_told(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what may be told of features outside the school: ranges and bound, no class's own.

    Left out is what few pupils explain, and a total where one of its scores is left out: it would
    repeat it.
    """
    features = report["features"]
    scores_hidden = _scores_of_few(features)
    return [
        {name: one[name] for name in _TOLD}
        for one in features
        if not _of_few(one) and not (scores_hidden and one["role"] == "total")
    ]


def _scores_of_few(features: Sequence[Mapping[str, Any]]) -> bool:
    return any(_of_few(one) for one in features if one["role"] in _SCORED)


def _of_few(one: Mapping[str, Any]) -> bool:
    """Return whether fewer than five share a kind, are known of a number in some class, or have
    another number than most. A report from before these were counted says nothing: of few.
    """
    if one["kind"] == "kind":
        return any(0 < sum(level["counts"]) < FEWEST for level in one["levels"])
    return bool(min(one.get("least_known", 0), one.get("off_commonest", 0)) < FEWEST)
