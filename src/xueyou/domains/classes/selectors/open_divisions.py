"""What everybody may read of a sealed division: how it was drawn and how even it is; no child."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import Division, DivisionState, Lot, LotPurpose, LotState
from xueyou.domains.classes.selectors.evenness import FEWEST, Told, told_of
from xueyou.kernel.draws.selectors import DrawRegistered, draws_registered, files_registered
from xueyou.kernel.registry.grades import grade_zh


@dataclass(frozen=True, slots=True)
class OpenDraws:
    """The draws about one thing, the void ones too."""

    purpose: str
    zh: str
    draws: Sequence[DrawRegistered]


@dataclass(frozen=True, slots=True)
class OpenHall:
    """A lot that is drawn in a hall without a net: when its slip is taken, how many copies are out.

    `slip_sha256`: of the list, as the slip says; `matched`: the one made here is the same; None:
    not known yet.
    """

    slip_from: datetime
    slip_until: datetime
    copies: int
    slip_sha256: str
    matched: bool | None


@dataclass(frozen=True, slots=True)
class OpenDivision:
    """A division from its seal on. `pupils` is None where the grade has fewer than five."""

    uid: UUID
    school: str
    year: int
    grade_zh: str
    state: str
    state_zh: str
    pupils: int | None
    classes: int
    rehearsals: int
    sealed_at: datetime
    input_sha256: str
    void_reason: str
    drawn: Sequence[OpenDraws]
    hall: OpenHall | None
    told: Told | None


def open_division_of(uid: UUID | str) -> OpenDivision | None:
    """Return a division as everybody reads it; None before its seal."""
    found = _sealed(uid)
    if found is None or found.sealed_at is None:
        return None
    lot = found.lots.filter(purpose=LotPurpose.LIST).order_by("-ordinal").first()
    pupils = found.pupils.filter(left_at=None).count()
    drawn = [
        OpenDraws(code, purpose.zh, draws)
        for code, purpose in PURPOSES.items()
        if (
            draws := [
                replace(draw, ordinal=number)
                for number, (_, draw) in enumerate(_registered(found, code), 1)
            ]
        )
    ]
    return OpenDivision(
        uid=found.uid,
        school=found.school.name,
        year=found.year,
        grade_zh=grade_zh(found.grade),
        state=found.state,
        state_zh=DivisionState(found.state).label,
        pupils=pupils if pupils >= FEWEST else None,
        classes=found.classes,
        rehearsals=found.rehearsals.count(),
        sealed_at=found.sealed_at,
        input_sha256="" if lot is None else lot.input_sha256,
        void_reason=found.void_reason,
        drawn=drawn,
        hall=None if lot is None else _hall(lot),
        told=told_of(found),
    )


def _hall(lot: Lot) -> OpenHall | None:
    if lot.slip_from is None or lot.slip_until is None:
        return None
    matched = lot.result_sha256 == lot.slip_sha256 if lot.result_sha256 else None
    counts = lot.state != LotState.COMMITTED  # a slip with wrong lines is kept, and not shown
    slip = lot.slip_sha256 if counts else ""
    return OpenHall(lot.slip_from, lot.slip_until, lot.copies, slip, matched)


def open_draw_file(uid: UUID | str, purpose: str, ordinal: int, name: str) -> bytes | None:
    """Return commit.json or reveal.json of one of these draws; None where there is none."""
    found = _sealed(uid)
    if found is None or purpose not in PURPOSES:
        return None
    drawn = _registered(found, purpose)
    if not 1 <= ordinal <= len(drawn):
        return None
    subject, draw = drawn[ordinal - 1]
    return files_registered(PURPOSES[purpose].code, subject, draw.ordinal).get(name)


def _registered(found: Division, purpose: str) -> list[tuple[UUID, DrawRegistered]]:
    """Return the draws of a purpose, each with its subject; late pupils come in many lots."""
    about = [found.uid]
    if purpose == LotPurpose.LATE:
        about = [lot.uid for lot in found.lots.filter(purpose=purpose).order_by("pk")]
    subjects = [subject_of(found, purpose, uid) for uid in about]
    code = PURPOSES[purpose].code
    return [(one, draw) for one in subjects for draw in draws_registered(code, one)]


def _sealed(uid: UUID | str) -> Division | None:
    try:
        rows = Division.objects.filter(uid=uid, sealed_at__isnull=False)
        return rows.select_related("school").first()
    except (ValidationError, ValueError):
        return None
