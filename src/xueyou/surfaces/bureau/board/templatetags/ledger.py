"""Owns the few things that the ledger's templates write in a form of their own."""

from django import template

from xueyou.surfaces.shell.keys import new_key

register = template.Library()


@register.filter
def tenths(share: int) -> str:
    """Write tenths of a per cent as a percentage's number: 629 → 62.9, 1000 → 100."""
    whole, rest = divmod(share, 10)
    return f"{whole}.{rest}" if rest else str(whole)


@register.filter
def bounded(share: int) -> str:
    """Write tenths of a per cent for the length of a bar: at most 100."""
    return tenths(min(share, 1000))


@register.filter
def magnitude(number: int) -> int:
    """Return a number without its sign: the words beside it say which way."""
    return abs(number)


register.simple_tag(new_key)
