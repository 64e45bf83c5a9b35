"""When a comparison is warned of: below which base a share says little."""

from datetime import date
from typing import Any

from xueyou.kernel.registry.parameters import Found, parameter, parameter_kind
from xueyou.platform.orgs.models import Organisation

SMALL_BASE = "plans.comparison.small_base"


def check_base(value: Any) -> str:
    """Return "" for a whole number from 1 to 1000, otherwise why not."""
    if type(value) is int and 1 <= value <= 1000:
        return ""
    return "小底数线要写成1到1000的整数。"


def small_base(organisation: Organisation, on: date) -> Found:
    """Return below how many things counted a share is warned of, with its source."""
    return parameter(SMALL_BASE, organisation, on)


parameter_kind(
    SMALL_BASE,
    zh="晾晒时底数小于几要提醒",
    check=check_base,
    initial=(10, "随程序带的初始值，待核：底数小于10，多一个少一个就差一成以上"),
)
