"""Divisions as school, office above and family see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from xueyou.domains.classes.access import (
    ALARMS,
    DIVISIONS,
    KEEP_DIVISION,
    KEEP_LOT,
    LOTS,
    OPEN_DIVISION,
    OWN_CHILDREN,
    PUPILS,
    READ_ALARM,
    READ_DIVISION,
    READ_GRADE_PUPIL,
    READ_OWN_CHILD,
    READ_REHEARSAL,
    READ_REQUEST,
    REHEARSALS,
    REQUESTS,
    SCHOOLS,
)
from xueyou.domains.classes.draw_purposes import LIST, subject_of
from xueyou.domains.classes.models import (
    ASKED,
    DECIDED,
    AlarmKind,
    Division,
    DivisionState,
    GradePupil,
    Lot,
    LotPurpose,
    LotState,
    RequestState,
    Way,
)
from xueyou.domains.classes.paper_kinds import grade_zh
from xueyou.domains.classes.services.requests import ASKING
from xueyou.kernel.draws.selectors import DrawRegistered, draws_registered
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, expressed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.crypto import unseal

FEWEST = 5
"""Counts below this are not told to anybody but the school."""


@view_of(SCHOOLS)
class OwnSchool:
    """The school that one divides grades of."""

    uid: UUID
    name: str


def _state(value: str) -> str:
    return DivisionState(value).label


@view_of(DIVISIONS)
class DivisionRow:
    """How a division stands: sums alone."""

    pk: int
    uid: UUID
    school: str = source("school__name")
    school_uid: UUID = source("school__uid")
    year: int
    grade: int
    grade_zh: str = computed(grade_zh, "grade")
    classes: int
    state: str
    state_zh: str = computed(_state, "state")
    scores: list[str]
    score_source: str
    sealed_at: datetime | None
    drawn_at: datetime | None
    issued_at: datetime | None
    paper_uid: UUID | None
    void_reason: str
    voided_at: datetime | None
    pupils: int = expressed(Count("pupils", filter=Q(pupils__left_at=None), distinct=True))
    rehearsals: int = expressed(Count("rehearsals", distinct=True))
    alarms: int = expressed(Count("alarms", filter=Q(alarms__answered_at=None), distinct=True))
    requests: int = expressed(Count("requests", distinct=True))


def _way(value: str) -> str:
    return Way(value).label if value else ""


@view_of(PUPILS)
class GradePupilRow:
    """A pupil on the roster as the own school sees him."""

    uid: UUID
    code: str
    name: str = source("person__name")
    sort_key: str = source("person__sort_key")
    late: bool
    left_at: datetime | None
    given: int | None
    way_zh: str = computed(_way, "way")


@view_of(REHEARSALS)
class RehearsalRow:
    """A rehearsal: how even the list would have been, or why there was none."""

    uid: UUID
    ordinal: int
    asked_at: datetime
    done_at: datetime | None
    report: dict[str, Any] | None
    failed_zh: str
    conflict: dict[str, Any] | None
    job_uid: UUID | None


def _purpose(value: str) -> str:
    return LotPurpose(value).label


def _lot_state(value: str) -> str:
    return LotState(value).label


@view_of(LOTS)
class LotRow:
    """A lot: what was sealed, and how far the draw has come."""

    uid: UUID
    division_uid: UUID = source("division__uid")
    purpose: str
    purpose_zh: str = computed(_purpose, "purpose")
    ordinal: int
    state: str
    state_zh: str = computed(_lot_state, "state")
    input_sha256: str
    result_sha256: str
    draw_uid: UUID | None
    job_uid: UUID | None
    failed_zh: str
    report: dict[str, Any] | None
    sealed_at: datetime
    done_at: datetime | None


def _alarm(value: str) -> str:
    return AlarmKind(value).label


@view_of(ALARMS)
class AlarmRow:
    """An alarm as the office above reads it: which school, what, how many children; no name."""

    uid: UUID
    division_uid: UUID = source("division__uid")
    school: str = source("division__school__name")
    grade: int = source("division__grade")
    kind_zh: str = computed(_alarm, "kind")
    pupils: int
    raised_at: datetime
    answered_at: datetime | None
    answer: str


def _asking(value: str) -> str:
    return ASKING.get(value, value)


def _request_state(value: str) -> str:
    return RequestState(value).label


def _asked(uid: UUID, value: bytes, key_id: str) -> str:
    return unseal(ASKED.label, uid, value, key_id)


def _decided(uid: UUID, value: bytes | None, key_id: str) -> str:
    return unseal(DECIDED.label, uid, value, key_id) if value else ""


@view_of(REQUESTS)
class RequestRow:
    """A request to change class as the own school sees it."""

    uid: UUID
    name: str = source("pupil__person__name")
    code: str = source("pupil__code")
    now: int | None = source("pupil__given")
    asked_by_zh: str = computed(_asking, "asked_by")
    to_class: int | None
    words: str = computed(_asked, "uid", "asked_enc", "enc_key_id")
    logged_at: datetime
    state: str
    state_zh: str = computed(_request_state, "state")
    why: str = computed(_decided, "uid", "decided_enc", "decided_key_id")


@view_of(REQUESTS)
class WatchedRequest:
    """The same as the office above decides on it: the name masked."""

    uid: UUID
    school: str = source("division__school__name")
    grade: int = source("division__grade")
    name: str = computed(masked_name, "pupil__person__name")
    code: str = source("pupil__code")
    now: int | None = source("pupil__given")
    asked_by_zh: str = computed(_asking, "asked_by")
    to_class: int | None
    words: str = computed(_asked, "uid", "asked_enc", "enc_key_id")
    logged_at: datetime
    state: str
    state_zh: str = computed(_request_state, "state")
    why: str = computed(_decided, "uid", "decided_enc", "decided_key_id")


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
    way_zh: str = computed(_way, "way")


def own_schools(actor: Actor) -> list[OwnSchool]:
    """Return the schools whose grades the actor divides."""
    return list(read(actor, OPEN_DIVISION, OwnSchool).order_by("name"))


def divisions_seen(actor: Actor) -> list[DivisionRow]:
    """Return the divisions that the actor sees, newest year first."""
    rows = read(actor, READ_DIVISION, DivisionRow)
    return list(rows.order_by("-year", "school", "grade", "-pk"))


def division_seen(actor: Actor, uid: UUID | str) -> DivisionRow:
    """Return one. Raises NotFound."""
    return read(actor, READ_DIVISION, DivisionRow).get(uid)


def pupils_of(actor: Actor, division_uid: UUID | str) -> list[GradePupilRow]:
    """Return the roster, by code. Raises NotFound."""
    division = target(actor, KEEP_DIVISION, division_uid)
    rows = read(actor, READ_GRADE_PUPIL, GradePupilRow).restrict(Q(division=division))
    return list(rows.order_by("code"))


def division_of_pupil(actor: Actor, uid: UUID | str) -> UUID:
    """Return the division of a pupil of one's school. Raises NotFound."""
    found: GradePupil = target(actor, READ_GRADE_PUPIL, uid)
    return found.division.uid


