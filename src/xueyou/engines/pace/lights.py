"""The five lights, their words, and their order from bad to done."""

from collections.abc import Iterable

LIGHTS = ("bad", "slow", "none", "good", "done")
"""From the worst to the best; a closed list."""

WORDS = {"bad": "滞后", "slow": "偏慢", "none": "没数据", "good": "正常", "done": "完成"}


def worst(lights: Iterable[str]) -> str:
    """Return the worst light; "none" of no lights at all. Raises ValueError on a word unknown."""
    return min(lights, key=LIGHTS.index, default="none")


def better_or_equal(light: str, other: str) -> bool:
    """Say whether `light` is no worse than `other`."""
    return LIGHTS.index(light) >= LIGHTS.index(other)
