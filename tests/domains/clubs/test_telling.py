"""Guardians hear of it the same day: the child was not there, or somebody else collected it."""

from datetime import timedelta
from typing import Any

from tests.domains.clubs.test_hand_over import Evening
from tests.domains.clubs.test_roll_calls import AT, call, line
from tests.domains.clubs.world import World, guard, key, pupil
from xueyou.domains.clubs.services.families import authorise, make_code
from xueyou.domains.clubs.services.hand_over import To
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
