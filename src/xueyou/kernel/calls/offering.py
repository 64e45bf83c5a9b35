"""What a call offers, kept in the process: the same for every family, asked for at every page.

Kept under the call's stamp (models.Offering), which is read anew with every application: so what
is shown is never older than what the database held when the request looked at its call. Whatever
is kept is shared by all threads: rows are tuples, options are looked at and never changed.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BigIntegerField, QuerySet

from xueyou.kernel.calls.models import Call, Offering
from xueyou.platform.db import prepared, remember

T = TypeVar("T")
MOST_KEPT = 4096
"""Answers kept, some three a call that is open: a city's schools each open calls of their own."""

_kept: dict[Hashable, tuple[int, Any]] = {}


@prepared(call=BigIntegerField())
def _stamp(call: Any) -> QuerySet[Any]:
    return Offering.objects.filter(call=call).values_list("stamp")


def stamp_of(call: Call) -> int | None:
    """Return the stamp that was read along with the call; None where none was, or there is none."""
    if not Call.offering.is_cached(call):
        return None
    found = Call.offering.related.get_cached_value(call)
    return found.stamp if isinstance(found, Offering) else None


def kept_for(call: Call, what: str, key: int, ask: Callable[[], T]) -> T:
    """Return what `ask` reads of the call, from the process where it holds it under this stamp.

    `what` and `key` say what is asked. Nothing is kept that was read inside a transaction, which
    sees what others do not, nor what changed while it was read.
    """
    stamp = stamp_of(call)
    if stamp is None:
        return ask()
    place = (connection.settings_dict["NAME"], call.uid, what, key)
    known = _kept.get(place)
    if known is not None and known[0] == stamp:
        found: T = known[1]
        return found
    answer = ask()
    if not connection.in_atomic_block and _stamp(call=call.pk) == [(stamp,)]:
        remember(_kept, place, (stamp, answer), most=MOST_KEPT)
    return answer
