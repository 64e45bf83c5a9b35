"""Guardians hear of it the same day: the child was not there, or somebody else collected it."""

from datetime import timedelta
from typing import Any

from tests.domains.clubs.test_hand_over import Evening
from tests.domains.clubs.test_roll_calls import AT, call, line
from tests.domains.clubs.world import FIRST, World, guard, key, pupil
from xueyou.domains.clubs.services.families import authorise, make_code
from xueyou.domains.clubs.services.hand_over import To
from xueyou.domains.clubs.services.lapsing import tell_of_lapsed
from xueyou.domains.clubs.services.standings import exempt_pupils
from xueyou.domains.clubs.services.withdrawing import withdraw_standing
from xueyou.kernel.registry.models import PersonBond, Standing
from xueyou.platform.notifications.models import Notification


def told(family: Any) -> list[str]:
    """Return the kinds of what a family was told."""
    return list(
        Notification.objects.filter(user=family.user).order_by("pk").values_list("kind", flat=True)
    )


def test_both_guardians_hear_of_an_absence_once(world: World) -> None:
    """Not again when the roll is sent again, not of a day that is over, and without the name."""
    club, child = world.add("棋"), pupil(world, "林一")
    session, place = world.session(club), world.place(club, child)
    there = world.place(club, pupil(world, "赵二"))
    mother, father = guard(child), guard(child)
    call(world, session, line(place, "absent"), line(there))
    call(world, session, line(place, "absent"))
    assert told(mother) == told(father) == ["clubs.session.absent"]
    assert Notification.objects.count() == 2
    one = Notification.objects.first()
    assert one is not None
    assert "林一" not in str(one.params)
    assert one.link == f"/family/children/{child.uid}/clubs/"
    call(world, session, line(place, "present"), at=AT + timedelta(days=1))
    call(world, session, line(place, "absent"), at=AT + timedelta(days=1))
    assert Notification.objects.count() == 2


def test_a_guardian_hears_who_else_collected(world: World) -> None:
    """Somebody authorised or on a code; not when a guardian came."""
    evening = Evening(world)
    code = make_code(
        actor=evening.mother,
        person_uid=evening.child.uid,
        day=evening.session.day,
        key=key(),
        at=AT,
    )
    assert evening.hand_over(To(code=code))
    assert told(evening.mother) == ["clubs.session.collected"]
    authorise(
        actor=evening.mother,
        person_uid=evening.child.uid,
        name="林奶奶",
        relation="grandparent",
        key=key(),
    )
    assert told(evening.mother) == ["clubs.session.collected"]


def test_guardians_hear_when_an_exemption_begins_and_ends(world: World) -> None:
    """Of one child its days and its page; of two what holds for either; never why, never twice."""
    one, two = pupil(world, "林一"), pupil(world, "林二")
    mother, former = guard(one, two), guard(one)
    PersonBond.objects.filter(holder__account=former.user).update(valid_to=FIRST)
    mothers = Notification.objects.filter(user=mother.user)
    asked = {"actor": world.bureau, "school_uid": world.school.uid, "reason": "低保家庭"}
    for people in ([one], [one, two]):
        exempt_pupils(
            **asked, person_uids=[p.uid for p in people], valid_from=FIRST, key=key(), at=AT
        )
    assert told(mother) == ["clubs.exempt.begins"] * 2
    assert told(former) == []
    first, both = mothers.order_by("pk")
    assert (first.link, both.link) == (f"/family/children/{one.uid}/clubs/", "/family/")
    assert first.params == {"days": "2027年3月1日起"}
    standing = Standing.objects.filter(person=two).get()
    last = AT.date() + timedelta(days=30)
    exempt_pupils(
        **asked | {"reason": "本学期"},
        person_uids=[one.uid, two.uid],
        valid_from=FIRST,
        valid_to=last,
        key=key(),
        at=AT,
    )
    Standing.objects.filter(person=one, valid_to=None).update(voided_at=AT)
    assert tell_of_lapsed(at=AT) == 0
    for _ in range(2):
        tell_of_lapsed(at=AT + timedelta(days=31))
    (lapsed,) = mothers.filter(kind="clubs.exempt.lapsed")
    assert (lapsed.link, lapsed.params) == (
        f"/family/children/{one.uid}/clubs/",
        {"day": f"{last:%Y年%-m月%-d日}"},
    )
    withdraw_standing(
        actor=world.bureau, standing_uid=standing.uid, why="不再符合", key=key(), at=AT
    )
    ended = mothers.get(kind="clubs.exempt.ended")
    assert ended.link == f"/family/children/{two.uid}/clubs/"
    assert "低保" not in str(list(mothers.values_list("params", flat=True)))
