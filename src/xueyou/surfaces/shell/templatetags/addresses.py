"""Owns `url` in every template: Django puts an address together once, then it is filled."""

from typing import Any
from uuid import UUID

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.urls import get_resolver, get_script_prefix, get_urlconf
from django.utils.html import conditional_escape

from xueyou.platform.addresses import address_in

register = template.Library()


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
        routes, mounted, space = _where(request)
        name = self.view_name.resolve(context)
        return address_in(routes, mounted, name, given, space=space, written=conditional_escape)


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


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """Write the address of a view, as Django's tag of this name."""
    node = defaulttags.url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
