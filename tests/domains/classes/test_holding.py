"""What is kept of a child in classes is handed out, moved with a merged file, and erased."""

import json
from datetime import timedelta

import pytest

from tests.domains.classes.grade import Grade
from tests.kernel.registry.people_world import doing
from xueyou.domains.classes.holders import ClassesHolder
from xueyou.domains.classes.models import REASON, VALUES, Demand
from xueyou.domains.classes.services.keeping import kept
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.people import add_person
from xueyou.platform.files.api import Attachment
from xueyou.platform.files.store import destroy_due
from xueyou.platform.time import business_today, wall_now


def test_a_child_is_told_what_is_kept(grade: Grade) -> None:
    """School, year, code, class, what was filled in and asked."""
    division = grade.open()
    grade.fill(division, {"片区": ["东", "西"] * 24})
    grade.demand(division, "together", "twins", 0, 1)
    pupil = division.pupils.order_by("code").first()
    assert pupil is not None
    (said,) = ClassesHolder().export(pupil.person)["divisions"]
    assert (said["grade"], said["code"], said["class"]) == (7, pupil.code, None)
    assert (said["filled_in"], said["demands"]) == ({"片区": "东"}, ["同班"])


def test_merged_files_take_the_place_along(grade: Grade) -> None:
    """Both on one list is refused: somebody would have two places."""
    division = grade.open()
    first, second = division.pupils.select_related("person")[:2]
    with pytest.raises(RegistryRefused, match="同一份分班名单"):
        ClassesHolder().merge(first.person, second.person, wall_now())
    with doing() as a:
        kept = add_person(a, name="林小满", sex="male", born_on=None)
    ClassesHolder().merge(first.person, kept, wall_now())
    first.refresh_from_db()
    assert first.person == kept


def test_an_erased_child_leaves_a_code(grade: Grade) -> None:
    """What was filled in goes; while a sealed list waits nothing may go."""
    division = grade.open()
    grade.fill(division, {"片区": ["东", "西"] * 24})
    pupil = division.pupils.order_by("code").select_related("person")[0]
    grade.demand(division, "apart", "conflict", 0, 1, reason="张三打过李四")
    grade.draw(grade.seal(division))
    with pytest.raises(RegistryRefused, match="封存"):
        ClassesHolder().erase(pupil.person, wall_now())
    division.refresh_from_db()
    from xueyou.domains.classes.services.issuing import issue_list

    grade.sign(division)
    issue_list(actor=grade.clerk, division_uid=division.uid, key="a")
    ClassesHolder().erase(pupil.person, wall_now())
    pupil.refresh_from_db()
    assert json.loads(VALUES.text(pupil)) == {}
    assert REASON.text(Demand.objects.get()) == ""
    assert pupil.code


def test_names_at_the_gate_are_destroyed_when_their_time_is_over(grade: Grade) -> None:
    """The list with names goes first; what proves the draw, by codes, stays for years."""
    division = grade.issued()
    lot = division.lots.get()
    files = Attachment.objects.filter(owner_uid=lot.uid)
    until = {one.purpose: one.delete_after for one in files}
    assert until["gate.json"] == business_today() + timedelta(days=7)
    assert until["roster.csv"] > business_today() + timedelta(days=1000)
    grade.clock.advance(timedelta(days=8))
    destroy_due()
    assert set(kept(lot)) == {"roster.csv", "rules.yaml", "run.json", "result.csv"}
