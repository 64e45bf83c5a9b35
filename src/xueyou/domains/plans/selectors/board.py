"""The board: which plans there are, how they stand, and what of one wants doing first.

The same number of queries whatever the number of plans, tasks, counties and lights.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from xueyou.domains.plans.access.reach import figures_seen, steers
from xueyou.domains.plans.access.steering import READ_PLAN, READ_PROJECT, READ_TASK, REPORT_TASK
from xueyou.domains.plans.models import Light, Milestone, TaskIndicator
from xueyou.domains.plans.selectors.board_views import (
    Choice,
    Filters,
    PlanBoard,
    PlanLine,
    PlanRow,
    ProjectCell,
    ProjectRow,
    TaskCell,
    TaskRow,
)
from xueyou.domains.plans.selectors.duties import Duties
from xueyou.domains.plans.selectors.lights import (
    ORDER,
    UNJUDGED,
    Counts,
    Eyes,
    LightView,
    by_thing,
    chosen,
    counted,
    eyes_of,
    hung_or_current,
    spoken,
)
from xueyou.engines.pace import LIGHTS, WORDS
from xueyou.kernel.indicators.models import Target
from xueyou.kernel.registry.models import PostHolding
from xueyou.platform.access.holdings import holdings_of
from xueyou.platform.access.reading import Page, read, scope
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import business_today


def plans(actor: Actor, page: int | str | None = 1) -> Page[PlanLine]:
    """Return a page of the confirmed plans that the actor may see, the newest year first.

    Counted are the lights that he sees: his own at once, others as they hang on the wall.
    """
    confirmed = read(actor, READ_PLAN, PlanRow).exclude(state="review")
    found = confirmed.order_by("-year", "title").page(page)
    counts = _counts(actor, found.rows)
    today = business_today()
    rows = tuple(
        PlanLine(plan, counts.get(plan.id, Counts()), passed(plan.starts_on, plan.ends_on, today))
        for plan in found.rows
    )
    return Page(rows, found.number, found.size, found.total)


def plan_board(
    actor: Actor,
    plan_uid: UUID | str,
    *,
    organisation: str = "",
    theme: str = "",
    light: str = "",
    mine: bool = False,
) -> PlanBoard:
    """Return a plan's board, narrowed as asked. Raises NotFound.

    `organisation` is the uid of a department (its duties) or of a county (its own lights).
    """
    plan = read(actor, READ_PLAN, PlanRow).get(plan_uid)
    board = _Board(actor, plan, organisation)
    cells = board.tasks()
    shown = [
        cell
        for cell in cells
        if (not theme or cell.theme == theme)
        and (not light or cell.light.light == light)
        and (not mine or cell.mine)
    ]
    return PlanBoard(
        plan=plan,
        counts=counted(cell.light.light for cell in cells),
        project_counts=counted(cell.light.light for cell in board.projects()),
        passed=passed(plan.starts_on, plan.ends_on, board.today),
        themes=_by_theme(cells),
        tasks=tuple(sorted(shown, key=_urgency)),
        projects=tuple(
            sorted(board.projects(), key=lambda cell: (*cell.light.urgency, cell.number))
        ),
        filters=board.filters(cells),
        county=board.county.display_name if board.county else "",
        owned=board.eyes.everything,
    )


def passed(starts_on: date, ends_on: date, today: date) -> int:
    """Return the share of a half-open span that is over today, in tenths of a per cent, rounded."""
    whole = (ends_on - starts_on).days
    return max(0, min(1000, (2000 * ((today - starts_on).days + 1) + whole) // (2 * whole)))


def _urgency(cell: TaskCell) -> tuple[int, int, int]:
    late = max(cell.light.days_late, 0 if cell.done else -cell.days_left)
    return LIGHTS.index(cell.light.light), -late, cell.number


def _by_theme(cells: Iterable[TaskCell]) -> tuple[tuple[str, tuple[TaskCell, ...]], ...]:
    found: dict[str, list[TaskCell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.number):
        found.setdefault(cell.theme or "其他", []).append(cell)
    return tuple((name, tuple(cells)) for name, cells in found.items())


def _counts(actor: Actor, rows: Iterable[PlanRow]) -> dict[int, Counts]:
    """Count the task lights of several plans; two queries."""
    plans = list(rows)
    owned = [plan.id for plan in plans if steers(actor, plan.path)]
    others = [plan.id for plan in plans if plan.id not in owned]
    owed = list(
        scope(actor, REPORT_TASK).filter(plan__in=others).values_list("uid", flat=True)
        if others
        else ()
    )
    seen = Q(plan__in=owned, current=True)
    seen |= Q(plan__in=others, current=True, about_uid__in=owed)
    seen |= Q(plan__in=others, on_wall=True) & ~Q(about_uid__in=owed)
    found: dict[int, dict[str, int]] = {}
    lights = Light.objects.filter(seen, about_kind="task", organisation=F("plan__organisation"))
    for plan_id, light, number in lights.values_list("plan", "light").annotate(Count("pk")):
        found.setdefault(plan_id, {})[light] = number
    return {plan_id: Counts(**counts) for plan_id, counts in found.items()}


class _Board:
    """Everything of one plan's board, fetched once."""

    def __init__(self, actor: Actor, plan: PlanRow, organisation: str) -> None:
        self._actor, self._plan = actor, plan
        self.today = business_today()
        self.eyes: Eyes = eyes_of(actor, plan.id, plan.path)
        in_plan = Q(plan=plan.id) & ~Q(state="dropped")
        tasks = read(actor, READ_TASK, TaskRow).restrict(in_plan)
        self._tasks = list(tasks.order_by("number"))
        projects = read(actor, READ_PROJECT, ProjectRow).restrict(in_plan)
        self._projects = list(projects.order_by("number"))
        self._below = figures_seen(actor, plan.path)
        ids = [task.id for task in self._tasks]
        self._duties = Duties("task", ids, self.today, below=self._below)
        self._project_duties = Duties("project", [row.id for row in self._projects], self.today)
        self._counties = self._counties_seen()
        self.county = next((c for c in self._counties if str(c.uid) == organisation), None)
        self._department = "" if self.county else organisation
        self._lights = by_thing(self._light_rows())
        self._targets = self._targets_by_task()
        self._posts = self._posts_held()
        self._project_cells: list[ProjectCell] | None = None

    def tasks(self) -> list[TaskCell]:
        """Return the cells of the tasks that the department or county asked for has part in."""
        path = self._department_path()
        mine = self._duties.owed_under(self._own_path(), self._posts)
        wanted = self._duties.owed_under(path, ()) if path else None
        return [
            self._cell(task, task.id in mine)
            for task in self._tasks
            if (wanted is None or task.id in wanted)
            and (self.county is None or task.id in self._targets)
        ]

    def projects(self) -> list[ProjectCell]:
        """Return the cells of the projects; of a county asked for, its own."""
        if self._project_cells is None:
            self._project_cells = self._cells_of_projects()
        return self._project_cells

    def filters(self, cells: list[TaskCell]) -> Filters:
        """Return what the board can be narrowed by, with counts."""
        departments: dict[str, tuple[str, set[int]]] = {}
        for row in self._duties.rows:
            place = row.organisation
            if place is not None and place.kind != OrganisationKind.COUNTY and row.role == "lead":
                departments.setdefault(str(place.uid), (place.display_name, set()))[1].add(
                    row.task_id
                )
        lights = counted(cell.light.light for cell in cells)
        return Filters(
            departments=tuple(
                Choice(uid, name, len(ids)) for uid, (name, ids) in departments.items()
            ),
            counties=tuple(
                Choice(str(county.uid), county.display_name, 0) for county in self._counties
            ),
            themes=tuple(Choice(name, name, len(found)) for name, found in _by_theme(cells)),
            lights=tuple(Choice(each, WORDS[each], getattr(lights, each)) for each in ORDER),
            mine=sum(cell.mine for cell in cells),
        )

    def _cell(self, task: TaskRow, mine: bool) -> TaskCell:
        duties = self._duties.of(task.id)
        parts = self._parts(task)
        light = self._light(task, parts)
        return TaskCell(
            uid=task.uid,
            number=task.number,
            title=task.title,
            theme=task.theme,
            due_on=task.due_on,
            light=light,
            says=light.sentence if self.county else spoken(light, parts),
            lead=self._duties.lead(task.id),
            supporters=sum(duty.role != "lead" for duty in duties),
            mine=mine,
            days_left=(task.due_on - self.today).days,
            done=task.state == "done",
        )

    def _parts(self, task: TaskRow) -> list[tuple[str, LightView]]:
        """Return the lights of a task's indicators, of the county asked for or the plan's own."""
        whose = self._plan.organisation_id if self.county is None else self.county.pk
        at_once = self.eyes.at_once(task.uid)
        return [
            (name, chosen(self._lights.get((uid, whose), ()), at_once))
            for uid, name in self._targets.get(task.id, ())
        ]

    def _light(self, task: TaskRow, parts: list[tuple[str, LightView]]) -> LightView:
        if self.county is not None:
            return min((part for _, part in parts), key=lambda p: p.urgency, default=UNJUDGED)
        own = self._lights.get((task.uid, self._plan.organisation_id), ())
        return chosen(own, self.eyes.at_once(task.uid))

    def _cells_of_projects(self) -> list[ProjectCell]:
        rows = [
            row
            for row in self._projects
            if self.county is None or row.organisation == self.county.name
        ]
        steps: dict[int, list[date | None]] = {}
        for project_id, done_on in Milestone.objects.filter(
            project__in=[row.id for row in rows], dropped_on=None
        ).values_list("project", "done_on"):
            steps.setdefault(project_id, []).append(done_on)
        mine = self._project_duties.owed_under(self._own_path(), self._posts)
        return [
            ProjectCell(
                uid=row.uid,
                number=row.number,
                title=row.title,
                place=row.organisation_short or row.organisation,
                light=chosen(
                    self._lights.get((row.uid, self._plan.organisation_id), ()),
                    self.eyes.at_once(row.uid),
                ),
                due_on=row.due_on,
                revised_on=row.revised_on,
                steps_done=sum(done is not None for done in steps.get(row.id, ())),
                steps=len(steps.get(row.id, ())),
                mine=row.id in mine,
            )
            for row in rows
        ]

    def _light_rows(self) -> Iterable[Light]:
        whose = [self._plan.organisation_id] + ([self.county.pk] if self.county else [])
        return Light.objects.filter(hung_or_current(), plan=self._plan.id, organisation__in=whose)

    def _counties_seen(self) -> list[Organisation]:
        """Return the counties whose lights the actor may pick: all of the house, or his own."""
        rows = Organisation.objects.filter(
            path__startswith=self._plan.path if self._below is None else self._below,
            kind=OrganisationKind.COUNTY,
            closed_on=None,
        ).exclude(pk=self._plan.organisation_id)
        return list(rows.order_by("path"))

    def _targets_by_task(self) -> dict[int, list[tuple[UUID, str]]]:
        """Return targets by task, of the county asked for or the plan's own: uid and name."""
        whose = self._plan.organisation_id if self.county is None else self.county.pk
        tasks_of = dict(
            TaskIndicator.objects.filter(task__in=[task.id for task in self._tasks]).values_list(
                "indicator", "task"
            )
        )
        found: dict[int, list[tuple[UUID, str]]] = {}
        rows = Target.objects.current().filter(indicator__in=tasks_of, subject=whose)
        for indicator_id, uid, name in rows.order_by("pk").values_list(
            "indicator", "uid", "indicator__name"
        ):
            found.setdefault(tasks_of[indicator_id], []).append((uid, name))
        return found

    def _department_path(self) -> str:
        if not self._department:
            return ""
        for row in self._duties.rows:
            if row.organisation is not None and str(row.organisation.uid) == self._department:
                path: str = row.organisation.path
                return path
        return "none"

    def _own_path(self) -> str:
        """Return the path whose duties are the actor's own: a department's or a county's."""
        for held in holdings_of(self._actor):
            if held.path != self._plan.path and held.path.startswith(self._plan.path):
                return held.path
        return ""

    def _posts_held(self) -> set[int]:
        if not isinstance(self._actor.user, User):
            return set()
        rows = PostHolding.objects.standing().on(self.today).filter(user=self._actor.user)
        return set(rows.values_list("post_id", flat=True))
