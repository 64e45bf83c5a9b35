"""Owns how money, days and grades stand in sentences, at a school and for families."""

from datetime import date

from django import template

register = template.Library()
_WEEK = "一二三四五六日"


@register.filter
def yuan(fen: int | None) -> str:
    """Return 1,234.50 of fen; "" of nothing."""
    if fen is None:
        return ""
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


@register.filter
def weekday(day: date | None) -> str:
    """Return 3月1日（周一）."""
    return "" if day is None else f"{day.month}月{day.day}日（周{_WEEK[day.weekday()]}）"


@register.filter
def grades(span: tuple[int, int]) -> str:
    """Return 一至三年级, or 一年级."""
    words = "零一二三四五六七八九"
    low, high = span
    return f"{words[low]}年级" if low == high else f"{words[low]}至{words[high]}年级"
