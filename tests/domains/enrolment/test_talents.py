"""Talents' children: certified by the competent office alone, from places of their own."""

from datetime import date
from typing import Any

import pytest

from tests.domains.enrolment.moving_world import Moves, found_moves
from tests.kernel.calls.world import appoint, child_of, citizen_number, key, parent
from xueyou.domains.enrolment.moving_facts import talents
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.selectors.talents import certified
from xueyou.domains.enrolment.services.talents import Certified, certify, withdraw_certificate
from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import Decision
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.selectors.rolling import pools_open, rolling_desk
from xueyou.kernel.calls.services.attesting import Fact, record_attestation
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.registry.models import Membership, Person
from xueyou.platform.access.reading import NotAllowed, NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.tree import create_organisation
from xueyou.platform.time import wall_now

PLACES = [("LY", "3", 1), ("WL", "3", 1)]
DAY = date(2026, 11, 1)


@pytest.fixture
def moves(db: None, own_roles: None) -> Moves:
    """Found a city with three places for talents' children made public, two of them in schools."""
    return found_moves("enrolment.talent", PLACES)


def office(moves: Moves, name: str = "人社局") -> Any:
    """Return an officer of a department that certifies."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        place = create_organisation(
            a,
            name=name,
            kind="other_department",
            parent=moves.office.bureau,
            code=name,
            opened_on=date(2020, 1, 1),
        )
    return appoint("talent_office", place)


def given(serial: int, **more: Any) -> Certified:
    """Return what a certificate says of a child."""
    said = {
        "name": "林小满",
        "document": "citizen",
        "number": citizen_number(serial),
        "category": "B",
        "certificate": f"甲人才〔2026〕{serial}号",
        "valid_from": DAY,
        **more,
    }
    return Certified(**said)


def test_only_who_is_certified_has_a_place_and_the_higher_category_comes_first(
    moves: Moves,
) -> None:
    """No household and no property is asked; nobody at a desk of education can say it instead."""
    officer, families = office(moves), [parent(f"家{n}") for n in range(3)]
    children = [
        child_of(families[n], name="林小满", number=citizen_number(n + 1)) for n in range(3)
    ]
    certify(actor=officer, given=given(1), key=key())
    certify(actor=officer, given=given(2, category="A"), key=key())
    asked = [moves.came(families[n], children[n], ("LY-3", "WL-3")) for n in range(3)]
    record_attestation(
        actor=moves.office.enroller,
        application_uid=asked[2].uid,
        source="officer",
        facts={"talent": Fact("yes"), "talent_grade": Fact("A")},
        key=key(),
    )
    moves.checked(*asked)
    run = moves.published()
    placed = {
        one.application_id: one.option and one.option.code
        for one in Decision.objects.filter(run=run)
    }
    assert placed == {asked[0].pk: "WL-3", asked[1].pk: "LY-3", asked[2].pk: None}
    assert "认定" in result_of(families[2], asked[2].uid)[0].wishes[0].zh
    reply(actor=families[1], offer_uid=moves.offer(asked[1]).uid, accept=True, key=key())
    pupil = Membership.objects.standing().get(person=children[1])
    assert (pupil.organisation.code, pupil.stage, pupil.grade) == ("LY", "primary", 3)


def test_the_pool_is_public_and_never_more_than_its_total(moves: Moves) -> None:
    """Three were announced; a fourth place is refused whatever its kind."""
    enroller, family = moves.office.enroller, parent("林")

    def add(delta: int, kind: str = "planned") -> None:
        add_line(
            actor=enroller,
            round_uid=moves.round.uid,
            option_uid=moves.options["LY-3"].uid,
            kind=kind,
            delta=delta,
            reason="学位",
            key=key(),
        )

    pool = pools_open()[0]
    assert (pool.total, pool.left, pool.unlaid, pool.shut) == (3, 2, 1, 0)
    with pytest.raises(CallRefused, match="公布的总数是3个"):
        add(2)
    with pytest.raises(CallRefused, match="超过"):
        add(2, "bought")
    add(1)
    child = child_of(family, number=citizen_number(1))
    certify(actor=office(moves), given=given(1), key=key())
    moves.checked(moves.came(family, child))
    moves.published()
    pool = pools_open()[0]
    assert (pool.total, pool.asked, pool.given, pool.left) == (3, 1, 1, 2)
    assert (pool.unlaid, pool.shut) == (0, 0)
    desk = rolling_desk(enroller, moves.round.uid)
    assert [(one.places, one.given, one.left) for one in desk.options] == [(2, 1, 1), (1, 0, 1)]
    assert (desk.decided[0].step, desk.undecided) == ("done", 0)


def test_an_office_certifies_sees_and_takes_back_its_own_only(moves: Moves) -> None:
    """Education cannot certify, nor another office take it back; what is withdrawn is gone."""
    ours, others = office(moves), office(moves, "科技局")
    with pytest.raises(NotAllowed):
        certify(actor=moves.office.enroller, given=given(1), key=key())
    with pytest.raises(EnrolmentRefused, match="编号要写"):
        certify(actor=ours, given=given(1, certificate=" "), key=key())
    uid = certify(actor=ours, given=given(1), key=key())
    assert certify(actor=ours, given=given(1), key=key()) == uid
    assert Person.objects.filter(name="林小满").count() == 1
    with pytest.raises(EnrolmentRefused, match="对不上"):
        certify(actor=ours, given=given(1, name="许知微", certificate="另一张"), key=key())
    (row,) = certified(ours).rows
    assert (row.category, row.light, "小满" in row.child) == ("B", "good", False)
    assert certified(others).total == 0
    with pytest.raises(NotFound):
        withdraw_certificate(actor=others, standing_uid=uid, why="错了", key=key())
    withdraw_certificate(actor=ours, standing_uid=uid, why="登记错了", key=key())
    assert certified(ours).total == 0
    one = Applied(1, Person.objects.get(name="林小满").pk, None, "", "", "", {}, {})
    assert talents([one], wall_now()) == {1: {"talent": "no"}}
