"""An act names who confirmed a roll; a merge afterwards speaks against undoing it."""

import pytest

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import doing, officer
from xueyou.domains.roll.holders import RollHolder
from xueyou.domains.roll.models import RollLine
from xueyou.domains.roll.refusals import RollRefused
from xueyou.kernel.registry.models import Membership, Person
from xueyou.kernel.registry.services.people import add_person
from xueyou.platform.acts.models import Act
from xueyou.platform.time import wall_now


def test_the_act_names_who_confirmed(rolls: Rolls) -> None:
    """Not who handed the file in."""
    second = officer("registry_officer", rolls.places.school_a, "second")
    rolls.take_in(rolls.hand_in([pupil(1)]), second)
    recorded = Act.objects.get(verb="roll.record")
    assert recorded.on_behalf == str(second) != str(rolls.clerk)


def test_who_took_in_another_is_not_undone(rolls: Rolls) -> None:
    """Also where the roll only moved him to another class, or made the file that is gone."""
    done = rolls.take_in(rolls.hand_in([pupil(1)]))
    made = Person.objects.get(name="林小满")
    with doing() as a:
        keep = add_person(a, name="林小满", sex="male", born_on=made.born_on)
        RollHolder().merge(made, keep, wall_now())
        made.merged_into = keep
        made.save(update_fields=["merged_into"])
    with pytest.raises(RollRefused, match="并进过另一份"):
        rolls.undo(done.uid)
    assert Membership.objects.count() == RollLine.objects.count() == 1
