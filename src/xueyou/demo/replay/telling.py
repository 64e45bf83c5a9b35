"""How a story of the city is told: each verb at its moment, and what it asks of a worker with it.

A job is worked off here and now under the moment's business clock: results that were published in
July are published in July, whoever's worker is at home this morning.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from xueyou.demo.replay.stage import Event
from xueyou.platform.acts.models import Receipt
from xueyou.platform.jobs.api import queued_aside, work_off
from xueyou.platform.time import frozen_business

QUEUE = "demo"
Say = Callable[[int, int, str], None]


def tell(events: Sequence[Event], *, seconds: float, say: Say) -> bool:
    """Let happen what has not happened yet; return whether the end was reached.

    Stops after `seconds`, or where what the next event needs is not there yet. What happened last
    happens once more after an interruption: each verb answers a repeat as it did the first time.
    """
    begins = time.monotonic()
    for number, event in _left(events):
        if time.monotonic() - begins > seconds or not event.ready():
            return False
        say(number, len(events), f"{event.at:%Y年%-m月}：{event.said}")
        happen(event)
    return True


def happen(event: Event) -> None:
    """Call the verb at its moment, and work off what it asks for."""
    with frozen_business(event.at), queued_aside(QUEUE):
        event.happen()
        work_off(QUEUE)


def _left(events: Sequence[Event]) -> Iterator[tuple[int, Event]]:
    done = set(Receipt.objects.filter(key__startswith="demo-").values_list("key", flat=True))
    last = max((place for place, event in enumerate(events) if event.key in done), default=0)
    yield from list(enumerate(events))[last:]
