"""Names and workbooks of a roll are the school's own; an office above sees them masked."""

import io
from uuid import uuid4

import pytest
import python_calamine as calamine

from tests.domains.roll.files import Rolls, pupil
from tests.kernel.registry.people_world import citizen_number, officer
from xueyou.domains.roll.models import RollImport
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.selectors.rolls import classes, may_fetch, pupils, roll_import, school
from xueyou.domains.roll.selectors.rolls import pupil as pupil_of
from xueyou.domains.roll.services.hand_in import returned_workbook
from xueyou.domains.roll.services.leaving import leave_school
from xueyou.kernel.registry.models import Membership, Person
from xueyou.kernel.registry.services.merging import erase_person
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.files.api import BlobState
from xueyou.platform.time import business_today


def state_of(roll: RollImport) -> str:
    """Return the state of a roll's workbook in the store."""
    return RollImport.objects.get(pk=roll.pk).attachment.blob.state


def test_offices_above_read_masked_names(rolls: Rolls) -> None:
    """Neither a list nor a page nor a search tells them whose child goes where."""
    rolls.take_in(rolls.hand_in([pupil(1), pupil(2, "王知夏")]))
    one = Membership.objects.get(person__name="林小满")
    above = officer("registry_officer", rolls.places.bureau, "above")
    seen = school(above, rolls.places.school_a.uid)
    assert {row.name for row in pupils(above, seen).rows} == {"林**", "王**"}
    assert pupils(above, seen, name="林小满").total == 2
    assert pupils(above, seen, code="primary:1:1班").total == 2
    assert [row.pupils for row in classes(above, seen)] == [2]
    row, contacts = pupil_of(above, one.uid)
    assert (row.name, contacts[0].name, contacts[0].phone) == ("林**", "林**", "138****0001")
    own = officer("registry_officer", rolls.places.school_a, "own")
    for actor in (rolls.clerk, own):
        seen = school(actor, rolls.places.school_a.uid)
        assert pupils(actor, seen, name="林小满").total == 1
        row, contacts = pupil_of(actor, one.uid)
        assert (row.name, contacts[0].name) == ("林小满", "林大海")


def test_only_a_wrong_roll_comes_back_and_only_to_its_school(rolls: Rolls) -> None:
    """Or to the officer who handed it in; each time is an act."""
    wrong = rolls.hand_in([pupil(1, 姓名="林1满")])
    above = officer("registry_officer", rolls.places.bureau, "above")
    assert roll_import(above, wrong.uid)[0].state == "wrong"
    assert (may_fetch(above, wrong.uid), may_fetch(rolls.clerk, wrong.uid)) == (False, True)
    with pytest.raises(NotFound):
        returned_workbook(above, wrong.uid)
    data = returned_workbook(rolls.clerk, wrong.uid)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert citizen_number(1) in str(sheet.to_python())
    fetched = Act.objects.get(verb="roll.fetch")
    assert fetched.subject_uid == wrong.uid
    his = rolls.hand_in([pupil(2, 姓名="王1夏")], actor=above)
    assert returned_workbook(above, his.uid)
    ready = rolls.hand_in([pupil(1)])
    for roll in (ready, rolls.take_in(ready)):
        with pytest.raises(NotFound):
            returned_workbook(rolls.clerk, roll.uid)


def test_the_workbook_goes_once_it_is_taken_in(rolls: Rolls) -> None:
    """With those it took the place of; undoing goes by the lines, and needs none."""
    wrong = rolls.hand_in([pupil(1, 姓名="林1满")])
    ready = rolls.hand_in([pupil(1)])
    assert (state_of(wrong), state_of(ready)) == (BlobState.CLEAN,) * 2
    done = rolls.take_in(ready)
    assert (state_of(wrong), state_of(done)) == (BlobState.DESTROYED,) * 2
    with pytest.raises(RollRefused, match="已经销毁"):
        returned_workbook(rolls.clerk, wrong.uid)
    rolls.undo(done.uid)
    assert not Person.objects.filter(name="林小满").exists()


def test_erasing_a_pupil_destroys_the_workbooks_of_his_school(rolls: Rolls) -> None:
    """One to be put right and one to be confirmed; the latter has to be handed in again."""
    rolls.take_in(rolls.hand_in([pupil(1)]))
    wrong, ready = rolls.hand_in([pupil(1, 班级="")]), rolls.hand_in([pupil(1, 班级="2班")])
    foreign = rolls.hand_in([pupil(7)], school=rolls.places.school_b, actor=rolls.other)
    leave_school(
        actor=rolls.clerk,
        membership_uid=Membership.objects.get().uid,
        on=business_today(),
        why="wrong",
        key=str(uuid4()),
    )
    erase_person(
        actor=officer("registry_keeper", rolls.places.bureau, "keeper"),
        person_uid=Person.objects.get(name="林小满").uid,
        ground="asked",
        key=str(uuid4()),
    )
    assert (wrong.state, ready.state) == ("wrong", "ready")
    assert (state_of(wrong), state_of(ready)) == (BlobState.DESTROYED,) * 2
    ready.refresh_from_db()
    assert ready.state == "stale"
    assert state_of(foreign) == BlobState.CLEAN
