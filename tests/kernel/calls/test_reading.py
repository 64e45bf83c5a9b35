"""Who sees which applications, and no more of them than his view says."""

from datetime import date

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import TODAY, World, child_of, claimed, parent
from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.selectors.applications import application, counts, listed, sheet
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.registry.models import PersonBond
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.platform.access.reading import NotFound, read
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act


def test_a_school_reads_no_application_by_being_wished_for(world: World):
    """Tests that neither a line nor the sheet is there for the clerk of the school."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother), 公办=["S1"])
    assert list(read(world.clerk, READ_APPLICATION, FamilySees)) == []
    with pytest.raises(NotFound):
        sheet(world.clerk, done.uid)


def test_the_office_sees_names_masked_and_sensitive_answers_not(world: World):
    """Tests the list, the counts and the sheet."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother), {"zone": "东", "illness": "asthma"})
    (line,) = listed(world.officer, world.call.uid)
    assert (line.child, line.state) == ("林**", "submitted")
    assert counts(world.officer, world.call.uid) == {"submitted": 1}
    assert sheet(world.officer, done.uid).answers == {"zone": "东", "illness": "＊＊＊"}
    with pytest.raises(NotFound):
        counts(world.officer, "no-uid")


def test_a_guardian_whose_bond_ended_loses_sight_at_once(world: World):
    """Tests reading and writing the moment after a judgment; the other guardian goes on."""
    mother, father = parent("林母"), parent("林父")
    done = world.handed_in(mother, child_of(mother, father, on=date(2026, 1, 1)))
    assert application(father, done.uid)
    bond = PersonBond.objects.get(holder__account=father.user)
    with act(SYSTEM, WORK.name) as a:
        unbind(a, bond, on=TODAY)
        a.about("bond", bond.uid)
    with pytest.raises(NotFound):
        application(father, done.uid)
    with pytest.raises(NotFound):
        save_draft(actor=father, application_uid=done.uid, answers={"zone": "西"})
    assert application(mother, done.uid)


def test_a_family_sees_its_child_whole(world: World):
    """Tests the family's own view, and that a claim is its account's alone."""
    mother, other = parent("林母"), parent("王母")
    world.handed_in(mother, child_of(mother))
    world.handed_in(other, claimed(name="王小明"))
    assert [row.child for row in read(mother, READ_APPLICATION, FamilySees)] == ["林小满"]
    assert [row.child for row in read(other, READ_APPLICATION, FamilySees)] == ["王小明"]
