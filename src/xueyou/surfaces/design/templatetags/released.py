"""Owns the words and days of a release in a template."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

register = template.Library()

WORDS = {"good": "正常", "slow": "偏慢", "bad": "滞后", "done": "完成", "none": "没有数据"}


@register.filter
def light_word(light: str) -> str:
    """Return the word of a light."""
    return WORDS.get(light, WORDS["none"])


@register.filter
def day(text: str) -> str:
    """Return an ISO day as people write it."""
    found = date.fromisoformat(text)
    return f"{found.year}年{found.month}月{found.day}日"


@register.filter
def light_counts(release: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return how many tasks of a release have each light, in order, without those of none."""
    lights = [task["light"] for task in release["tasks"]]
    return [(light, word, lights.count(light)) for light, word in WORDS.items() if light in lights]
