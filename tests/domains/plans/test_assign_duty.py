"""Duties are given to posts, units and outsiders; a leader is replaced, never left out."""

from datetime import date, datetime

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.reporting_world import key, world
from tests.domains.plans.steered import Steered
from xueyou.domains.plans.models import Duty
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.services.duties import assign_duty, end_duty
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

JUNE = datetime(2026, 6, 1, 9, 0, tzinfo=CITY)


@pytest.fixture
def steered(city: City) -> Steered:
    """Steer the plan of the reporting tests."""
    return world(city)


def assign(city: City, steered: Steered, **given: object) -> object:
    """Assign a duty of the first task."""
    owner = {"owner_kind": "task", "owner_uid": steered.task("加快学校建设").uid}
    asked = {"actor": city.officer, "role": "support", **owner, **given}
    return assign_duty(key=key(), **asked)  # type: ignore[arg-type]


def test_a_new_leader_takes_over_on_the_day(city: City, steered: Steered) -> None:
    """The old leader's duty ends on the day the new one's begins; both stay readable."""
    assign(city, steered, role="lead", unit_name="市发展改革委", at=JUNE)
    leads = Duty.objects.filter(task=steered.task("加快学校建设"), role="lead").order_by("pk")
    assert [(duty.unit_name, duty.valid_from, duty.valid_to) for duty in leads] == [
        ("规划科", date(2026, 2, 27), date(2026, 6, 1)),
        ("市发展改革委", date(2026, 6, 1), None),
    ]
    with pytest.raises(NotFound):
        end_duty(actor=city.department, duty_uid=leads[1].uid, key=key())
    with pytest.raises(PlanRefused, match="不能空着"):
        end_duty(actor=city.officer, duty_uid=leads[1].uid, key=key())


def test_a_post_owes_whoever_holds_it(city: City, steered: Steered) -> None:
    """The duty names the post; its holder today stands beside it, without touching the duty."""
    office = Organisation.objects.get(name="规划科")
    post = open_post(actor=city.officer, organisation_uid=office.uid, title="科长", key=key())
    assign(city, steered, role="lead", post_uid=post)
    hand_over_post(
        actor=city.officer,
        post_uid=post,
        user_uid=city.department.user.uid,  # type: ignore[attr-defined]
        on=date(2026, 11, 20),
        key=key(),
    )
    lead = task(city.officer, steered.task("加快学校建设").uid).duties[0]
    assert (lead.role, lead.post, lead.holder) == ("lead", "科长", "规划科的人")


def test_another_county_s_holder_is_not_named(city: City, steered: Steered) -> None:
    """County A reads who holds its own post, not who holds county B's."""
    for name, person in (("甲县", city.county_a), ("甲县乙区", city.county_b)):
        place = Organisation.objects.get(name=name)
        post = open_post(actor=city.officer, organisation_uid=place.uid, title="科长", key=key())
        assign(city, steered, post_uid=post)
        hand_over_post(
            actor=city.officer,
            post_uid=post,
            user_uid=person.user.uid,  # type: ignore[attr-defined]
            on=date(2026, 11, 20),
            key=key(),
        )
    seen = task(city.county_a, steered.task("加快学校建设").uid).duties
    assert [(duty.unit, duty.holder) for duty in seen[1:]] == [
        ("甲县", "甲县的人"),
        ("甲县乙区", ""),
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "unit"),
        ({"unit_name": "市财政局", "organisation_uid": "x"}, "unit"),
        ({"unit_name": "市财政局", "role": "watch"}, "role"),
        ({"unit_name": "长" * 81}, "unit_name"),
        ({"unit_name": "甲县"}, "unit"),
        ({"unit_name": "规划科"}, "unit"),
    ],
    ids=["nobody", "two", "role", "long", "there already", "leads already"],
)
def test_what_cannot_be_assigned_is_said(
    city: City, steered: Steered, given: dict[str, object], field: str
) -> None:
    """Nobody, two at once, an unknown role, a name too long, whoever is there already."""
    before = Duty.objects.count()
    with pytest.raises(PlanRefused) as caught:
        assign(city, steered, **given)
    assert set(caught.value.wrong) == {field}
    assert Duty.objects.count() == before


def test_a_supporter_s_part_is_taken_back(city: City, steered: Steered) -> None:
    """It ends today, and cannot be ended twice."""
    uid = assign(city, steered, unit_name="市财政局", at=JUNE)
    end_duty(actor=city.officer, duty_uid=uid, key=key())  # type: ignore[arg-type]
    duty = Duty.objects.get(uid=uid)  # type: ignore[misc]
    assert duty.valid_to == date(2026, 11, 20)
    with pytest.raises(PlanRefused, match="已经收回"):
        end_duty(actor=city.officer, duty_uid=duty.uid, key=key())


def test_a_school_cannot_be_given_a_task(city: City, steered: Steered) -> None:
    """Nor can a unit of another tree: neither exists for this form."""
    with pytest.raises(NotFound):
        assign(city, steered, organisation_uid="01a200f1-e7a3-77fb-84bd-5e670c7c19f7")
