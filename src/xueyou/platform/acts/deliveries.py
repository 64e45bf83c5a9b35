"""Acts as events: after the commit each handler of a verb gets the act, at least once.

A handler is called outside any transaction and may be called again for the same act: it opens
its own act with a key made from `act.uid`. Whoever runs jobs registers a dispatcher, which is
told of every delivery after its commit, and calls `due_deliveries` from time to time for those
whose dispatch was lost.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from xueyou.platform.acts.models import Act, Delivery
from xueyou.platform.time import wall_now

Handler = Callable[[Act], None]
LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8

_log = logging.getLogger(__name__)
_handlers: dict[str, dict[str, Handler]] = {}
_dispatcher: list[Callable[[int], None]] = []


def on_act(verb: str, *, name: str = "") -> Callable[[Handler], Handler]:
    """Register a handler for the acts of a verb; its name never changes (Delivery row)."""

    def register(handler: Handler) -> Handler:
        chosen = name or f"{handler.__module__.removeprefix('xueyou.')}.{handler.__qualname__}"
        known = _handlers.setdefault(verb, {}).setdefault(chosen, handler)
        if known is not handler:
            raise ValueError(f"two handlers of {verb} are called {chosen}")
        return handler

    return register


def set_dispatcher(dispatch: Callable[[int], None] | None) -> None:
    """Name who is told the id of each new delivery after its commit (None: nobody)."""
    _dispatcher[:] = [dispatch] if dispatch else []


def write_deliveries(act: Act) -> None:
    """Write one row a handler in the act's transaction and tell the dispatcher after it."""
    for name in sorted(_handlers.get(act.verb, {})):
        delivery = Delivery.objects.create(act=act, handler=name, due_at=act.at)
        for dispatch in _dispatcher:
            transaction.on_commit(partial(dispatch, delivery.pk))


def due_deliveries(now: datetime, limit: int = 500) -> list[int]:
    """Return the ids of deliveries that wait and are due, oldest first."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__lte=now)
    return list(waiting.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def deliver(delivery_id: int) -> bool:
    """Hand one act to its handler; return whether this call delivered it.

    A delivery that another process holds, or that is done, is left alone. A handler that raises
    is tried again later, up to MAX_ATTEMPTS times; then the delivery is marked failed.
    """
    now = wall_now()
    waiting = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING)
    claimed = waiting.filter(due_at__lte=now).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return False
    delivery = Delivery.objects.select_related("act").get(pk=delivery_id)
    try:
        _handlers[delivery.act.verb][delivery.handler](delivery.act)
    except Exception:
        _log.exception("delivery %s to %s failed", delivery_id, delivery.handler)
        _put_off(delivery, now)
        return False
    waiting.update(state=Delivery.State.DONE, done_at=wall_now())
    return True


def _put_off(delivery: Delivery, now: datetime) -> None:
    held = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    if delivery.attempts >= MAX_ATTEMPTS:
        held.update(state=Delivery.State.FAILED)
    else:
        held.update(due_at=now + timedelta(seconds=2**delivery.attempts))
