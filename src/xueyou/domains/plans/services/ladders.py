"""Who hears of a task's last day, and when: a dated parameter with its source."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xueyou.kernel.registry.parameters import parameter, parameter_kind
from xueyou.platform.orgs.models import Organisation

LADDER = "plans.ladder"
HOLDER = "holder"
ROLE = "role:"
_STEPS = ("warning", "overdue", "otherwise")


@dataclass(frozen=True, slots=True)
class Ladder:
    """`warn_before`: working days before the last day, falling.

    Who hears is "holder" (of the leading post) or "role:<name>" (whoever holds that role in the
    plan's organisation). `otherwise` hears where nobody else can be found.
    """

    warn_before: tuple[int, ...]
    warning: tuple[str, ...]
    overdue: tuple[str, ...]
    otherwise: tuple[str, ...]


def ladder(organisation: Organisation, on: date) -> Ladder:
    """Return the ladder that holds for an organisation's plans on a day."""
    value = parameter(LADDER, organisation, on).value
    return Ladder(tuple(value["warn_before"]), *(tuple(value[step]) for step in _STEPS))


def check_ladder(value: Any) -> str:
    """Return "" for a ladder in its declared shape, otherwise why not."""
    if not isinstance(value, dict) or value.keys() != {"warn_before", *_STEPS}:
        return "要写明提前几天（warn_before）和谁听到（warning、overdue、otherwise）。"
    days = value["warn_before"]
    if not isinstance(days, list) or not all(type(day) is int and 0 < day <= 250 for day in days):
        return "提前几天要写成工作日的天数，1到250。"
    if days != sorted(set(days), reverse=True):
        return "提前几天要从多到少写，不重复。"
    if not all(_is_people(value[step]) for step in _STEPS):
        return "谁听到只能写 holder 或 role:角色代号。"
    return "" if value["otherwise"] else "otherwise 要写明找不到人时谁听到。"


def _is_people(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, str) and (one == HOLDER or (one.startswith(ROLE) and len(one) > len(ROLE)))
        for one in value
    )


parameter_kind(
    LADDER,
    zh="任务到期提醒谁、提前几天",
    check=check_ladder,
    initial=(
        {
            "warn_before": [10, 3],
            "warning": [HOLDER],
            "overdue": [HOLDER, "role:bureau_chief"],
            "otherwise": ["role:plan_officer"],
        },
        "随程序带的初始值，待核：请按本局督办制度设定",
    ),
)
