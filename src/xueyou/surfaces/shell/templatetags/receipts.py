"""How a receipt number stands on a page."""

from django import template

from xueyou.kernel.calls.receipt_numbers import shown

register = template.Library()


@register.filter
def receipt(number: str) -> str:
    """Return a receipt number as people read it out."""
    return shown(number)
