"""Owns the one clock of the command line: a draw is about what was known when.

Everything else here is the same at any hour. XUEYOU_NOW moves it for tests and rehearsals; what is
drawn under a moved clock says so in its files.
"""

import os
import time
from datetime import UTC, datetime, timedelta, timezone

from xueyou.cli.exits import USAGE, Stop

CITY = timezone(timedelta(hours=8))


def now() -> tuple[datetime, bool]:
    """Return the moment in the city's time, to the second, and whether the clock was moved."""
    moved = os.environ.get("XUEYOU_NOW", "").removesuffix("!")
    if not moved:
        return datetime.fromtimestamp(int(time.time()), UTC).astimezone(CITY), False
    if os.environ.get("XUEYOU_ENV") == "prod":
        raise Stop(USAGE, "正式环境不能拨动时钟：请去掉 XUEYOU_NOW。")
    return moment(moved, "XUEYOU_NOW"), True


def moment(text: str, where: str) -> datetime:
    """Return an RFC 3339 moment in the city's time; without offset it is the city's."""
    try:
        found = datetime.fromisoformat(text)
        found = (found.replace(tzinfo=CITY) if found.tzinfo is None else found).astimezone(CITY)
    except (ValueError, OverflowError):
        raise Stop(USAGE, f"{where} 要写成 2026-08-01T10:00:00+08:00，现在是“{text}”。") from None
    return found
