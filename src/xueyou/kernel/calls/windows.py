"""Who may do what when: the windows of a round, by class of applicant, by the server's clock.

Half-open: the closing moment itself is outside. A class's own phase takes the place of the one
for everybody. Where no phase is written, applying lasts as long as the round, and completing what
was sent back lasts until the freeze.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, QuerySet

from xueyou.kernel.calls.models import Application, Call, Phase, PhaseStep, Round, RoundState
from xueyou.kernel.calls.offering import kept_for
from xueyou.kernel.calls.refusals import WindowClosed
from xueyou.platform.db import prepared, share
from xueyou.platform.time import CITY

BEFORE_FREEZE = (RoundState.DRAFT, RoundState.ANNOUNCED)
"""While a round stands here, its places and times can still be changed, and it can be cancelled."""
_PHASES = "phases_read"


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when; no end: until the round is frozen."""

    opens_at: datetime
    closes_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Return whether the moment lies within."""
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


_ROUND = [one.attname for one in Round._meta.concrete_fields]
_PHASE = [one.attname for one in Phase._meta.concrete_fields]
_KEY = _ROUND.index("id")


@prepared(call=BigIntegerField())
def _announced(call: Any) -> QuerySet[Any]:
    rows = Round.objects.filter(call=call, state=RoundState.ANNOUNCED).order_by("ordinal")
    return rows.values_list(*_ROUND, *(f"phases__{name}" for name in _PHASE))


@prepared(round_=BigIntegerField())
def _phases(round_: Any) -> QuerySet[Phase]:
    return Phase.objects.filter(round=round_)


def round_at(call: Call, at: datetime) -> Round | None:
    """Return the announced round that is open at the moment, else the last one over, else the next.

    One query at most, which brings the phases along.
    """
    rows = kept_for(call, "rounds", call.pk, lambda: _announced(call=call.pk))
    rounds = _with_phases(rows)
    opened = [one for one in rounds if one.opens_at <= at]
    return next(
        (one for one in opened if at < one.closes_at),
        opened[-1] if opened else (rounds[0] if rounds else None),
    )


def _with_phases(rows: Sequence[Sequence[Any]]) -> list[Round]:
    """Return the rounds of rows that hold a round and one of its phases, or nulls."""
    found: dict[int, Round] = {}
    for row in rows:
        one, phase = row[: len(_ROUND)], row[len(_ROUND) :]
        round_ = found.get(one[_KEY])
        if round_ is None:
            round_ = found[one[_KEY]] = Round.from_db(DEFAULT_DB_ALIAS, _ROUND, one)
            _store(round_)[_PHASES] = []
        if phase[0] is not None:
            _store(round_)[_PHASES].append(Phase.from_db(DEFAULT_DB_ALIAS, _PHASE, phase))
    return list(found.values())


def _store(round_: Round) -> dict[str, Any]:
    """Return where Django keeps what was read with a row: it empties it when that is refreshed."""
    kept: dict[str, Any] = vars(round_).setdefault("_prefetched_objects_cache", {})
    return kept


def held_for_good(round_: Round) -> None:
    """Hold the round and its phases as they are until the transaction ends."""
    share(round_)
    phases_of(round_, fresh=True)


def phases_of(round_: Round, *, fresh: bool = False) -> list[Phase]:
    """Return the phases of the round, read once; `fresh` reads them again."""
    kept = _store(round_)
    if fresh or _PHASES not in kept:
        kept[_PHASES] = _phases(round_=round_.pk)
    found: list[Phase] = kept[_PHASES]
    return found


def window_of(round_: Round, step: PhaseStep, applicant_class: str) -> Window | None:
    """Return the window of a step for a class; None where that step is not open to it at all."""
    phases = {
        phase.applicant_class: phase for phase in phases_of(round_) if phase.step == step.value
    }
    found = phases.get(applicant_class) or phases.get("")
    if found is not None:
        return Window(found.opens_at, found.closes_at)
    if phases:
        return None
    if step is PhaseStep.APPLY:
        return Window(round_.opens_at, round_.closes_at)
    if step is PhaseStep.RETURN:
        return Window(round_.opens_at, None)
    return None


def any_window(round_: Round, step: PhaseStep, at: datetime) -> bool:
    """Return whether some class may take the step at the moment: its class may be unknown yet."""
    classes = {phase.applicant_class for phase in phases_of(round_)} | {""}
    windows = [window_of(round_, step, one) for one in classes]
    return any(window is not None and window.holds(at) for window in windows)


def last_moment(round_: Round) -> datetime:
    """Return when the last window of applying, checking and completing closes."""
    steps = {PhaseStep.APPLY.value, PhaseStep.CHECK.value, PhaseStep.RETURN.value}
    return max([round_.closes_at, *(p.closes_at for p in phases_of(round_) if p.step in steps)])


def require_undecided(application: Application, step: str) -> None:
    """Raise WindowClosed where an application of a rolling round is being decided, or was."""
    if application.decided_in_id is not None:
        raise WindowClosed(f"这份申请已经在定结果，或者已经定了，不能再{step}。没有改动。")


def require_window(round_: Round, step: PhaseStep, applicant_class: str, at: datetime) -> None:
    """Raise WindowClosed, saying when it was open, unless the step may be taken at the moment."""
    window = window_of(round_, step, applicant_class)
    if window is None:
        raise WindowClosed("这一类申请人在这一轮不用办这一步，没有交。填好的内容都存着。")
    if at < window.opens_at:
        raise WindowClosed(
            f"还没有到时间：{_said(window.opens_at)}开始。填好的内容都存着，到时再交。"
        )
    if not window.holds(at):
        assert window.closes_at is not None
        raise WindowClosed(
            f"已经过了截止时间（{_said(window.closes_at)}，以服务器时间为准），这次没有交。"
            "您填的内容都存着；确有原因请联系受理单位。",
            window.closes_at,
        )


def _said(moment: datetime) -> str:
    here = moment.astimezone(CITY)
    return f"{here.year}年{here.month}月{here.day}日{here:%H:%M:%S}"
