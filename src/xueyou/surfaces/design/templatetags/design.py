"""Owns the small tags that templates draw icons and the mark with."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from xueyou.surfaces.design.icons import ICONS

register = template.Library()

_MARK = (
    '<svg viewBox="0 0 34 34" aria-hidden="true"><g fill="none" stroke="#fff">'
    '<path d="M5.5 5.5h23v23h-23z" stroke-width="1.6"/>'
    '<path d="M17 6v22M6 17h22" stroke-width=".8" stroke-dasharray="2 1.8" opacity=".55"/></g>'
    '<text x="17" y="23" text-anchor="middle" font-size="17" font-weight="700" fill="#fff">'
    "优</text></svg>"
)


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of ICONS by name; `extra` adds classes. A word stands beside it always."""
    shapes = mark_safe(ICONS[name])  # noqa: S308 - our own constants
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f" {extra}" if extra else "",
        shapes,
    )


@register.simple_tag
@lru_cache(maxsize=1)
def sheets() -> SafeString:
    """Link what every page is drawn with."""
    names = ("tokens", "base", "layout", "parts")
    links = ((static(f"design/{name}.css"),) for name in names)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
@lru_cache(maxsize=1)
def mark() -> SafeString:
    """Draw the mark: 优 in a practice square."""
    return format_html(
        '<span class="mark">{}</span>',
        mark_safe(_MARK),  # noqa: S308 - our own constant
    )
