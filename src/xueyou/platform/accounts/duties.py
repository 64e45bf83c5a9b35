"""What accounts do by themselves: forgetting attempts and sessions whose time is over."""

from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from xueyou.platform.accounts.codes import WINDOW
from xueyou.platform.accounts.models import SignInCode
from xueyou.platform.jobs.registry import every
from xueyou.platform.time import wall_now


@every("accounts.forget_attempts", minutes=10)
def forget_attempts() -> None:
    """Delete counted attempts and used codes that count no more.

    The cache itself would delete only once it is full, and then also what still counts: a flood
    of attempts would make it forget that a code was used.
    """
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(wall_now())
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608


@every("accounts.forget_sessions", hours=24)
def forget_sessions() -> None:
    """Delete sessions that have ended; nobody can come back with them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@every("accounts.forget_codes", minutes=30)
def forget_codes() -> None:
    """Delete one-time codes that neither open anything nor count any more."""
    SignInCode.objects.filter(made_at__lt=wall_now() - 2 * WINDOW).delete()
