"""Owns how a template finds a value and writes it down: Django's rules, without their long way.

Most of what pages name is a key of the context and a field of a view. A name that is not there
costs Django two exceptions and a list of all there is; pages ask for such names all the time
(`{% if faults.name %}`). Whatever is not plainly one or the other goes Django's way.
"""

from html import escape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template.base import (
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.context import Context
from django.utils.safestring import SafeString

_MISSING = "Failed lookup for key [%s] in %r"


class Looked(Variable):
    """A variable that is looked up in the order Django's is: key, attribute, place in a list."""

    __slots__ = ()

    def _resolve_lookup(self, context: Context) -> Any:
        first, *fields = self.lookups or ()
        for known in reversed(context.dicts):
            if first in known:
                found = known[first]
                break
        else:
            if first.isdecimal() or hasattr(context, first):
                return super()._resolve_lookup(context)  # type: ignore[misc]
            raise VariableDoesNotExist(_MISSING, (first, context))
        for field in fields:
            kind = type(found)
            if kind is dict and (field in found or _is_no_other(field)):
                if field not in found:
                    raise VariableDoesNotExist(_MISSING, (field, found))
                found = found[field]
            elif callable(found) or hasattr(kind, "__getitem__"):
                return super()._resolve_lookup(context)  # type: ignore[misc]
            else:
                try:
                    found = getattr(found, field)
                except (AttributeError, TypeError, ObjectDoesNotExist):
                    return super()._resolve_lookup(context)  # type: ignore[misc]
        return super()._resolve_lookup(context) if callable(found) else found  # type: ignore[misc]


def _is_no_other(field: str) -> bool:
    """Return whether a name is no method of a mapping and no place in a list."""
    return not hasattr(dict, field) and not field.lstrip("-").isdecimal()


class Said(VariableNode):
    """Writes a value down; what people are told is nearly always a string or a small number."""

    def render(self, context: Context) -> str:
        """Return the value as text, escaped where the page escapes."""
        try:
            said = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            return ""
        kind = type(said)
        if kind is str:
            return escape(said) if context.autoescape else said
        if kind is SafeString:
            return str(said)
        if kind is UUID or (kind is int and not settings.USE_THOUSAND_SEPARATOR):
            return str(said)
        return str(render_value_in_context(said, context))
