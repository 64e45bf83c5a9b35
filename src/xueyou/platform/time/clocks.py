"""The two clocks, and the handle that freezes the second one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from xueyou.platform.time.anchor import Anchor

CITY = ZoneInfo("Asia/Shanghai")


class FrozenClock:
    """A business clock that stands still until it is moved by hand."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(CITY)

    @property
    def moment(self) -> datetime:
        """What the clock shows (aware, the city's time)."""
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Set the clock to an aware moment, also backwards."""
        self._moment = moment.astimezone(CITY)

    def advance(self, span: timedelta) -> None:
        """Move the clock by a span."""
        self._moment += span


_frozen: ContextVar[FrozenClock | None] = ContextVar("frozen_business_clock", default=None)


def wall_now() -> datetime:
    """Return the time of the machine (aware, UTC): leases, sign-in, audit. Never moved."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that may


def business_now() -> datetime:
    """Return the business moment (aware, Asia/Shanghai): everything that a calendar decides."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen.moment
    anchor: Anchor | None = settings.BUSINESS_CLOCK
    wall = wall_now()
    return (anchor.moment(wall) if anchor else wall).astimezone(CITY)


def clock_moved() -> bool:
    """Return whether business time was set by hand: what is drawn under it is a rehearsal."""
    return _frozen.get() is not None or settings.BUSINESS_CLOCK is not None


def business_today() -> date:
    """Return the business day in the city."""
    return business_now().date()


@contextmanager
def frozen_business(moment: datetime) -> Iterator[FrozenClock]:
    """Freeze the business clock at an aware moment, for this thread and its context.

    For tests and for telling a demonstration city's history. Production refuses: an act's
    business time would then be whatever a caller wished.
    """
    if settings.XUEYOU_ENV == "prod":
        raise RuntimeError("正式环境不能拨动业务时钟。")
    if moment.tzinfo is None:
        raise ValueError("时刻要带时区。")
    clock = FrozenClock(moment)
    token = _frozen.set(clock)
    try:
        yield clock
    finally:
        _frozen.reset(token)
