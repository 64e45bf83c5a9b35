"""Grounds on which something may be asked of a list: a whitelist, dated, with its source."""

from typing import Any

from xueyou.domains.classes.models import DemandKind
from xueyou.domains.classes.parameters import GROUNDS
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

GROUNDS_ZH = {
    "twins": "多胞胎，按家长的意愿",
    "conflict": "有记录的欺凌或者冲突",
    "needs": "需要特别照顾的学生，各班分开照顾",
    "access": "行动不便，只有这个班的教室方便进出",
    "cadre": "小学当过班干部的，各班都有",
    "other": "别的原因",
}
"""Every ground that may be named; which of them count says the parameter."""


def allowed_grounds(school: Organisation) -> tuple[dict[str, list[str]], str]:
    """Return the grounds that count today for each kind of demand, and where that is written."""
    found = parameter(GROUNDS, school, business_today())
    value: dict[str, Any] = found.value
    return {kind.value: list(value.get(kind.value, [])) for kind in DemandKind}, found.source
