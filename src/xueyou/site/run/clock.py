"""The business clock of a demonstration: set when the city is founded, running on ever after."""

import os
from pathlib import Path

from xueyou.platform.time.anchor import ANCHOR_FILE, anchored_at, write_anchor
from xueyou.platform.time.clocks import wall_now
from xueyou.site.settings.environment import DEMO_MORNING


def anchor_business_clock(data: Path, env: str) -> None:
    """Decide, before settings are read, at which wall moment XUEYOU_NOW was or is.

    An XUEYOU_NOW given by hand starts now. The demonstration's own morning began when its data
    was made, and goes on from there after a restart: its acts must not fall back in time.
    """
    if env == "prod":
        return
    given = os.environ.get("XUEYOU_NOW")
    now = given or (DEMO_MORNING if env == "demo" else "")
    if not now or os.environ.get("XUEYOU_NOW_AT"):
        return
    started = wall_now()
    if not given and (data / ANCHOR_FILE).exists() and _has_data(data):
        started = anchored_at(data, now, None, started)
    os.environ["XUEYOU_NOW_AT"] = write_anchor(data, now, started)


def _has_data(data: Path) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (data / "xueyou.sqlite3").exists()
