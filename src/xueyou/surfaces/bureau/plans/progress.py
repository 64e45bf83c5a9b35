"""Owns what the progress page says: how far, at which step, in which words, when to ask again."""

from dataclasses import dataclass

from xueyou.domains.plans.selectors.views import DocumentRow, DocumentView
from xueyou.platform.jobs.api import JobView
from xueyou.platform.time import wall_now
from xueyou.surfaces.shell.keys import new_key

EARLY_MS, LATER_MS, EARLY_SECONDS = 150, 500, 20
"""Most readings take seconds: ask often at first, twice a second after that."""

WAITING = "轮到就读，先交后交，读出来的一样。"
"""Not how many are ahead: their number would tell of other organisations' documents."""

TITLES = {
    "waiting": "排着队，马上就读",
    "reading": "正在读",
    "read": "读完了",
    "failed": "没有读成",
    "cancelled": "已经停了",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the track; `state` is past, now or next."""

    name: str
    state: str
    says: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The moving part of the page."""

    state: str
    title: str
    says: str
    percent: int
    final: bool
    cancellable: bool
    wait_ms: int
    steps: tuple[Step, ...]
    key: str


def progress_of(document: DocumentRow | DocumentView, job: JobView, said: str) -> Progress:
    """Return what to show of a reading that is under way, failed, stopped or done."""
    state = document.state
    final = state in ("read", "failed", "cancelled")
    age = (wall_now() - job.created_at).total_seconds()
    return Progress(
        state=state,
        title=TITLES[state],
        says=said or WAITING,
        percent=100 if state == "read" else job.percent or 0,
        final=final,
        cancellable=job.cancellable and not final,
        wait_ms=EARLY_MS if age < EARLY_SECONDS else LATER_MS,
        steps=_steps(state),
        key=new_key(),
    )


def _steps(state: str) -> tuple[Step, ...]:
    reached = {"waiting": 1, "reading": 1, "failed": 1, "cancelled": 1, "read": 3}[state]
    words = {
        "waiting": "排队",
        "reading": "进行中",
        "failed": "没成",
        "cancelled": "停了",
        "read": "",
    }
    names = ("收下", "读", "看结果")
    return tuple(
        Step(
            name,
            "past" if place < reached else "now" if place == reached else "next",
            words[state] if place == reached else "已收下" if place == 0 else "",
        )
        for place, name in enumerate(names)
    )
