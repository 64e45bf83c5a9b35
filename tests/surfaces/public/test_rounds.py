"""Rounds in the open: rules to take along, places with causes, every draw; nobody's name."""

import json
from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.test import Client

from tests.domains.arrivals.world import found_arrived
from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.world import AFTER, World, child_of, found_world, key, parent
from xueyou.domains.enrolment.rulebooks.batches import PANEL
from xueyou.kernel.calls.models import Call, CapacityLine, Option, Round, Run
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.common_questions import publish_questions
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.round_draws import commit_round_draw
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.revealing import reveal_draw, void_draw
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import work_off

__all__ = ["own_roles"]
NAME = "林小满"


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Announce a round whose rules draw lots."""
    return found_world()


def drawn(world: World) -> None:
    """Freeze, void one draw, commit and reveal another."""
    enroller = world.office.enroller
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    prepare_run(actor=enroller, round_uid=world.round.uid, purpose="rehearsal", key=key())
    work_off()
    moment = AFTER + timedelta(hours=1)
    for number in range(2):
        draw = commit_round_draw(
            actor=enroller,
            round_uid=world.round.uid,
            sources=[Source("市公证处8月6日当众摇出的号码", "digits:7")],
            not_before=moment + timedelta(hours=1),
            key=key(),
            at=moment,
        )
        if number == 0:
            void_draw(actor=enroller, draw_uid=draw, why="来源写错了", key=key(), at=moment)
    reveal_draw(
        actor=enroller,
        draw_uid=draw,
        published="1234567",
        key=key(),
        at=moment + timedelta(hours=2),
    )


def test_an_announced_round_is_everybodys(world: World, client: Client) -> None:
    """Listed, with its rules word for word, and the cause of each place."""
    family = parent("家长")
    world.handed_in(family, child_of(family, name=NAME), ("LY",))
    assert world.call.title in client.get("/places/").content.decode()
    address = f"/places/{world.round.uid}/"
    page = client.get(address).content.decode()
    assert "柳荫街小学" in page
    assert "人填了" not in page
    assert NAME not in page
    text = client.get(f"{address}rules.yaml").getvalue()
    world.round.refresh_from_db()
    assert sha256(text).hexdigest() == world.round.rulebook_sha256
    queries = Option.objects.filter(call=world.call).count()
    assert queries == 3


def test_every_draw_is_registered_the_void_ones_too(world: World, client: Client) -> None:
    """With number, digest and files; what is not there yet is not found."""
    family = parent("家长")
    application = world.handed_in(family, child_of(family, name=NAME), ("LY",))
    drawn(world)
    address = f"/places/{world.round.uid}/"
    page = client.get(address).content.decode()
    assert "来源写错了" in page
    assert "1234567" in page
    assert application.receipt_no not in page
    commit = client.get(f"{address}draws/2/commit.json").getvalue()
    assert sha256(commit).hexdigest() in page
    reveal = json.loads(client.get(f"{address}draws/2/reveal.json").getvalue())
    assert reveal
    for missing in ("draws/1/reveal.json", "draws/3/commit.json", "draws/2/roster.json"):
        assert client.get(address + missing).status_code == 404


def test_what_is_not_announced_is_not_there(world: World, client: Client) -> None:
    """Nor is a call of a kind whose results are nobody else's."""
    Round.objects.filter(pk=world.round.pk).update(state="draft")
    assert client.get(f"/places/{world.round.uid}/").status_code == 404
    assert world.call.title not in client.get("/places/").content.decode()
    assert client.get(f"/places/{uuid4()}/").status_code == 404
    Round.objects.filter(pk=world.round.pk).update(state="announced")
    Call.objects.filter(pk=world.call.pk).update(kind="clubs.term")
    assert client.get(f"/places/{world.round.uid}/rules.yaml").status_code == 404


def test_questions_do_not_grow_with_schools(
    world: World, client: Client, django_assert_max_num_queries: object
) -> None:
    """A page of a round asks as often for three options as for one."""
    for option in world.options.values():
        add_line(
            actor=world.officer,
            round_uid=world.round.uid,
            option_uid=option.uid,
            kind="planned",
            delta=1,
            reason="扩班",
            batch="公办",
            key=key(),
        )
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get(f"/places/{world.round.uid}/").content.decode()
    assert page.count("扩班") == 3


def test_places_that_would_name_a_child_are_not_counted(world: World, client: Client) -> None:
    """One place that a committee gives at a school says who goes there."""
    option = next(iter(world.options.values()))
    address = f"/places/{world.round.uid}/"
    before = client.get(address).content.decode()
    CapacityLine.objects.create(
        option=option,
        round=world.round,
        batch=PANEL,
        kind="planned",
        delta=1,
        reason="专家委员会安排",
        source_kind="act",
        source_uid=uuid4(),
        recorded_at=AFTER,
    )
    assert client.get(address).content.decode() == before


def test_the_notice_says_all_that_a_family_asks(world: World, client: Client) -> None:
    """Which school is mine, common questions, how to verify, whom to ask; dated by the office."""
    address = f"/places/{world.round.uid}/"
    bare = client.get(address).content.decode()
    assert all(part in bare for part in ("哪个学校是我家的", "怎么核对结果", "招生窗口"))
    assert "大家常问" not in bare
    contact = "招生办，电话0595-1234567"
    city = world.call.organisation
    set_parameter(
        actor=SYSTEM,
        name="calls.contact",
        organisation_uid=city.uid,
        value=contact,
        source="甲教〔2026〕5号",
        valid_from=date(2026, 1, 1),
        key=key(),
    )
    asked = ("notice", "什么时候出结果？", "十一月三十日。")
    publish_questions(
        actor=world.office.enroller, call_uid=world.call.uid, written=[asked], key=key()
    )
    page = client.get(address).content.decode()
    assert all(part in page for part in ("大家常问", *asked[1:], contact))


def test_after_the_result_its_code_and_its_list_stand_on_the_notice(
    db: None, own_roles: None
) -> None:
    """Before it, neither; the list is one press away."""
    found = found_arrived()
    page = Client().get(f"/places/{found.enrolment.round.uid}/").content.decode()
    run = Run.objects.get(purpose="official")
    assert run.result_sha256 in page
    assert f"/publications/{Publication.objects.get().uid}/" in page
