"""Which function works off which kind of job, and which duties recur.

Filled while Django starts: every application may have a module `handlers` that registers its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from xueyou.platform.jobs.running import RunningJob

LONGEST_LEASE = 30
GAVE_UP = (
    "处理这件事的程序连续 {attempts} 次意外中断，已经停下，不再重试。"
    "原有数据没有改动，其他事项照常进行。"
    "请检查后重新提交；仍不行时，请把编号 {number} 告诉系统管理员。"
)

HandlerFunction = Callable[["RunningJob"], None]


class UndeclaredPayload(TypeError):
    """The payload given to `enqueue` is not the one its handler declares."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of job is worked off."""

    kind: str
    function: HandlerFunction
    max_attempts: int
    lease_seconds: int
    queue: str
    payload: Mapping[str, type]
    gave_up: str
    kept: bool = False

    @property
    def lease(self) -> timedelta:
        """How long a worker may be silent before another takes the job over."""
        ceiling = getattr(settings, "JOBS_LONGEST_LEASE_SECONDS", LONGEST_LEASE)
        return timedelta(seconds=min(self.lease_seconds, ceiling))

    def check(self, payload: Mapping[str, object]) -> None:
        """Raise UndeclaredPayload unless names and types are the declared ones."""
        if payload.keys() != self.payload.keys():
            raise UndeclaredPayload(
                f"{self.kind} declares {sorted(self.payload)}, was given {sorted(payload)}"
            )
        for name, kind in self.payload.items():
            if not isinstance(payload[name], kind):
                raise UndeclaredPayload(f"{self.kind}: {name} is not {kind.__name__}")


@dataclass(slots=True)
class Catalogue:
    """All handlers and duties of the process."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    duties: dict[str, timedelta] = field(default_factory=dict)

    def add(self, handler: Handler) -> None:
        """Register a handler; a kind has exactly one."""
        if handler.kind in self.handlers:
            raise ValueError(f"two handlers for {handler.kind}")
        if not 1 <= handler.lease_seconds <= LONGEST_LEASE:
            raise ValueError(f"{handler.kind}: a lease is 1 to {LONGEST_LEASE} seconds")
        self.handlers[handler.kind] = handler


CATALOGUE = Catalogue()


def job_handler(
    kind: str,
    *,
    payload: Mapping[str, type] | None = None,
    max_attempts: int = 3,
    lease_seconds: int = LONGEST_LEASE,
    queue: str = "default",
    gave_up: str = GAVE_UP,
    kept: bool = False,
) -> Callable[[HandlerFunction], HandlerFunction]:
    """Register the function that works off jobs of `kind`.

    Parameters
    ----------
    payload
        Field names and JSON types that `enqueue` must give, e.g. ``{"document": str}``.
    max_attempts
        How often it is started before it fails in words.
    lease_seconds
        1 to 30: silence after which another worker takes over.
    queue
        "default" for work that takes its time, "quick" for what must not wait behind it.
    gave_up
        Sentence for people when all attempts are used up; may name {attempts} and {number}.
    kept
        Whether its rows stay for good, because a room shows from them what became of a thing.
    """

    def register(function: HandlerFunction) -> HandlerFunction:
        CATALOGUE.add(
            Handler(
                kind, function, max_attempts, lease_seconds, queue, payload or {}, gave_up, kept
            )
        )
        return function

    return register


def every(
    name: str, *, minutes: int = 0, hours: int = 0
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a duty: a function without arguments that some worker calls every so often.

    However many workers there are, one firing is one job; the function must bear being repeated.
    """
    period = timedelta(minutes=minutes, hours=hours)
    if period < timedelta(minutes=1):
        raise ValueError(f"{name}: a duty recurs every minute at most")

    def register(function: Callable[[], None]) -> Callable[[], None]:
        def work(run: "RunningJob") -> None:
            function()

        CATALOGUE.add(Handler(f"duty.{name}", work, 3, LONGEST_LEASE, "quick", {}, GAVE_UP))
        CATALOGUE.duties[name] = period
        return function

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler of a kind; KeyError where nobody registered one."""
    return CATALOGUE.handlers[kind]
