"""The wall of a plan: what everybody who may see the plan sees hanging there.

Everything rests on lights that hang on the wall, figures included: a value reported this morning
may have turned a light that only its owner sees yet, so the wall shows neither.
"""

from datetime import date
from uuid import UUID

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.selectors.wall_counties import county_lights
from xueyou.domains.plans.selectors.wall_indicators import (
    featured_indicators,
    in_period,
    judged_indicators,
)
from xueyou.domains.plans.selectors.wall_lights import lights_on_wall
from xueyou.domains.plans.selectors.wall_projects import project_lines
from xueyou.domains.plans.selectors.wall_steps import dated_steps
from xueyou.domains.plans.selectors.wall_tasks import task_lights, themes
from xueyou.domains.plans.selectors.wall_views import LIGHT_WORDS, Wall, WallPlan
from xueyou.domains.plans.selectors.wall_watched import watched, week_seal
from xueyou.platform.access.reading import Page, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today


def walls(actor: Actor, page: int | str | None = 1) -> Page[WallPlan]:
    """Return a page of the plans whose wall the actor may see, the newest year first."""
    rows = read(actor, READ_PLAN, WallPlan).exclude(state="review")
    return rows.order_by("-year", "title").page(page)


def wall_plan(actor: Actor, plan_uid: UUID | str) -> WallPlan:
    """Return the head of a plan. Raises NotFound."""
    return read(actor, READ_PLAN, WallPlan).get(plan_uid)


def wall(actor: Actor, plan_uid: UUID | str) -> Wall:
    """Return everything that hangs on the wall of a plan today. Raises NotFound."""
    plan = wall_plan(actor, plan_uid)
    today = business_today()
    lights = lights_on_wall(plan.uid)
    judged = in_period(judged_indicators(plan, lights), today)
    steps = dated_steps(plan)
    tasks = task_lights(plan, lights, judged)
    counts = dict.fromkeys(LIGHT_WORDS, 0)
    for task in tasks:
        counts[task.light] += 1
    return Wall(
        plan=plan,
        today=today,
        elapsed=elapsed(plan, today),
        counts=counts,
        themes=themes(tasks),
        featured=featured_indicators(judged),
        projects=project_lines(plan, lights, steps, today),
        watched=watched(plan, tasks, steps, today),
        counties=county_lights(judged),
        seal=week_seal(plan),
    )


def elapsed(plan: WallPlan, today: date) -> int:
    """Return tenths of a per cent of the plan's span that have passed, today included."""
    days = (plan.ends_on - plan.starts_on).days
    passed = max(0, min(days, (today - plan.starts_on).days + 1))
    return (passed * 2000 + days) // (2 * days)
