"""The jobs that fill the demonstration city's rooms while its front page is already up."""

import time
from datetime import date, datetime, timedelta
from typing import Any

from xueyou.demo.replay.history import events, outstanding
from xueyou.demo.replay.telling import tell
from xueyou.demo.stories import STORIES
from xueyou.demo.world import HANDED_IN, SHOWN_NAMES, hand_in
from xueyou.domains.plans.models import Reading
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import RunningJob, enqueue, job_handler
from xueyou.platform.time import wall_now

FILL = "demo.fill"
REPLAY = "demo.replay"
STORY = "demo.story"
PART_SECONDS = 8
"""A part of the replay takes no longer, so that a guest's own document is read in between."""
LOOK_AGAIN = timedelta(seconds=2)


@job_handler(FILL)
def fill_rooms(run: RunningJob) -> None:
    """Hand in the city's documents one by one; each is then read by a job of its own."""
    for done, (login_name, file_name, at) in enumerate(HANDED_IN):
        run.progress(done, len(HANDED_IN), f"正在布置演示城市：{SHOWN_NAMES[file_name]}")
        hand_in(login_name, file_name, at)
    with run.finish({"documents": len(HANDED_IN)}):
        enqueue(REPLAY, whole_history(), actor=SYSTEM, dedupe_key=REPLAY)


@job_handler(REPLAY, payload={"routine_from": str, "part": int})
def replay(run: RunningJob) -> None:
    """Replay the city's history from where it stands, one part a job."""
    if not _all_are_read():
        return _go_on(run, wall_now() + LOOK_AGAIN)
    routine_from = date.fromisoformat(run.payload["routine_from"])
    total, left = len(events(routine_from)), outstanding(routine_from)
    begins = time.monotonic()
    for number, event in enumerate(left):
        if time.monotonic() - begins > PART_SECONDS or not event.ready():
            return _go_on(run)
        run.progress(total - len(left) + number, total, f"{event.at:%Y年%-m月}：{event.said}")
        event.happen()


@job_handler(STORY, payload={"story": str, "part": int})
def tell_story(run: RunningJob) -> None:
    """Tell a story of families and schools from where it stands, one part a job; then the next."""
    name, part = str(run.payload["story"]), int(run.payload["part"])
    ended = tell(STORIES[name].events(), seconds=PART_SECONDS, say=run.progress)
    rest = list(STORIES)[list(STORIES).index(name) + 1 :]
    with run.finish({"part": part, "ended": ended}):
        if not ended:
            run_at = wall_now() + LOOK_AGAIN
            begin_story(name, part + 1, run_at=run_at)
        elif rest:
            begin_story(rest[0])


def begin_story(name: str, part: int = 0, *, run_at: datetime | None = None) -> None:
    """Put a part of a story into the queue, inside the caller's transaction."""
    payload = {"story": name, "part": part}
    key = f"{STORY} {name} {part}"
    enqueue(STORY, payload, actor=SYSTEM, dedupe_key=key, priority=1, run_at=run_at)


def whole_history() -> dict[str, Any]:
    """Return the payload of a replay that leaves nothing out."""
    return {"routine_from": date.min.isoformat(), "part": 0}


def _all_are_read() -> bool:
    names = set(SHOWN_NAMES.values())
    read = Reading.objects.filter(document__file_name__in=names)
    return read.values("document_id").distinct().count() == len(names)


def _go_on(run: RunningJob, run_at: datetime | None = None) -> None:
    """End this part and put the next into the queue."""
    part = int(run.payload["part"]) + 1
    with run.finish({"part": part}):
        enqueue(
            REPLAY,
            {**run.payload, "part": part},
            actor=SYSTEM,
            dedupe_key=f"{REPLAY} {part}",
            run_at=run_at,
        )
