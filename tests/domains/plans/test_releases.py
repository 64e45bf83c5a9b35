"""What the public sees of a plan: what was chosen and signed, as the wall showed it, for a time."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.domains.plans.conftest import City
from tests.domains.plans.hung_plan import hang_plan
from tests.wall_world import Hung
from xueyou.domains.plans.models import Item, Light, Release, Task, TaskIndicator
from xueyou.domains.plans.releases.contents import UNNAMED, UNSAID
from xueyou.domains.plans.releases.payload import PayloadRefused, opened, sealed
from xueyou.domains.plans.selectors.releases import (
    Gone,
    Preview,
    Shown,
    choosable,
    preview,
    published,
    release,
    releases,
    shown,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.releases import (
    ContentChanged,
    prepare_release,
    publish_release,
    take_down_release,
)
from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.refusals import NotSigned, PaperRefused
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.drafting import revise
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation

TODAY = date(2026, 11, 20)
TITLE = "学位和食堂，做到哪里了"


@dataclass
class Publishing:
    """The hung plan, its officer, and somebody else who checks what he drafts."""

    city: City
    hung: Hung
    checker: SignedIn
    numbers: list[int] = field(default_factory=lambda: [1, 13])

    @property
    def chosen(self) -> list[str]:
        """Return the uids of the chosen tasks."""
        return [str(self.hung.tasks[number].uid) for number in self.numbers]

    def previewed(self) -> Preview:
        """Return what would be published."""
        found = preview(self.city.officer, self.hung.plan.uid, self.chosen, TITLE)
        assert found is not None
        return found

    def prepare(self, **given: Any) -> UUID:
        """Freeze the choice and draft its order."""
        asked = {
            "actor": self.city.officer,
            "plan_uid": self.hung.plan.uid,
            "task_uids": self.chosen,
            "title": TITLE,
            "seen_sha256": self.previewed().sha256,
            "visible_from": TODAY,
            "visible_to": date(2026, 12, 31),
            "key": str(uuid4()),
        }
        return prepare_release(**{**asked, **given})

    def sign_order(self, uid: UUID) -> None:
        """Have the order checked by another and signed by the chief."""
        paper = Release.objects.get(uid=uid).paper
        check(actor=self.checker, paper_uid=paper.uid, revision=paper.revision, key=str(uuid4()))
        sign(actor=self.city.chief, paper_uid=paper.uid, revision=paper.revision, key=str(uuid4()))

    def publish(self, uid: UUID) -> None:
        """Publish as the officer."""
        publish_release(actor=self.city.officer, release_uid=uid, key=str(uuid4()))

    def public(self, **given: Any) -> UUID:
        """Prepare, sign and publish."""
        uid = self.prepare(**given)
        self.sign_order(uid)
        self.publish(uid)
        return uid


@pytest.fixture
def world(city: City) -> Publishing:
    """Hang the plan and appoint a second plan officer."""
    hung = hang_plan(city)
    second = User.objects.make(login_name="checker", name="核稿的人")
    grant_role(
        actor=SYSTEM,
        user=second,
        role="plan_officer",
        organisation=Organisation.objects.get(kind="bureau"),
        valid_from=date(2026, 1, 1),
        key="checker",
    )
    return Publishing(city, hung, actor_for(second))


def test_from_choice_to_public_page(world: Publishing) -> None:
    """Chosen, previewed, signed, published: the public sees the bytes of the preview."""
    before = world.previewed()
    uid = world.public()
    found = shown(uid)
    assert isinstance(found, Shown)
    assert found.payload == before.payload
    assert found.sha256 == before.sha256 == sha256_hex(Release.objects.get().payload.encode())
    assert [row.uid for row in published()] == [uid]
    assert published()[0].counts == {"bad": 2}


def test_the_payload_holds_promise_progress_and_source(world: Publishing) -> None:
    """Of each chosen task and its indicators, the fields of the shape and nothing else."""
    payload = world.previewed().payload
    first, second = payload["tasks"]
    assert (first["number"], second["number"]) == (1, 13)
    assert first["quote"] == world.hung.tasks[1].item.quote
    assert first["light"] == "bad"
    (indicator,) = [one for one in first["indicators"] if one["name"] == "新增公办学位"]
    assert indicator["sentence"] == "应到 3,728 个，实到 2,640 个，只到 71%"


def test_nothing_is_public_before_the_signature(world: Publishing) -> None:
    """Drafted or checked, it cannot be published; nobody outside sees a trace."""
    uid = world.prepare()
    with pytest.raises(NotSigned):
        world.publish(uid)
    assert (shown(uid), published()) == (None, [])
    paper = Release.objects.get().paper
    check(actor=world.checker, paper_uid=paper.uid, revision=paper.revision, key="check")
    with pytest.raises(NotSigned):
        world.publish(uid)
    assert shown(uid) is None


def test_a_signed_order_waits_for_somebody_to_publish(world: Publishing) -> None:
    """Signing alone shows nothing."""
    uid = world.prepare()
    world.sign_order(uid)
    assert shown(uid) is None
    assert releases(world.city.officer).rows[0].stands == "signed"


def test_who_drafted_cannot_check_or_sign(world: Publishing) -> None:
    """The officer's own order needs two others."""
    world.prepare()
    paper = Paper.objects.get()
    with pytest.raises(PaperRefused):
        check(actor=world.city.officer, paper_uid=paper.uid, revision=paper.revision, key="self")