def rehearsals_of(actor: Actor, division_uid: UUID | str) -> list[RehearsalRow]:
    """Return every rehearsal of a division, newest first. Raises NotFound."""
    division = target(actor, KEEP_DIVISION, division_uid)
    rows = read(actor, READ_REHEARSAL, RehearsalRow).restrict(Q(division=division))
    return list(rows.order_by("-ordinal"))


def lots_of(actor: Actor, division_uid: UUID | str) -> list[LotRow]:
    """Return the lots of a division. Raises NotFound."""
    division = target(actor, KEEP_DIVISION, division_uid)
    rows = read(actor, KEEP_LOT, LotRow).restrict(Q(division=division))
    return list(rows.order_by("purpose", "-ordinal"))


def lot_seen(actor: Actor, uid: UUID | str) -> LotRow:
    """Return a lot. Raises NotFound."""
    return read(actor, KEEP_LOT, LotRow).get(uid)


def alarms_seen(actor: Actor) -> list[AlarmRow]:
    """Return the alarms of the schools below, unanswered and newest first."""
    rows = list(read(actor, READ_ALARM, AlarmRow).order_by("-raised_at"))
    return sorted(rows, key=lambda row: row.answered_at is not None)


def requests_of(actor: Actor, division_uid: UUID | str) -> list[RequestRow]:
    """Return the requests of the school's division. Raises NotFound."""
    division = target(actor, KEEP_DIVISION, division_uid)
    rows = read(actor, READ_REQUEST, RequestRow).restrict(Q(division=division))
    return list(rows.order_by("-logged_at"))


def requests_watched(actor: Actor) -> list[WatchedRequest]:
    """Return the requests of the schools below, undecided first."""
    rows = list(read(actor, READ_REQUEST, WatchedRequest).order_by("-logged_at"))
    return sorted(rows, key=lambda row: row.state != RequestState.LOGGED)


@dataclass(frozen=True, slots=True)
class Told:
    """How balance was kept, for who reads no list: ranges of the drawn list, counts of runs."""

    features: Sequence[dict[str, Any]]
    rehearsals: int
    draws: Sequence[DrawRegistered]
    input_sha256: str
    result_sha256: str


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
