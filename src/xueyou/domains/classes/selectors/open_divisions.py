"""What everybody may read of a sealed division: how it was drawn and how even it is; no child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from xueyou.domains.classes.draw_purposes import LIST, PURPOSES, TEAMS, subject_of
from xueyou.domains.classes.models import Division, DivisionState, Lot, LotPurpose
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
        OpenDraws(code, zh, draws)
        for code, zh, purpose in ((LotPurpose.LIST.value, LIST.zh, LIST.code),
                                  (LotPurpose.TEAMS.value, TEAMS.zh, TEAMS.code))
        if (draws := draws_registered(purpose, subject_of(found, code, found.uid)))
    ]  # fmt: skip
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
    return OpenHall(lot.slip_from, lot.slip_until, lot.copies, lot.slip_sha256, matched)


def open_draw_file(uid: UUID | str, purpose: str, ordinal: int, name: str) -> bytes | None:
    """Return commit.json or reveal.json of one of these draws; None where there is none."""
    found = _sealed(uid)
    if found is None or purpose not in (LotPurpose.LIST, LotPurpose.TEAMS):
        return None
    subject = subject_of(found, purpose, found.uid)
    return files_registered(PURPOSES[purpose].code, subject, ordinal).get(name)


def _sealed(uid: UUID | str) -> Division | None:
    try:
        rows = Division.objects.filter(uid=uid, sealed_at__isnull=False)
        return rows.select_related("school").first()
    except (ValidationError, ValueError):
        return None