def test_the_order_says_exactly_what_is_frozen(world: Publishing) -> None:
    """Its text lists the tasks and the digest; changing it is refused."""
    world.prepare()
    paper = Paper.objects.get()
    content = json.loads(paper.content)
    assert world.previewed().sha256 in paper.content
    content["body"][0]["text"] = content["body"][0]["text"].replace("2项", "3项")
    with pytest.raises(PaperRefused, match="封存"):
        revise(
            actor=world.city.officer,
            paper_uid=paper.uid,
            revision=paper.revision,
            content=content,
            key="revise",
        )


def test_what_only_the_owner_sees_is_not_published(world: Publishing) -> None:
    """A light that waits three days for the wall is not in the preview either."""
    light = Light.objects.get(about_uid=world.hung.tasks[13].uid, on_wall=True)
    light.pk, light.uid = None, uuid4()
    light.light, light.sentence, light.on_wall, light.current = "none", "只有主人看到", False, True
    Light.objects.filter(about_uid=light.about_uid).update(current=False)
    light.save(force_insert=True)
    task = world.previewed().payload["tasks"][1]
    assert task["light"] == "bad"
    assert "主人" not in json.dumps(world.previewed().payload, ensure_ascii=False)


def test_the_page_stays_as_it_was_signed(world: Publishing) -> None:
    """Lights turn afterwards; what was published does not."""
    uid = world.public()
    Light.objects.update(light="good", sentence="后来变了")
    found = shown(uid)
    assert isinstance(found, Shown)
    assert found.payload["tasks"][0]["light"] == "bad"


def test_what_changed_since_the_preview_is_looked_at_again(world: Publishing) -> None:
    """The officer orders what he saw, or nothing."""
    seen = world.previewed().sha256
    Light.objects.filter(about_uid=world.hung.tasks[1].uid).update(sentence="刚刚变了")
    with pytest.raises(ContentChanged):
        world.prepare(seen_sha256=seen)
    assert not Release.objects.exists()
    assert not Paper.objects.exists()


def test_indicators_that_may_not_be_compared_stay_out(world: Publishing) -> None:
    """An exam's result is left out and named to the officer."""
    indicator = TaskIndicator.objects.get(
        task=world.hung.tasks[1], indicator__name="新增公办学位"
    ).indicator
    indicator.name = "中考平均分"
    indicator.save()
    found = world.previewed()
    assert found.left_out == ("中考平均分",)
    assert "中考" not in json.dumps(found.payload, ensure_ascii=False)


def withhold(world: Publishing) -> TaskIndicator:
    """Let the indicator of the first chosen task be an exam's."""
    link = TaskIndicator.objects.get(task=world.hung.tasks[1], indicator__name="新增公办学位")
    link.indicator.name = "中考平均分"
    link.indicator.save()
    return link


def test_a_task_takes_no_light_from_what_stays_out(world: Publishing) -> None:
    """Its bad light and sentence came from the exam's result: neither is published."""
    withhold(world)
    Light.objects.filter(about_uid=world.hung.tasks[1].uid).update(sentence="“中考平均分”滞后")
    first = world.previewed().payload["tasks"][0]
    assert "中考" not in json.dumps(first, ensure_ascii=False)
    assert (first["light"], first["sentence"], first["indicators"]) == ("none", UNSAID, [])


def test_a_task_is_judged_by_what_is_published(world: Publishing) -> None:
    """With another indicator beside the exam's, its light is that one's."""
    withhold(world)
    link = TaskIndicator.objects.get(indicator__name="新建改扩建学校")
    TaskIndicator.objects.filter(pk=link.pk).update(task=world.hung.tasks[1])
    first = world.previewed().payload["tasks"][0]
    assert [one["light"] for one in first["indicators"]] == ["good"]
    assert (first["light"], first["sentence"]) == ("good", UNNAMED)


def test_no_sentence_of_the_document_that_says_what_stays_out(world: Publishing) -> None:
    """Nor the paragraph of the task around it, nor an indicator's of the same sentence."""
    kept = withhold(world)
    link = TaskIndicator.objects.get(indicator__name="新建改扩建学校")
    TaskIndicator.objects.filter(pk=link.pk).update(task=world.hung.tasks[1])
    Item.objects.filter(pk=kept.item_id).update(quote="提高5分")
    Item.objects.filter(pk=link.item_id).update(quote="新建12所，提高5分")
    first = world.previewed().payload["tasks"][0]
    assert [first["quote"], *(one["quote"] for one in first["indicators"])] == ["", ""]


