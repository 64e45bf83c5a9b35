"""The whole history of 临澄市 in the order in which it happened."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from xueyou.demo.replay.building import projects
from xueyou.demo.replay.checkpoints import checkpoints
from xueyou.demo.replay.forces import force
from xueyou.demo.replay.last_year import last_year, long_plan
from xueyou.demo.replay.papers import circular, release, sheet
from xueyou.demo.replay.reporting import figures
from xueyou.demo.replay.reviewing import review
from xueyou.demo.replay.stage import Event, Steered
from xueyou.demo.replay.steering import preparations, settings
from xueyou.demo.replay.writing import notes
from xueyou.platform.acts.models import Receipt

WORK_POINTS = "临澄市教育局2026年教育工作要点"


def events(routine_from: date = date.min) -> list[Event]:
    """Return everything that happened, by its moment; what one moment holds keeps its order.

    `routine_from` leaves out earlier reports, looks at lights and packets: the same city today,
    with less to look back on.
    """
    kept = (each for each in _all() if not each.routine or each.at.date() >= routine_from)
    return sorted(kept, key=lambda event: event.at)


def outstanding(routine_from: date = date.min) -> list[Event]:
    """Return what has not happened yet: a replay that was interrupted goes on after the last."""
    everything = events(routine_from)
    done = set(Receipt.objects.filter(key__startswith="demo-").values_list("key", flat=True))
    places = [place for place, event in enumerate(everything, 1) if event.key in done]
    return everything[max(places, default=0) :]


def _all() -> Iterator[Event]:
    steered = Steered(WORK_POINTS)
    return chain(
        last_year(),
        preparations(),
        review(steered, WORK_POINTS),
        settings(steered),
        projects(steered),
        figures(steered),
        notes(steered),
        force(steered),
        sheet(steered),
        release(steered),
        checkpoints(steered),
        circular(steered),
        long_plan(),
    )
