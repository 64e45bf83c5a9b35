"""A family hands in while the process that serves it is killed; what must be so afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

from tests.kernel.calls.world import World, child_of, parent
from tests.kill.mortals import Arm, Mortal, after, after_commit, before, before_commit
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import Application, Choice
from xueyou.kernel.calls.services import submitting
from xueyou.kernel.registry.models import Person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress

LOCKED, ROWS, COMMITTING = "after lock", "between row groups", "before COMMIT"
COMMITTED, FOLLOWED, HALF = "after COMMIT", "after on_commit", "half the answer sent"
POINTS = (LOCKED, ROWS, COMMITTING, COMMITTED, FOLLOWED, HALF)
COUNTS = frozenset({COMMITTED, FOLLOWED, HALF})
"""Points at which the application is handed in already, though nobody has heard it."""

FIRST, TWICE, GUARDIANS = "first submit", "double submit", "two guardians"
SCENES = (FIRST, TWICE, GUARDIANS)


@dataclass
class Family:
    """A child with two guardians, and what was filled in for it."""

    guardians: Sequence[SignedIn]
    child: Person
    draft: Application
    answers: dict[str, str]
    wishes: list[str]
    batch: str = "公办"
    heard: list[str] = field(default_factory=list)

    def press(self, number: int = 0) -> str:
        """Hand in as one of the guardians, with the code that the page carries."""
        found = submitting.submit(
            actor=self.guardians[number],
            application_uid=self.draft.uid,
            key=str(self.draft.draft_key),
        )
        return found.receipt_no

    def row(self) -> Application:
        """Return the application as it stands."""
        return Application.objects.get(uid=self.draft.uid)

    def acts(self) -> int:
        """Return how often it was handed in, as the log says."""
        verb = "calls.application.submit"
        return Act.objects.filter(verb=verb, subject_uid=self.draft.uid).count()


def family(world: World) -> Family:
    """Let a family fill in an application of its own, told from every other by what it says."""
    guardians = [parent("林母"), parent("林父")]
    child = child_of(*guardians)
    answers = {"zone": "东", "note": f"住址备注{uuid4().hex}"}
    codes = ["S2", "S1"]
    draft = world.filled(guardians[0], child, answers, **{Family.batch: codes})
    return Family(guardians, child, draft, answers, codes)


def armed(point: str) -> tuple[Arm | None, bool]:
    """Return how a process is made to die at a point, and whether half its answer goes out."""
    arms: dict[str, Arm | None] = {
        LOCKED: after(ActInProgress, "lock"),
        ROWS: before(submitting, "write_wishes"),
        COMMITTING: before_commit,
        COMMITTED: after_commit,
        FOLLOWED: after(submitting, "submit"),
        HALF: None,
    }
    return arms[point], point == HALF


def kill_while_handing_in(one: Family, point: str, scene: str) -> None:
    """Press, kill what serves the press at the point, and press again as people do.

    The second press of a double submit, or of the other guardian, is under way while the first
    process still stands at its point, holding whatever it holds there.
    """
    second = 1 if scene == GUARDIANS else 0
    arm, half = armed(point)
    doomed = Mortal(one.press, arm, half_said=half).at_point()
    beside = None if scene == FIRST else Mortal(partial(one.press, second)).started()
    doomed.die()
    assert doomed.heard() is None
    if beside is not None:
        said = beside.heard()
        assert said is not None
        one.heard.append(said)
    else:
        assert one.acts() == (point in COUNTS), "committed, or not, at the wrong point"
    for number in (0, second, 0):
        one.heard.append(one.press(number))


def faults_of(one: Family) -> list[str]:
    """Return what is lost, doubled or mixed; empty is well."""
    checks: dict[str, Callable[[], bool]] = {
        "lost: no receipt was heard": lambda: bool(one.heard),
        "doubled: two receipts of one key": lambda: len(set(one.heard)) <= 1,
        "lost: another receipt is stored": lambda: set(one.heard) <= {one.row().receipt_no},
        "doubled: acts": lambda: one.acts() == 1,
        "doubled: applications of the child": lambda: _live(one) == 1,
        "mixed: other answers are stored": lambda: answers_of(one.row()) == one.answers,
        "mixed: other wishes are stored": lambda: _wishes(one) == one.wishes,
    }
    return [name for name, holds in checks.items() if not holds()]


def _live(one: Family) -> int:
    live = Application.objects.filter(person=one.child, withdrawn_at=None)
    return live.exclude(state="contested").count()


def _wishes(one: Family) -> list[str]:
    rows = Choice.objects.filter(application__uid=one.draft.uid, batch=one.batch).order_by("rank")
    return list(rows.values_list("option__code", flat=True))
