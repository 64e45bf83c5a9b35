"""What a roll says of guardians: it ends with the pupil, goes stale, and is not undone in use."""

from uuid import uuid4

import pytest

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import claim, doing
from tests.kernel.registry.test_contacts import with_phone
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.services.leaving import leave_school
from xueyou.kernel.registry.models import CONTACT_PHONE, GuardianContact, Membership, PersonBond
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.kernel.registry.services.contacts import Named, name_guardians
from xueyou.platform.time import business_today

RIGHT, WRONG, OTHER = "13800000001", "13911112222", "13933334444"


def phones() -> list[str]:
    """Return the numbers that are named today."""
    rows = GuardianContact.objects.filter(ended_at=None).order_by("pk")
    return [CONTACT_PHONE.text(row) for row in rows]


def naming(number: str, **more: str) -> list[dict[str, object]]:
    """Return a roll of one pupil with that guardian's number."""
    return [pupil(1, 监护人1手机号=number, **more)]


def leave(rolls: Rolls) -> None:
    """Take the one pupil off the roll."""
    leave_school(
        actor=rolls.clerk,
        membership_uid=Membership.objects.get(valid_to=None, voided_at=None).uid,
        on=business_today(),
        why="wrong",
        key=str(uuid4()),
    )


def test_a_roll_that_made_a_guardian_is_not_undone(rolls: Rolls) -> None:
    """Until he is one no longer; a wrong number would stay in sight of the child otherwise."""
    rolls.take_in(rolls.hand_in(naming(RIGHT)))
    wrong = rolls.take_in(rolls.hand_in(naming(WRONG)))
    who = with_phone("x", WRONG)
    assert claim(who).state == "confirmed"
    with pytest.raises(RollRefused, match="监护人"):
        rolls.undo(wrong.uid)
    assert phones() == [WRONG]
    with doing() as a:
        unbind(a, PersonBond.objects.get(), on=business_today())
    assert children_of(who.actor) == []
    with pytest.raises(RollRefused, match="监护人又改过"):
        rolls.undo(wrong.uid)


def test_a_guardian_of_an_earlier_roll_is_in_nobodys_way(rolls: Rolls) -> None:
    """Undoing a later roll, which only named him once more, leaves him what he was."""
    rolls.take_in(rolls.hand_in(naming(RIGHT)))
    who = with_phone("x", RIGHT)
    claim(who)
    later = rolls.take_in(rolls.hand_in(naming(RIGHT, 监护人1关系="母亲")))
    rolls.undo(later.uid)
    assert (phones(), len(children_of(who.actor))) == ([RIGHT], 1)


def test_an_older_preview_overwrites_no_newer_guardian(rolls: Rolls) -> None:
    """It is shown again first."""
    rolls.take_in(rolls.hand_in(naming(RIGHT)))
    old, new = rolls.hand_in(naming(WRONG)), rolls.hand_in(naming(OTHER))
    rolls.take_in(new)
    assert rolls.take_in(old).state == "stale"
    assert phones() == [OTHER]
    rolls.undo(new.uid)
    assert phones() == [RIGHT]


def test_rolls_are_undone_in_the_order_they_were_taken_in(rolls: Rolls) -> None:
    """Not in which they were handed in."""
    rolls.take_in(rolls.hand_in(naming(RIGHT)))
    blank = {"监护人1姓名": "", "监护人1关系": "", "监护人1手机号": ""}
    moved = rolls.hand_in([pupil(1, **blank, 班级="2班")])
    named = rolls.take_in(rolls.hand_in(naming(OTHER)))
    assert rolls.take_in(moved).state == "done"
    with pytest.raises(RollRefused, match="后来又导入过"):
        rolls.undo(named.uid)
    rolls.undo(moved.uid)
    rolls.undo(named.uid)
    assert phones() == [RIGHT]


def test_a_pupil_who_leaves_takes_the_named_numbers_along(rolls: Rolls) -> None:
    """What the school has said of him holds no longer; what others said does."""
    rolls.take_in(rolls.hand_in(naming(WRONG)))
    leave(rolls)
    assert phones() == []
    assert claim(with_phone("x", WRONG)).state == "pending"
    rolls.take_in(rolls.hand_in(naming(RIGHT)))
    assert phones() == [RIGHT]
    ward = Membership.objects.filter(valid_to=None, voided_at=None).get().person
    with doing() as a:
        one = Named(ward, "林大海", "父亲", OTHER)
        name_guardians(a, [ward], [one], source=Ref("roll", uuid4()))
    leave(rolls)
    assert phones() == [OTHER]
