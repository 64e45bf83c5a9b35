"""Where the business clock starts: XUEYOU_NOW, and the wall moment at which it started there.

Pure: it reads no clock and no environment, so settings can use it before Django stands.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ANCHOR_FILE = "business-clock-at"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The business clock showed `start` when the wall showed `at`; it runs, or stands still."""

    start: datetime
    at: datetime
    stands: bool = False

    def moment(self, wall: datetime) -> datetime:
        """Return what the business clock shows when the wall shows `wall` (both aware)."""
        return self.start if self.stands else self.start + (wall - self.at)


def parse_moment(text: str) -> datetime:
    """Return an aware moment from RFC 3339 text; a text without offset is a ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"时刻要带时区，例如 2026-11-20T08:00:00+08:00，现在是“{text}”。")
    return moment


def parse_anchor(now: str, at: datetime) -> Anchor:
    """Return the anchor for XUEYOU_NOW; a final `!` makes the clock stand still."""
    stands = now.endswith("!")
    return Anchor(start=parse_moment(now.removesuffix("!")), at=at, stands=stands)


def anchored_at(data: Path, now: str, given: str | None, process_start: datetime) -> datetime:
    """Return the wall moment at which the business clock of this deployment started.

    The supervisor passes it to its children in XUEYOU_NOW_AT and leaves it in the data folder,
    so a command started by hand beside a running site shows the same business time. A file that
    was written for another XUEYOU_NOW says nothing about this one.
    """
    if given:
        return parse_moment(given)
    try:
        written_for, written_at = (data / ANCHOR_FILE).read_text().split()
    except (OSError, ValueError):
        return process_start
    return parse_moment(written_at) if written_for == now else process_start


def write_anchor(data: Path, now: str, at: datetime) -> str:
    """Leave the anchor in the data folder; return the text for XUEYOU_NOW_AT."""
    text = at.astimezone(UTC).isoformat()
    data.mkdir(parents=True, exist_ok=True)
    temporary = data / f"{ANCHOR_FILE}.tmp"
    temporary.write_text(f"{now} {text}\n")
    temporary.replace(data / ANCHOR_FILE)
    return text
