"""Divisions as the school and the office above see them."""

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
    PUPILS,
    READ_ALARM,
    READ_DIVISION,
    READ_GRADE_PUPIL,
    READ_REHEARSAL,
    READ_REQUEST,
    REHEARSALS,
    REQUESTS,
    SCHOOLS,
)
from xueyou.domains.classes.models import (
    ASKED,
    DECIDED,
    AlarmKind,
    DivisionState,
    GradePupil,
    LotPurpose,
    LotState,
    RequestState,
    Way,
)
from xueyou.domains.classes.services.requests import ASKING
from xueyou.kernel.registry.grades import grade_zh
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, expressed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.crypto import unseal


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


def way_zh(value: str) -> str:
    """Return in words how somebody came into a class."""
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
    way_zh: str = computed(way_zh, "way")


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
    slip_from: datetime | None
    slip_until: datetime | None
    copies: int


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
