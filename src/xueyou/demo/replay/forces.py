"""A task force of the year: formed, given its tasks, joined from another department."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from xueyou.demo.replay.stage import Event, Steered, moment, person
from xueyou.demo.year.words import FORCE, FORCE_FORMED, FORCE_MEMBERS, FORCE_TASKS
from xueyou.domains.plans.models import TaskForce
from xueyou.domains.plans.services.task_forces import add_member, form_force, give_task


def force(steered: Steered) -> Iterator[Event]:
    """Yield how the force came about."""
    yield Event(moment(FORCE_FORMED, 9), "demo-force", "成立专班", partial(_form, steered))
    for task in FORCE_TASKS:
        give = partial(_give, steered, task)
        yield Event(moment(FORCE_FORMED, 10), f"demo-force-{task}", "给专班任务", give)
    for login_name, unit in FORCE_MEMBERS:
        join = partial(_join, steered, login_name, unit)
        yield Event(moment(FORCE_FORMED, 11), f"demo-force-{login_name}", "专班成员", join)


def _force(steered: Steered) -> TaskForce:
    return TaskForce.objects.get(plan=steered.plan, name=FORCE)


def _form(steered: Steered, *, key: str, at: datetime) -> None:
    form_force(actor=person("hanwei"), plan_uid=steered.plan.uid, name=FORCE, key=key, at=at)


def _give(steered: Steered, task: str, *, key: str, at: datetime) -> None:
    give_task(
        actor=person("hanwei"),
        force_uid=_force(steered).uid,
        task_uid=steered.task(task),
        key=key,
        at=at,
    )


def _join(steered: Steered, login_name: str, unit: str, *, key: str, at: datetime) -> None:
    add_member(
        actor=person("hanwei"),
        force_uid=_force(steered).uid,
        login_name=login_name,
        unit_name=unit,
        valid_from=FORCE_FORMED,
        key=key,
        at=at,
    )
