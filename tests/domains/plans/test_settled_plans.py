"""A plan that is settled stays as it was compared: whoever wants to write on it is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from tests.domains.plans.steered import Steered
from xueyou.domains.plans.models import Duty, Milestone, Plan, TaskForce
from xueyou.domains.plans.posts import owes_nothing
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.services.bind_measure import bind_measure
from xueyou.domains.plans.services.carrying import open_version
from xueyou.domains.plans.services.duties import assign_duty, end_duty
from xueyou.domains.plans.services.finishing import (
    finish_project,
    finish_task,
    reopen_project,
    reopen_task,
)
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.milestones import (
    add_milestone,
    finish_milestone,
    revise_milestone,
    revise_project,
)
from xueyou.domains.plans.services.money import record_money
from xueyou.domains.plans.services.notes import write_note
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.steer_targets import (
    add_county_targets,
    change_nature,
    feature_indicator,
    set_curve,
)
from xueyou.domains.plans.services.task_forces import add_member, close_force, form_force, give_task
from xueyou.kernel.registry.services.posts import open_post
from xueyou.platform.acts.models import Act
from xueyou.platform.orgs.models import Organisation

NOVEMBER = date(2026, 11, 19)

Asked = dict[str, Any]
Ask = Callable[[Steered], Asked]


def _task(steered: Steered) -> Asked:
    return {"owner_kind": "task", "owner_uid": steered.task("加快学校建设").uid}


def _done(name: str) -> Ask:
    return lambda steered: {
        f"{name}_uid": getattr(steered, name)("均衡编班" if name == "task" else "甲县一中新建").uid,
        "done_on": NOVEMBER,
        "words": "办完了",
    }


def _again(name: str) -> Ask:
    return lambda steered: {
        f"{name}_uid": getattr(steered, name)("均衡编班" if name == "task" else "甲县一中新建").uid,
        "reason": "要补",
    }


def _step(**more: Any) -> Ask:
    return lambda steered: {"milestone_uid": Milestone.objects.get(title="主体封顶").uid, **more}


def _indicator(**more: Any) -> Ask:
    return lambda steered: {
        "indicator_uid": steered.target("新增公办学位").indicator.uid,
        **more,
    }


def _target(**more: Any) -> Ask:
    return lambda steered: {"target_uid": steered.target("新增公办学位").uid, **more}


def _project(**more: Any) -> Ask:
    return lambda steered: {"project_uid": steered.project("甲县一中新建").uid, **more}


def _plan(**more: Any) -> Ask:
    return lambda steered: {"plan_uid": steered.plan.uid, **more}


def _force(**more: Any) -> Ask:
    return lambda steered: {"force_uid": TaskForce.objects.get().uid, **more}


VERBS: dict[Callable[..., Any], Ask] = {
    finish_task: _done("task"),
    finish_project: _done("project"),
    reopen_task: _again("task"),
    reopen_project: _again("project"),
    add_milestone: lambda steered: {**_task(steered), "title": "验收", "due_on": NOVEMBER},
    finish_milestone: _step(done_on=NOVEMBER),
    revise_milestone: _step(revised_on=NOVEMBER, reason="雨季"),
    revise_project: _project(revised_on=NOVEMBER, reason="雨季"),
    record_money: _project(kind="arrived", source="city", year=2026, amount="3", as_of=NOVEMBER),
    write_note: lambda steered: {**_task(steered), "words": "正在办"},
    assign_duty: lambda steered: {**_task(steered), "role": "support", "unit_name": "市财政局"},
    end_duty: lambda steered: {"duty_uid": Duty.objects.filter(role="support")[0].uid},
    feature_indicator: _indicator(featured=True),
    change_nature: _indicator(nature="stock", direction="up"),
    add_county_targets: lambda steered: _indicator(
        values={str(Organisation.objects.get(name="甲县").uid): "1"}
    )(steered),
    set_curve: _target(kind="time"),
    bind_measure: _target(measure=""),
    form_force: _plan(name="另一个专班"),
    give_task: lambda steered: _force(task_uid=steered.task("均衡编班").uid)(steered),
    add_member: _force(login_name="nobody", unit_name="市财政局", valid_from=NOVEMBER),
    make_sheet: _plan(unit_name="市财政局", asked={}, reply_by=date(2026, 12, 5)),
    open_version: lambda steered: {
        "plan_uid": steered.plan.uid,
        "document_uid": steered.version.document.uid,
    },
}


@pytest.fixture
def settled(city: City) -> Steered:
    """Settle the plan of the reporting tests, which has a force."""
    steered = world(city)
    form_force(actor=city.officer, plan_uid=steered.plan.uid, name="学位专班", key=key())
    Plan.objects.update(state="closed")
    return steered


def test_whoever_writes_on_it_is_told_that_it_is_settled(city: City, settled: Steered) -> None:
    """Every verb of the board says what happened, what is safe and what to do; none is recorded."""
    before = Act.objects.count()
    for verb, ask in VERBS.items():
        with pytest.raises(PlanRefused, match=r"已经对完账.*没有改动.*下一份计划"):
            verb(actor=city.officer, key=key(), **ask(settled))
    assert Act.objects.count() == before


def test_its_pages_offer_nothing_to_write(city: City, settled: Steered) -> None:
    """A form that can only be refused is not drawn."""
    for view in (
        task(city.officer, settled.task("均衡编班").uid),
        project(city.officer, settled.project("甲县一中新建").uid),
    ):
        assert not any((view.may.report, view.may.whole, view.may.steer))


def test_its_force_can_still_be_closed(city: City, settled: Steered) -> None:
    """What gives people access may end after the plan has."""
    close_force(actor=city.officer, force_uid=TaskForce.objects.get().uid, key=key())
    assert TaskForce.objects.get().closed_on is not None


def test_its_duties_keep_no_post_open(city: City, settled: Steered) -> None:
    """They can no longer be given to another post, so they must not stand in the way."""
    Plan.objects.update(state="steered")
    bureau = Organisation.objects.get(kind="bureau")
    post = open_post(actor=city.officer, organisation_uid=bureau.uid, title="督查专员", key=key())
    assign_duty(
        actor=city.officer,
        owner_kind="task",
        owner_uid=settled.task("均衡编班").uid,
        role="lead",
        post_uid=post,
        key=key(),
    )
    pk = Duty.objects.get(post__uid=post).post_id
    assert pk is not None
    assert "1项任务" in owes_nothing(pk, NOVEMBER.replace(day=21))
    Plan.objects.update(state="closed")
    assert owes_nothing(pk, NOVEMBER.replace(day=21)) == ""
