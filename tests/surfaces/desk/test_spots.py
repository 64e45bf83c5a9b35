"""Spot checks: drawn by a public number that comes later, to be replayed, looked at by others."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.domains.enrolment.world import NOW
from tests.surfaces.calls.conftest import box
from tests.surfaces.desk.conftest import NAMES, Checked, desk_of
from tests.surfaces.soup import words
from xueyou.domains.checks.models import SpotCheck, SpotPick
from xueyou.formats.proof import draws
from xueyou.kernel.calls.models import Application
from xueyou.kernel.draws.models import Draw


def test_a_drawn_file_is_looked_at_by_somebody_else(checked: Checked, business_clock: Any) -> None:
    """One in ten, rounded up; the number fixes which; not by who passed it; a fault undoes."""
    here = f"/desk/calls/{checked.world.call.uid}/spots/"
    given = {
        "name": "公证处摇号",
        "form": "digits:7",
        "not_before": box(NOW + timedelta(hours=1)),
    }
    assert checked.officer.post(here, given).status_code == 422
    for name in NAMES:
        checked.officer.do(f"/desk/files/{checked.files[name].uid}/pass/")
    there = checked.officer.do(here, given)
    early = checked.officer.post(there, {"published": "1234567"})
    assert early.status_code == 422
    business_clock.move_to(NOW + timedelta(hours=2))
    checked.officer.do(there, {"published": "1234567"})

    pick = SpotPick.objects.get()
    draw = Draw.objects.get(uid=SpotCheck.objects.get().draw_uid)
    numbers = Application.objects.values_list("receipt_no", flat=True)
    tickets = draws.tickets_csv(
        bytes.fromhex(draw.seed),
        draws.roster_csv(("", number) for number in numbers),
        circular=False,
    )
    assert draws.read_roster(tickets)[0][0] == pick.application.receipt_no

    drawn = f"/desk/calls/{checked.world.call.uid}/?in=drawn"
    assert len(checked.officer.see(drawn).cssselect(".desk-wide tbody tr")) == 1
    look = f"/desk/files/{pick.application.uid}/look/"
    assert checked.officer.post(look, {"in_order": "yes"}).status_code == 422
    other = desk_of("enrolment_officer", checked.world.office.bureau)
    assert "抽中复查" in words(other.see(f"/desk/files/{pick.application.uid}/"))
    other.do(look, {"in_order": "no"})
    pick.refresh_from_db()
    assert pick.in_order is False
    assert Application.objects.get(pk=pick.application_id).state == "submitted"
    assert "有问题1份" in words(other.see(there))


def test_who_passed_it_last_does_not_look_again(checked: Checked) -> None:
    """A passing taken back is none, a batch is one; what is not passed is not looked at."""
    name, call = "林知夏", checked.world.call
    file = checked.files[name]
    colleague = desk_of("enrolment_officer", checked.world.office.bureau)
    pass_, undo, look = (f"/desk/files/{file.uid}/{verb}/" for verb in ("pass", "undo", "look"))
    checked.says(name, "police", register_zone=("LY", "agrees"))
    colleague.do(pass_)
    colleague.do(undo)
    checked.officer.do(f"/desk/calls/{call.uid}/agreed/")
    spot = SpotCheck.objects.create(
        draw_uid=uuid4(), call=call, among=1, wanted=1, committed_at=NOW, picked_at=NOW
    )
    pick = SpotPick.objects.create(spot=spot, application=file, place=1)
    own = checked.officer.post(look, {"in_order": "yes"})
    assert "另一个人" in own.content.decode()
    checked.officer.do(undo)
    early = colleague.post(look, {"in_order": "yes"})
    assert "没有登记" in early.content.decode()
    pick.refresh_from_db()
    assert pick.looked_at is None
    checked.officer.do(pass_)
    colleague.do(look, {"in_order": "yes"})
    pick.refresh_from_db()
    assert pick.in_order is True
