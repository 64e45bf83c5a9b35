"""Owns addresses of pages: Django puts one together once, then it is filled with uids.

An address rests on the route, the arguments, the namespace of the page and where the site is
mounted. A uid reads the same in each, so none is kept.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse

from xueyou.platform.db.kept import remember

_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_kept: dict[Any, tuple[str, ...]] = {}
"""Pieces of an address around its uids."""


def address(name: str, *given: str | int | UUID) -> str:
    """Return the address of a view, as Django's `reverse` does. Raises NoReverseMatch."""
    return address_in(get_resolver(get_urlconf()), get_script_prefix(), name, given)


def address_in(
    routes: Any,
    mounted: str,
    name: str,
    given: Sequence[str | int | UUID],
    *,
    space: str | None = None,
    written: Callable[[str], str] = str,
) -> str:
    """Return the address of a view of these routes, mounted there, seen from a page's namespace.

    `written`: how what is no uid is written where the address will stand. Raises NoReverseMatch.
    """
    uids = [_uid(one) for one in given]
    shape = tuple(None if uid else str(one) for uid, one in zip(uids, given, strict=True))
    key = (routes, mounted, space, name, shape, written)
    pieces = _kept.get(key)
    if pieces is None:
        pieces = _pieces(name, shape, space, written)
        remember(_kept, key, pieces)
    whole = pieces[0]
    for uid, piece in zip(filter(None, uids), pieces[1:], strict=True):
        whole += uid + piece
    return whole


def _uid(value: str | int | UUID) -> str:
    """Return a uid as it is written; "" of anything else."""
    text = str(value) if isinstance(value, UUID) else value
    return text if isinstance(text, str) and _UID.fullmatch(text) else ""


def _pieces(
    name: str,
    shape: tuple[str | None, ...],
    space: str | None,
    written: Callable[[str], str],
) -> tuple[str, ...]:
    """Let Django put the address together with uids of nobody, and cut these out."""
    nobody = [UUID(int=place) for place in range(len(shape))]
    args = [uid if one is None else one for uid, one in zip(nobody, shape, strict=True)]
    rest = str(written(reverse(name, args=args, current_app=space)))
    pieces = []
    for uid, one in zip(nobody, shape, strict=True):
        if one is None:
            piece, found, rest = rest.partition(str(uid))
            if not found:
                raise ValueError(f"{name} writes a uid in its own way")
            pieces.append(piece)
    return (*pieces, rest)
