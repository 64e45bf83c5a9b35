"""Owns `url` in every template: Django puts an address together once, then it is filled with uids.

An address rests on the route, the arguments, the namespace of the page and where the site is
mounted. A uid reads the same in each, so none is kept.
"""

import re
from typing import Any
from uuid import UUID

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

from xueyou.platform.db.kept import remember

register = template.Library()
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_kept: dict[Any, tuple[str, ...]] = {}
"""Pieces of an address around its uids."""


class Address(defaulttags.URLNode):
    """Django's node; kept where it is written as it is: no `as`, no keywords, signs escaped."""

    def render(self, context: Any) -> str:
        """Return the address. Raises NoReverseMatch."""
        request = getattr(context, "request", None)
        given = [one.resolve(context) for one in self.args]
        plain = all(type(one) in (str, int, UUID) for one in given)
        if not plain or self.asvar or self.kwargs or not context.autoescape:
            return str(super().render(context))
        if hasattr(request, "current_app"):  # nobody here sets one
            return str(super().render(context))
        uids = [_uid(one) for one in given]
        name = self.view_name.resolve(context)
        shape = tuple(None if uid else one for uid, one in zip(uids, given, strict=True))
        where = _where(request)
        key = (where, name, shape)
        pieces = _kept.get(key)
        if pieces is None:
            pieces = _pieces(name, shape, where[2])
            remember(_kept, key, pieces)
        whole = pieces[0]
        for uid, piece in zip(filter(None, uids), pieces[1:], strict=True):
            whole += uid + piece
        return whole


def _where(request: Any) -> tuple[Any, str, str | None]:
    """Return the routes, the place where they are mounted and the page's namespace.

    They are the same for all addresses of an answer: the request keeps them.
    """
    known: tuple[Any, str, str | None] | None = getattr(request, "_addresses_from", None)
    if known is None:
        space = getattr(getattr(request, "resolver_match", None), "namespace", None)
        known = (get_resolver(get_urlconf()), get_script_prefix(), space)
        if request is not None:
            request._addresses_from = known
    return known


def _uid(value: str | int | UUID) -> str:
    """Return a uid as it is written; "" of anything else."""
    text = str(value) if isinstance(value, UUID) else value
    return text if isinstance(text, str) and _UID.fullmatch(text) else ""


def _pieces(name: str, shape: tuple[str | int | None, ...], space: str | None) -> tuple[str, ...]:
    """Let Django put the address together with uids of nobody, and cut these out."""
    nobody = [UUID(int=place) for place in range(len(shape))]
    args = [uid if one is None else one for uid, one in zip(nobody, shape, strict=True)]
    rest = str(conditional_escape(reverse(name, args=args, current_app=space)))
    pieces = []
    for uid, one in zip(nobody, shape, strict=True):
        if one is None:
            piece, found, rest = rest.partition(str(uid))
            if not found:
                raise ValueError(f"{name} writes a uid in its own way")
            pieces.append(piece)
    return (*pieces, rest)


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """Write the address of a view, as Django's tag of this name."""
    node = defaulttags.url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
