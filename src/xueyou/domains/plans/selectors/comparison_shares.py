"""Shares of a place: of its lights that are good or done, of its steps that were made in time."""

from collections.abc import Iterable
from fractions import Fraction

from xueyou.domains.plans.selectors.comparison_places import per_cent
from xueyou.domains.plans.selectors.comparison_views import LIGHTS, STEPS, Compared, Dimension

NO_DATA = "没数据"

OF_LIGHTS = Dimension(
    LIGHTS,
    "红绿灯",
    "正常和完成的项数，除以有数据的项数。没数据的不算进分母，单独写出来。",
)
OF_STEPS = Dimension(
    STEPS,
    "节点按时",
    "到今天应完成的节点里，在答应的那天以前完成的占多少。后来改的日期不算。",
)


def share_of_lights(name: str, lights: Iterable[str]) -> Compared:
    """Compare a place by its lights; those without data stand outside the denominator."""
    found = list(lights)
    unknown = found.count("none")
    base = len(found) - unknown
    good = found.count("good") + found.count("done")
    aside = f"，另有{unknown}项没数据" if unknown else ""
    return _share(name, good, base, f"{good} / {base}项{aside}" if base else f"{unknown}项都没数据")


def share_in_time(name: str, steps: Iterable[bool]) -> Compared:
    """Compare a place by its steps that were due: True for one made in time."""
    found = list(steps)
    made = found.count(True)
    return _share(
        name, made, len(found), f"{made} / {len(found)}个节点" if found else "还没有到期的节点"
    )


def _share(name: str, part: int, base: int, basis: str) -> Compared:
    value = Fraction(part, base) if base else None
    return Compared(
        name=name,
        value=value,
        shown=NO_DATA if value is None else per_cent(value),
        base=base or None,
        basis=basis,
    )
