"""Sessions: which ones have passed the second factor, which are demonstrations, which sat idle."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.conf import settings
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from xueyou.platform.accounts.models import User
from xueyou.platform.time import wall_now

PASSED = "second_factor_of"
DEMO = "demo_sign_in_of"
SEEN = "seen_at"
SEEN_STEP = 60
"""Seconds between two notes of activity: not every request needs to write the session."""


def passed_second_factor(request: HttpRequest, user: User) -> bool:
    """Return whether this session may enter: second factor given, or a demonstration sign-in."""
    if not user.staff:
        return True
    session = request.session
    return bool(session.get(PASSED) == user.pk or (demo_allowed() and session.get(DEMO) == user.pk))


def demo_allowed() -> bool:
    """Return whether this deployment knows demonstration sign-ins at all. Production never does."""
    return bool(settings.XUEYOU_ENV in {"demo", "test"})


def has_authenticator(user: User) -> bool:
    """Return whether the person has set up an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def idle_too_long(request: HttpRequest) -> bool:
    """Return whether the session was unused for longer than allowed; else note that it is used."""
    now = int(wall_now().timestamp())
    seen = request.session.get(SEEN)
    if isinstance(seen, int) and now - seen > settings.XUEYOU_IDLE_SECONDS:
        return True
    if not isinstance(seen, int) or now - seen >= SEEN_STEP:
        request.session[SEEN] = now
    return False


@receiver([authenticator_added, authenticator_used])
def note_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note in the session that its holder has proved the second factor."""
    request.session[PASSED] = user.pk


@receiver(authenticator_removed)
def forget_second_factor(request: HttpRequest, **kwargs: Any) -> None:
    """A removed authenticator proves nothing any more: the next page asks to set one up."""
    request.session.pop(PASSED, None)


user_logged_in.disconnect(dispatch_uid="update_last_login")


@receiver(user_logged_in)
def note_sign_in(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin to count how long the session sits idle.

    When staff came in last is kept, because it ends links that were mailed before. When a family
    did is nobody's concern.
    """
    if user.staff:
        update_last_login(sender, user)
    request.session[SEEN] = int(wall_now().timestamp())
