"""What every office agrees on is passed at once; what anybody doubts is not; kin are left out."""

from typing import Any

import pytest

from tests.domains.enrolment.world import NOW, child_of, parent
from tests.surfaces.desk.conftest import Checked
from tests.surfaces.soup import words
from xueyou.domains.checks.models import Recusal
from xueyou.domains.checks.services import agreeing as batches
from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act


def test_a_batch_is_passed_and_taken_back_whole(checked: Checked) -> None:
    """One act names them; once one of them was worked on, the batch stands."""
    call = checked.world.call.uid
    here, agreed = f"/desk/calls/{call}/", f"/desk/calls/{call}/agreed/"
    father = parent("哥哥")
    nephew = checked.world.handed_in(father, child_of(father, name="小侄子"))
    checked.files["小侄子"] = nephew
    with act(SYSTEM, "tests.work") as a:
        mine = account_person(checked.officer.actor.user)  # type: ignore[arg-type]
        his = account_person(father.user)  # type: ignore[arg-type]
        bind(a, "sibling", mine, his, basis="household", on=a.business_at.date())
        a.about("person", mine.uid)
    for name in ("林知夏", "周子衿", "许砚舟", "小侄子"):
        checked.says(name, "police", register_zone=("LY", "agrees"))
    checked.says("许砚舟", "housing", zone=("", "no_answer"))
    checked.officer.do(agreed)
    passed = Application.objects.filter(state="checked").values_list("uid", flat=True)
    assert set(passed) == {checked.files["林知夏"].uid, checked.files["周子衿"].uid}
    assert len(Act.objects.get(verb="checks.files.pass").data["files"]) == 2

    checked.officer.do(f"{agreed}undo/")
    assert not Application.objects.filter(state="checked").exists()
    checked.officer.do(agreed)
    checked.officer.do(f"/desk/files/{checked.files['林知夏'].uid}/undo/")
    checked.officer.do(f"{agreed}undo/")
    assert "一份一份地撤销" in words(checked.officer.see(here))
    assert checked.state("周子衿") == "checked"


def test_a_doubt_that_comes_before_the_lock_keeps_its_file_out(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen while all agreed, held after one does not any more: it is left for a person."""
    for name in ("林知夏", "周子衿"):
        checked.says(name, "police", register_zone=("LY", "agrees"))
    hold = batches._hold

    def too_late(*given: Any) -> None:
        Attestation.objects.filter(application=checked.files["周子衿"]).update(worst="differs")
        hold(*given)

    monkeypatch.setattr(batches, "_hold", too_late)
    checked.officer.do(f"/desk/calls/{checked.world.call.uid}/agreed/")
    assert [checked.state(name) for name in ("林知夏", "周子衿")] == ["checked", "submitted"]


@pytest.mark.parametrize("most", [1, 2, 500])
def test_kin_and_doubles_take_no_place_in_a_full_batch(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """First in line and not to be passed: the batch is filled with those behind."""
    for name in checked.files:
        checked.says(name, "police", register_zone=("LY", "agrees"))
    kin, double, *behind = Application.objects.filter(
        pk__in=[one.pk for one in checked.files.values()]
    ).order_by("receipt_no")
    account = checked.officer.actor.user
    Recusal.objects.create(application=kin, account=account, declared_at=NOW)
    monkeypatch.setattr(batches, "held_back", lambda files: {double.pk} & {one.pk for one in files})
    monkeypatch.setattr(batches, "MOST", most)
    here = f"/desk/calls/{checked.world.call.uid}/"
    agreed = f"{here}agreed/"
    for passed in range(most, len(behind) + most, most):
        checked.officer.do(agreed)
        states = [Application.objects.get(pk=one.pk).state for one in behind]
        assert states.count("checked") == min(passed, len(behind))
    checked.officer.do(agreed)
    assert "一份一份地看" in words(checked.officer.see(here))
    assert {Application.objects.get(pk=one.pk).state for one in (kin, double)} == {"submitted"}
