"""A child is handed over to whom its family named, once, and the log says to whom and when."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.domains.clubs.test_roll_calls import AT, call, line
from tests.domains.clubs.world import FIRST, World, guard, key, pupil
from xueyou.domains.clubs.models import Collector, HandOver, PickupCode, WrongCode
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.pick_up import leaving
from xueyou.domains.clubs.services.families import (
    ask_leave,
    authorise,
    end_collector,
    make_code,
    withdraw_leave,
)
from xueyou.domains.clubs.services.hand_over import MOST_TRIES, To, hand_over
from xueyou.kernel.registry.models import PersonBond
from xueyou.platform.access.reading import NotFound
from xueyou.platform.db import uuid7


class Evening:
    """A child who was there, with its guardian, its session and its place."""

    def __init__(self, world: World) -> None:
        """Plan the session and call its roll."""
        club = world.add("棋")
        self.world, self.child = world, pupil(world, "林一")
        self.session, self.place = world.session(club), world.place(club, self.child)
        self.mother = guard(self.child)
        call(world, self.session, line(self.place))

    def hand_over(self, to: To, **more: Any) -> bool:
        """Note a hand-over that evening."""
        asked = {
            "actor": self.world.clerk,
            "session_uid": self.session.uid,
            "place_uid": self.place.uid,
            "uid": uuid7(),
            "happened_at": AT + timedelta(hours=1),
            "at": AT + timedelta(hours=2),
            "key": key(),
        }
        return hand_over(to=to, **(asked | more))


@pytest.fixture
def evening(world: World) -> Evening:
    """Let a child wait to be collected."""
    return Evening(world)


def test_a_guardian_collects(evening: Evening) -> None:
    """Sent twice it is there once; a second hand-over of the day is refused."""
    bond = PersonBond.objects.get(subject=evening.child)
    uid = uuid7()
    assert evening.hand_over(To(guardian_uid=bond.uid), uid=uid, late_minutes=12)
    assert not evening.hand_over(To(guardian_uid=bond.uid), uid=uid, late_minutes=12)
    with pytest.raises(ClubRefused, match="已经交接过"):
        evening.hand_over(To(guardian_uid=bond.uid))
    row = HandOver.objects.get()
    assert (row.guardian_id, row.late_minutes) == (bond.pk, 12)
    assert row.happened_at == AT + timedelta(hours=1)


def test_an_ended_bond_collects_nobody(evening: Evening) -> None:
    """The judgment counts on its day."""
    bond = PersonBond.objects.get(subject=evening.child)
    PersonBond.objects.filter(pk=bond.pk).update(valid_to=FIRST)
    with pytest.raises(ClubRefused, match="不要放行"):
        evening.hand_over(To(guardian_uid=bond.uid))


def test_somebody_authorised_collects_until_it_is_taken_back(evening: Evening) -> None:
    """His name is sealed in the store, and shown to the teacher."""
    uid = authorise(
        actor=evening.mother,
        person_uid=evening.child.uid,
        name="林奶奶",
        relation="grandparent",
        key=key(),
    )
    assert "林奶奶".encode() not in bytes(Collector.objects.get().name_enc)
    (child,) = leaving(evening.world.clerk, evening.session.uid)
    assert [(one.name, one.relation) for one in child.may] == [
        ("家长", "监护人"),
        ("林奶奶", "祖辈"),
    ]
    with pytest.raises(NotFound):
        end_collector(actor=guard(), collector_uid=uid, key=key())
    end_collector(actor=evening.mother, collector_uid=uid, key=key())
    with pytest.raises(ClubRefused, match="不要放行"):
        evening.hand_over(To(collector_uid=uid))
    assert not HandOver.objects.exists()


def test_a_code_counts_once_on_its_day(evening: Evening) -> None:
    """A wrong one does not; a newer one replaces it; nobody reads it in the store."""
    asked = {"actor": evening.mother, "person_uid": evening.child.uid, "day": FIRST}
    old = make_code(**asked, key=key())
    code = make_code(**asked, key="once")
    assert make_code(**asked, key="once") == ""
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for refused in {old, wrong} - {code}:
        with pytest.raises(ClubRefused, match="不要放行"):
            evening.hand_over(To(code=refused))
    assert code not in str(PickupCode.objects.values().get())
    tries = WrongCode.objects.count()
    for no_code in ("12345", "１２３45六", "1234567"):
        with pytest.raises(ClubRefused, match="6位数字"):
            evening.hand_over(To(code=no_code))
    assert WrongCode.objects.count() == tries, "what cannot be a code is no try"
    wide = code.translate({48 + n: 0xFF10 + n for n in range(10)})
    assert evening.hand_over(To(code=f" {wide[:3]}　{code[3:]} "))
    assert PickupCode.objects.get().used_at is not None
    other = Evening.__new__(Evening)
    other.__dict__ = dict(evening.__dict__)
    other.session = evening.world.session(evening.place.club, date(2027, 3, 8))
    with pytest.raises(ClubRefused):
        other.hand_over(To(code=code), happened_at=AT + timedelta(days=7))


def test_no_code_for_a_day_of_leave(evening: Evening) -> None:
    """It says so; once the leave is taken back there is one."""
    asked = {"actor": evening.mother, "person_uid": evening.child.uid}
    leave = ask_leave(**asked, first_on=FIRST, last_on=FIRST, key=key())
    with pytest.raises(ClubRefused, match="请了假"):
        make_code(**asked, day=FIRST, key=key())
    withdraw_leave(actor=evening.mother, leave_uid=leave, key=key())
    assert make_code(**asked, day=FIRST, key=key())


def test_who_was_not_there_is_not_handed_over(evening: Evening) -> None:
    """The roll decides, as last corrected."""
    call(evening.world, evening.session, line(evening.place, "absent"))
    bond = PersonBond.objects.get(subject=evening.child)
    with pytest.raises(ClubRefused, match="没有到"):
        evening.hand_over(To(guardian_uid=bond.uid))


def test_another_family_arranges_nothing(evening: Evening) -> None:
    """The child does not exist for it."""
    stranger = guard()
    with pytest.raises(NotFound):
        make_code(actor=stranger, person_uid=evening.child.uid, day=FIRST, key=key())
    with pytest.raises(NotFound):
        authorise(
            actor=stranger, person_uid=evening.child.uid, name="甲", relation="other", key=key()
        )


def test_after_five_wrong_codes_none_is_looked_at(evening: Evening) -> None:
    """Each tells how many are left, the same under a key sent twice; then the right one is none."""
    day = evening.session.day
    code = make_code(actor=evening.mother, person_uid=evening.child.uid, day=day, key=key(), at=AT)
    wrong = "000000" if code != "000000" else "000001"
    for left in reversed(range(MOST_TRIES)):
        once = key()
        said = f"接送码不对.*不要放行.*还能试{left}次" if left else "输错5次.*不要放行"
        for _ in range(2):
            with pytest.raises(ClubRefused, match=said):
                evening.hand_over(To(code=wrong), key=once, uid=UUID(once))
    assert WrongCode.objects.count() == MOST_TRIES
    with pytest.raises(ClubRefused, match="不再看码"):
        evening.hand_over(To(code=code))
    bond = PersonBond.objects.get(subject=evening.child)
    assert evening.hand_over(To(guardian_uid=bond.uid))


def test_what_a_former_guardian_arranged_ends_with_him(evening: Evening) -> None:
    """Neither whom he named nor a code that he took opens the gate; the page shows neither."""
    about = {"actor": evening.mother, "person_uid": evening.child.uid}
    named = authorise(**about, name="王叔叔", relation="other", key=key())
    code = make_code(**about, day=FIRST, key=key())
    PersonBond.objects.filter(subject=evening.child).update(valid_to=FIRST)
    assert leaving(evening.world.clerk, evening.session.uid)[0].may == ()
    with pytest.raises(ClubRefused):
        evening.hand_over(To(collector_uid=named))
    with pytest.raises(ClubRefused):
        evening.hand_over(To(code=code))
    assert not HandOver.objects.exists()
