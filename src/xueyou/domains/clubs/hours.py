"""When the slots of a day begin, as a dated parameter; from when on a roll can be called."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from xueyou.domains.clubs.lanes import SLOTS
from xueyou.domains.clubs.models import Session
from xueyou.kernel.registry.parameters import parameter, parameter_kind
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

SLOTS_BEGIN = "clubs.slots_begin"
BEFORE = timedelta(minutes=30)
"""How long before a session begins its roll can be called."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _wrong_times(value: Any) -> str:
    if not isinstance(value, dict) or set(value) != set(SLOTS):
        return f"要写全这几个时段：{'、'.join(SLOTS.values())}。"
    wrong = [
        zh
        for slot, zh in SLOTS.items()
        if not isinstance(value[slot], str) or not _TIME.fullmatch(value[slot])
    ]
    return f"这几个时段要写成16:00这样的钟点：{'、'.join(wrong)}。" if wrong else ""


parameter_kind(
    SLOTS_BEGIN,
    zh="课后服务各时段几点开始",
    check=_wrong_times,
    initial=(
        {
            "noon": "11:30",
            "afternoon": "15:00",
            "evening": "17:30",
            "weekend": "08:00",
            "daytime": "08:00",
        },
        "待核：照常见的作息写，没有对过各校的作息时间表",
    ),
)


def begins_at(session: Session, lane: str, school: Organisation) -> datetime:
    """Return when a session of a lane begins at a school."""
    said = parameter(SLOTS_BEGIN, school, session.day).value[lane.split("-")[1]]
    return datetime.combine(session.day, time.fromisoformat(said), CITY)
