"""Projects of the year: their steps promised, put off and done, their money, their end."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.people import POSTS
from xueyou.demo.replay.stage import Event, Steered, moment, person, place, post
from xueyou.demo.year.projects import LEADS, OF_TASKS, PROJECTS, Built, Stepped
from xueyou.domains.plans.services.duties import assign_duty
from xueyou.domains.plans.services.finishing import finish_project
from xueyou.domains.plans.services.milestones import (
    add_milestone,
    finish_milestone,
    revise_milestone,
)
from xueyou.domains.plans.services.money import record_money

LED = date(2026, 3, 9)
SET_UP = date(2026, 3, 10)
PLANNED = date(2026, 3, 12)
SETTLED_MONEY = date(2026, 10, 31)
ENTERED_MONEY = date(2026, 11, 4)
HEADS = {held.place: held for held in POSTS}


def projects(steered: Steered) -> Iterator[Event]:
    """Yield what happened to the projects and to the printed steps of tasks."""
    for key, built in PROJECTS.items():
        lead = partial(_lead, steered, key)
        yield Event(moment(LED, 16), f"demo-{key}-lead", "定项目的牵头", lead)
        if built.place != "LC":
            support = partial(_support, steered, key, built)
            yield Event(moment(LED, 17), f"demo-{key}-support", "定项目的配合", support)
        for step in built.steps:
            yield from _step(steered, key, step)
        for milestone, day in built.printed:
            yield _printed(steered, milestone, date.fromisoformat(f"2026-{day}"))
        yield from _money(steered, key, built)
        if built.finished_on:
            finish = partial(_finish, steered, key, built.finished_on)
            yield Event(moment(built.finished_on, 17), f"demo-{key}-end", "项目办结", finish)
    for milestone, day in OF_TASKS:
        yield _printed(steered, milestone, date.fromisoformat(f"2026-{day}"))


def _step(steered: Steered, project: str, step: Stepped) -> Iterator[Event]:
    name = f"demo-{project}-{step.title}"
    add = partial(_add, steered, project, step)
    yield Event(moment(SET_UP, 15), name, f"项目节点：{step.title}", add)
    if step.done_on:
        do = partial(_finish_step, steered, project, step, step.done_on)
        yield Event(moment(step.done_on, 16), f"{name}-done", f"{step.title}办完", do)
    if step.revised_on:
        do = partial(_revise_step, steered, project, step, step.revised_on)
        yield Event(moment(step.due_on, 16), f"{name}-later", f"{step.title}改期", do)


def _printed(steered: Steered, milestone: str, day: date) -> Event:
    do = partial(_finish_printed, steered, milestone, day)
    return Event(moment(day, 16), f"demo-{milestone}-done", "要点里的节点办完", do)


def _money(steered: Steered, project: str, built: Built) -> Iterator[Event]:
    """Yield money planned by source, and what of it arrived and was spent, each in proportion."""
    whole = sum(amount for _, amount in built.planned)
    name = f"demo-{project}"
    for source, amount in built.planned:
        do = partial(_record, steered, project, "planned", source, amount, PLANNED)
        yield Event(moment(PLANNED, 11), f"{name}-planned-{source}", "项目资金计划", do)
        for kind, sum_of_kind in (("arrived", built.arrived), ("spent", built.spent)):
            part = sum_of_kind * amount // whole
            do = partial(_record, steered, project, kind, source, part, SETTLED_MONEY)
            at = moment(ENTERED_MONEY, 11)
            yield Event(at, f"{name}-{kind}-{source}", "资金到位和支出", do)


def _lead(steered: Steered, project: str, *, key: str, at: datetime) -> None:
    held = HEADS[LEADS[project]]
    assign_duty(
        actor=person("hanwei"),
        owner_kind="project",
        owner_uid=steered.project(project),
        role="lead",
        post_uid=post(held.place, held.title).uid,
        key=key,
        at=at,
    )


def _support(steered: Steered, project: str, built: Built, *, key: str, at: datetime) -> None:
    assign_duty(
        actor=person("hanwei"),
        owner_kind="project",
        owner_uid=steered.project(project),
        role="support",
        organisation_uid=place(built.place).uid,
        key=key,
        at=at,
    )


def _add(steered: Steered, project: str, step: Stepped, *, key: str, at: datetime) -> None:
    add_milestone(
        actor=person("hanwei"),
        owner_kind="project",
        owner_uid=steered.project(project),
        title=step.title,
        due_on=step.due_on,
        key=key,
        at=at,
    )


def _finish_step(
    steered: Steered, project: str, step: Stepped, day: date, *, key: str, at: datetime
) -> None:
    finish_milestone(
        actor=person(HEADS[LEADS[project]].login_name),
        milestone_uid=steered.step(project, step.title),
        done_on=day,
        key=key,
        at=at,
    )


def _revise_step(
    steered: Steered, project: str, step: Stepped, day: date, *, key: str, at: datetime
) -> None:
    revise_milestone(
        actor=person(HEADS[LEADS[project]].login_name),
        milestone_uid=steered.step(project, step.title),
        revised_on=day,
        reason=step.why,
        key=key,
        at=at,
    )


def _finish_printed(steered: Steered, milestone: str, day: date, *, key: str, at: datetime) -> None:
    finish_milestone(
        actor=person("hanwei"),
        milestone_uid=steered.milestone(milestone),
        done_on=day,
        key=key,
        at=at,
    )


def _record(
    steered: Steered,
    project: str,
    kind: str,
    source: str,
    amount: int,
    as_of: date,
    *,
    key: str,
    at: datetime,
) -> None:
    record_money(
        actor=person(HEADS[LEADS[project]].login_name),
        project_uid=steered.project(project),
        kind=kind,
        source=source,
        year=2026,
        amount=str(amount),
        as_of=as_of,
        key=key,
        at=at,
    )


def _finish(steered: Steered, project: str, day: date, *, key: str, at: datetime) -> None:
    finish_project(
        actor=person("hanwei"),
        project_uid=steered.project(project),
        done_on=day,
        words="竣工验收通过，资料已经移交使用单位。",
        key=key,
        at=at,
    )
