"""What a season is held against: by when migrants' children are all in public schools, 待核."""

from datetime import date
from typing import Any

from xueyou.kernel.registry.parameters import parameter_kind

MIGRANT_TARGETS = "enrolment.migrant_public_targets"


def _wrong(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return "要写成一行一个目标：percent（百分之几）、by（到哪一天）。"
    for one in value:
        if not isinstance(one, dict) or set(one) != {"percent", "by"}:
            return "一个目标写两样：percent（百分之几）、by（到哪一天）。"
        percent = one["percent"]
        if isinstance(percent, bool) or not isinstance(percent, int) or not 0 < percent <= 100:
            return "percent 要写1到100的整数。"
        try:
            date.fromisoformat(str(one["by"]))
        except ValueError:
            return "by 要写成日期，例如2027-12-31。"
    return ""


parameter_kind(
    MIGRANT_TARGETS,
    zh="随迁子女在公办学校就读的目标",
    check=_wrong,
    initial=(
        [{"percent": 100, "by": "2025-12-31"}, {"percent": 100, "by": "2027-12-31"}],
        "待核：规划的中期和期末各写了一个年份，两个都列出，不合并",
    ),
)
