"""The targets of a plan as rows of a progress workbook: whose, of which task, what came last."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xueyou.domains.plans.access.reach_in_plan import Reach
from xueyou.domains.plans.models import Duty, Plan, Task, TaskIndicator
from xueyou.domains.plans.services.judging import current_targets
from xueyou.engines.pace.figures import with_unit, written
from xueyou.formats.plan_words import COMPARATORS
from xueyou.formats.progress_workbook import Line
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import latest_values


@dataclass(frozen=True, slots=True)
class ProgressTarget:
    """A target with its task and what was last reported for it."""

    target: Target
    task: Task
    last: ValueRow | None

    @property
    def uid(self) -> str:
        """What stands in the workbook's column of identifiers."""
        return str(self.target.uid)

    def line(self) -> Line:
        """Return the row of the workbook that goes out."""
        target, indicator = self.target, self.target.indicator
        return Line(
            {
                "id": self.uid,
                "task": f"{self.task.number} {self.task.title}",
                "unit_of": target.subject.short_name or target.subject.name,
                "name": indicator.name,
                "target": promised(target),
                "period": target.period,
                "unit": indicator.unit,
                "last": None if self.last is None else in_unit(self.last.value, indicator.scale),
                "last_on": None if self.last is None else self.last.as_of,
            }
        )


def promised(target: Target) -> str:
    """Say a target in words: 不低于 4,200 个."""
    indicator = target.indicator
    number = written(Fraction(target.value, 10**indicator.scale), indicator.scale)
    word = COMPARATORS.get(target.comparator, target.comparator)
    return f"{word} {with_unit(number, indicator.unit)}"


def in_unit(value: int, scale: int) -> Decimal:
    """Return a stored integer as an exact decimal without zeros at its end."""
    number = Decimal(value).scaleb(-scale)
    return (
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    )


def progress_targets(
    plan: Plan, reach: Reach, *, unit: str = "", with_last: bool = True
) -> list[ProgressTarget]:
    """Return the targets of the plan that `reach` covers, in the order of tasks; flat queries.

    `unit`: only those of tasks that this unit leads, or whose figures are this organisation's
    (by the unit's printed name, or the organisation's code). What came last is only read
    `with_last`: it takes the whole history of the figures.
    """
    tasks = {task.pk: task for task in plan.tasks.filter(pk__in=reach.tasks)}
    led = _led_by(tasks, unit) if unit else set(tasks)
    links = TaskIndicator.objects.filter(task__in=tasks).order_by("task__number", "ordinal", "pk")
    order = list(links.values_list("indicator_id", "task_id"))
    by_indicator: dict[int, list[Target]] = {}
    for target in current_targets([indicator for indicator, _ in order]):
        by_indicator.setdefault(target.indicator_id, []).append(target)
    wanted = [
        (target, tasks[task])
        for indicator, task in order
        for target in by_indicator.get(indicator, ())
        if reach.covers(task, target.subject.path) and (task in led or unit == target.subject.code)
    ]
    latest = latest_values([target for target, _ in wanted]) if with_last else {}
    return [
        ProgressTarget(target, task, latest.get(target.pk, {}).get(Basis.REPORTED))
        for target, task in wanted
    ]


def _led_by(tasks: dict[int, Task], unit: str) -> set[int]:
    duties = Duty.objects.standing().filter(task__in=tasks, role="lead", unit_name=unit)
    return set(duties.values_list("task_id", flat=True))


def lead_units(tasks: Sequence[int]) -> list[str]:
    """Return the printed names of the units that lead these tasks, each once."""
    duties = Duty.objects.standing().filter(task__in=tasks, role="lead", valid_to=None)
    return sorted(set(duties.values_list("unit_name", flat=True)))
