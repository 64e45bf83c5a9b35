"""How far somebody's hand reaches within a whole plan, in a fixed number of queries.

The same rule as `reach`, for lists: what may be reported on, all of a task or a county's part.
"""

from dataclasses import dataclass, field

from xueyou.domains.plans.access.reach import house_of
from xueyou.domains.plans.access.steering import REPORT_TASK, TASKS
from xueyou.domains.plans.models import Plan, Task
from xueyou.platform.access.holdings import Held, grants_of
from xueyou.platform.acts.actors import Actor


@dataclass(slots=True)
class Reach:
    """The tasks of a plan (by key) on which somebody may report: wholly, or below a path."""

    whole: set[int] = field(default_factory=set)
    parts: list[tuple[str, set[int]]] = field(default_factory=list)

    def covers(self, task_id: int, subject_path: str) -> bool:
        """Say whether a subject's figures of a task may be reported."""
        return task_id in self.whole or any(
            task_id in tasks and house and subject_path.startswith(house)
            for house, tasks in self.parts
        )

    @property
    def tasks(self) -> set[int]:
        """Every task that is reached at all."""
        return self.whole.union(*(tasks for _, tasks in self.parts))


def reach_in(actor: Actor, plan: Plan) -> Reach:
    """Return how far the actor may report within a plan."""
    reach = Reach()
    for held, grant in grants_of(actor, REPORT_TASK):
        if grant.anchor is None:
            continue
        house = house_of(held.path)
        own = grant.anchor != "duty" or house == plan.organisation.path
        reach.whole |= _tasks(plan, held, grant.anchor if own else "lead")
        if not own:
            reach.parts.append((house, _tasks(plan, held, grant.anchor)))
    return reach


def _tasks(plan: Plan, held: Held, anchor: str) -> set[int]:
    rows = Task.objects.filter(TASKS.condition(anchor, held), plan=plan).exclude(state="dropped")
    return set(rows.values_list("pk", flat=True))