def test_a_step_of_an_exam_is_not_named(world: Publishing) -> None:
    """A task without such an indicator whose sentence speaks of results says less."""
    Light.objects.filter(about_uid=world.hung.tasks[13].uid).update(
        sentence="“公布中考成绩排名”滞后"
    )
    assert world.previewed().payload["tasks"][1]["sentence"] == UNSAID


def test_a_task_that_is_called_so_is_not_offered(world: Publishing) -> None:
    """What the title itself says cannot be left out of it."""
    Task.objects.filter(pk=world.hung.tasks[13].pk).update(title="提高高考升学率")
    seen = world.previewed().sha256
    _, offered = choosable(world.city.officer, world.hung.plan.uid)
    assert 13 not in [task.number for task in offered]
    with pytest.raises(PlanRefused, match="不能公布"):
        world.prepare(seen_sha256=seen)


def test_it_does_not_end_beyond_the_calendar(world: Publishing) -> None:
    """A last day that somebody mistyped is answered at its field."""
    with pytest.raises(PlanRefused) as refused:
        world.prepare(visible_to=date.max)
    assert list(refused.value.wrong) == ["visible_to"]


def test_no_person_stands_in_it(world: Publishing) -> None:
    """No name of anybody who has an account."""
    text = json.dumps(world.previewed().payload, ensure_ascii=False)
    assert not [name for name in User.objects.values_list("name", flat=True) if name in text]


def test_taken_down_it_is_gone_the_same_moment(world: Publishing) -> None:
    """The text is deleted; digest, reason and moment stay; it never comes back."""
    uid = world.public()
    digest = Release.objects.get().payload_sha256
    take_down_release(
        actor=world.city.officer, release_uid=uid, why="数字有误，更正后再公布", key="down"
    )
    gone = shown(uid)
    assert isinstance(gone, Gone)
    assert (gone.why, gone.sha256) == ("数字有误，更正后再公布", digest)
    assert Release.objects.get().payload == ""
    assert published() == []
    with pytest.raises(PlanRefused, match="已经撤下"):
        world.publish(uid)


def test_it_is_seen_from_its_first_day_to_its_last(
    world: Publishing, business_clock: object
) -> None:
    """Not before midnight of the first day, not after the last."""
    uid = world.public(visible_from=TODAY + timedelta(days=1), visible_to=TODAY + timedelta(days=2))
    found = []
    for _ in range(4):
        found.append(type(shown(uid)))
        business_clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    assert found == [type(None), Shown, Shown, Gone]


def test_text_that_was_altered_is_not_published(world: Publishing) -> None:
    """Somebody with the database changes a digit: the digest of the order holds."""
    uid = world.prepare()
    world.sign_order(uid)
    row = Release.objects.get()
    row.payload = row.payload.replace("2,640", "3,640")
    row.save()
    with pytest.raises(NotSigned, match="对不上"):
        world.publish(uid)
    assert shown(uid) is None


def test_text_that_is_altered_later_is_no_longer_shown(world: Publishing) -> None:
    """Somebody with the database changes a digit of what is public: the page goes dark."""
    uid = world.public()
    row = Release.objects.get()
    row.payload = row.payload.replace("2,640", "3,640")
    row.save()
    gone = shown(uid)
    assert isinstance(gone, Gone)
    assert "对不上" in gone.why


def test_others_find_no_release(world: Publishing) -> None:
    """Departments, counties and auditors neither prepare nor find one."""
    uid = world.prepare()
    for actor in (world.city.department, world.city.county_a, world.city.auditor):
        assert releases(actor).rows == ()
        for wrong in (
            lambda actor=actor: release(actor, uid),
            lambda actor=actor: world.prepare(actor=actor),
            lambda actor=actor: publish_release(actor=actor, release_uid=uid, key="p"),
        ):
            with pytest.raises(NotFound):
                wrong()


def test_days_and_choice_are_checked(world: Publishing) -> None:
    """Each wrong field is named at once; a task of another plan is not taken."""
    with pytest.raises(PlanRefused) as refused:
        world.prepare(
            title="", task_uids=[], visible_from=date(2026, 11, 1), visible_to=date(2026, 10, 1)
        )
    assert set(refused.value.wrong) == {"title", "tasks", "visible_from", "visible_to"}
    with pytest.raises(PlanRefused, match="不在计划里"):
        world.prepare(task_uids=[*world.chosen, str(uuid4())])


@pytest.mark.parametrize("place", ["head", "task", "indicator"])
def test_a_field_that_is_not_listed_never_enters(world: Publishing, place: str) -> None:
    """A name slipped into any level is refused, whoever composes it."""
    payload = opened(sealed(world.previewed().payload))
    inside = {
        "head": payload,
        "task": payload["tasks"][0],
        "indicator": payload["tasks"][0]["indicators"][0],
    }[place]
    inside["holder"] = "某某"
    with pytest.raises(PayloadRefused):
        sealed(payload)
