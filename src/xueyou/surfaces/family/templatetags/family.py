"""How moments, numbers and names stand in sentences to a family."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from xueyou.domains.clubs.lanes import LANES
from xueyou.kernel.calls.kinds import Term
from xueyou.kernel.calls.selectors.answering import Promise
from xueyou.platform.time import CITY, business_today
from xueyou.surfaces.family.words import given_name, place_in
from xueyou.surfaces.shell.templatetags.receipts import receipt

register = template.Library()
register.filter(receipt)
_TALLEST = 160
_WEEK = "一二三四五六日"
_COUNTED = {
    "working_day": "交来的那天不算，周末和放假的日子不算，调休上班的算。",
    "day": "交来的那天不算，周末和放假的日子也算。",
    "hour": "从交来的那一刻起，白天黑夜都算。",
}


@register.filter
def on_day(at: datetime | date | None) -> str:
    """Return 8月12日（周三）, of another year than this one 2027年8月12日（周四）."""
    if at is None:
        return ""
    day = at.astimezone(CITY) if isinstance(at, datetime) else at
    year = "" if day.year == business_today().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（周{_WEEK[day.weekday()]}）"


@register.filter
def short_day(at: datetime | date | None) -> str:
    """Return 8月12日."""
    if at is None:
        return ""
    day = at.astimezone(CITY) if isinstance(at, datetime) else at
    return f"{day.month}月{day.day}日"


@register.filter
def moment(at: datetime | None) -> str:
    """Return 8月12日（周三）17:00."""
    return "" if at is None else f"{on_day(at)}{at.astimezone(CITY):%H:%M}"


@register.filter
def second(at: datetime | None) -> str:
    """Return 2026年8月12日17:00:05, as a receipt says it."""
    if at is None:
        return ""
    here = at.astimezone(CITY)
    return f"{here.year}年{here.month}月{here.day}日{here:%H:%M:%S}"


@register.filter
def answered_by(promise: Promise) -> str:
    """Return until when, in words: the last day of a term in days, the minute of one in hours."""
    if promise.term.unit == "hour":
        return moment(promise.by)
    return on_day(promise.last_day)


@register.filter
def counted(term: Term) -> str:
    """Return what a term is, and how it is counted."""
    return f"答复的时限是{term.zh}，{_COUNTED[term.unit]}"


@register.filter
def phrases(words: str) -> SafeString:
    """Return "柳荫街小学：等您答复" so that it breaks behind the colon before anywhere else."""
    before, colon, behind = words.partition("：")
    parts = [before + colon, behind] if behind else [words]
    return format_html_join("", '<span class="phrase">{}</span>', ((one,) for one in parts))


@register.filter
def called(name: str) -> str:
    """Return the given name of a child."""
    return given_name(name)


@register.filter
def square(name: str) -> str:
    """Return the character that stands in the practice square: the name's last one."""
    plain = name.split("·")[0].strip()
    return plain[-1:] if plain else ""


@register.filter
def for_child(question: str, name: str) -> str:
    """Put the child's name into a question."""
    return question.replace("{child}", given_name(name))


@register.filter
def lane(code: str) -> str:
    """Return a weekday slot in words."""
    return LANES.get(code, "")


@register.filter
def place(lane: str) -> str:
    """Return what is given in a lane: a school place has none, a club's place has its slot."""
    return place_in(lane)


@register.filter
def get(found: Mapping[str, str], name: str) -> str:
    """Return what stands under a name; "" where nothing does."""
    return found.get(name, "")


@register.filter
def rung_height(placed: int, places: int) -> int:
    """Return how high a rung stands, in pixels: one a child, at most 160 a ladder."""
    most = max(places, placed, 1)
    return placed if most <= _TALLEST else max(1, placed * _TALLEST // most)
