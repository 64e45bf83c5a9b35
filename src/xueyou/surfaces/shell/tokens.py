"""Owns the token that a page's forms carry: Django's, masked with one piece of chance.

Django asks the system for chance 32 times a token; it is the dearest part of a page with a form.
What is sent and how it is checked stays Django's.
"""

import secrets
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token
from django.utils.functional import SimpleLazyObject

_SIGNS = CSRF_ALLOWED_CHARS
_PLACES = {sign: place for place, sign in enumerate(_SIGNS)}
_FAIR = 256 - 256 % len(_SIGNS)
"""Bytes below this fall on every sign equally often; the others are thrown away."""


def form_token(request: HttpRequest) -> dict[str, Any]:
    """Give `csrf_token` to a template; nothing is done where no form asks for it."""
    return {"csrf_token": SimpleLazyObject(lambda: _token(request))}


def _token(request: HttpRequest) -> str:
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:  # a newcomer: Django makes his secret
        return str(get_token(request))
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(secret)


def masked(secret: str) -> str:
    """Return a token for a secret: a mask of chance, and the secret moved by it."""
    mask = _chance()
    signs = len(_SIGNS)
    moved = (_SIGNS[(_PLACES[sign] + by) % signs] for sign, by in zip(secret, mask, strict=True))
    return "".join(_SIGNS[by] for by in mask) + "".join(moved)


def _chance() -> list[int]:
    """Return a place among the signs for each sign of a secret, all equally likely."""
    found: list[int] = []
    while len(found) < CSRF_SECRET_LENGTH:
        found += [one % len(_SIGNS) for one in secrets.token_bytes(48) if one < _FAIR]
    return found[:CSRF_SECRET_LENGTH]
