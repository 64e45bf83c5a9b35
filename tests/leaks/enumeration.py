"""Every address of the site, from the resolver, with what its view declares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.routes import Route, route_of

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: its full name and pattern, its parameters, its view's declaration."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Any
    declared: Route | None

    @property
    def scoped(self) -> bool:
        """Whether the permission is about rows."""
        found = self.declared.permission if self.declared else None
        return isinstance(found, Permission) and found.of is not None

    @property
    def guarded(self) -> bool:
        """Whether a permission opens it (not a mere door)."""
        return self.declared is not None and isinstance(self.declared.permission, Permission)

    @property
    def writes(self) -> bool:
        """Whether it takes a method that changes something."""
        return self.declared is not None and bool(set(self.declared.methods) - {"GET", "HEAD"})


def addresses(urlconf: str | None = None) -> list[Address]:
    """Return every address, by name; static files are served by middleware and have none."""
    return sorted(_walk(get_resolver(urlconf), "", ""), key=lambda one: one.name)


def _walk(
    resolver: URLResolver, prefix: str, namespace: str, above: tuple[str, ...] = ()
) -> Iterator[Address]:
    """Yield what a resolver knows; `above` are the parameters of what includes it."""
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner, above + tuple(entry.pattern.regex.groupindex))
        elif isinstance(entry, URLPattern):
            named = getattr(entry.callback, "__qualname__", "view")
            yield Address(
                name=namespace + (entry.name or f"{entry.callback.__module__}.{named}"),
                pattern=pattern,
                parameters=above + tuple(entry.pattern.regex.groupindex),
                view=entry.callback,
                declared=route_of(entry.callback),
            )
