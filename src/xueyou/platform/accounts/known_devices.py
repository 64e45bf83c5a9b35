"""Devices on which somebody has signed in: a signed cookie, so a stranger cannot lock him out.

Method: OWASP "device cookies". The cookie lets nobody in; it only chooses which counter of failed
attempts applies.
"""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "xueyou_device"
SALT = "xueyou.accounts.known-device"
LASTS = 90 * 24 * 3600


def device_of(request: HttpRequest, login_name: str) -> str:
    """Return this device's own token if `login_name` has signed in on it before, else ""."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return ""
    if not isinstance(known, dict):
        return ""
    return str(known.get(login_name.strip().lower(), ""))


def remember(request: HttpRequest, response: HttpResponse, login_name: str) -> None:
    """Set the cookie of a device on which `login_name` has just signed in (the last one counts)."""
    token = device_of(request, login_name) or secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        signing.dumps({login_name: token}, salt=SALT),
        max_age=LASTS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path="/account/",
    )
