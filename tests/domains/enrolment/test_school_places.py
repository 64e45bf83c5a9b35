"""Schools and places from a table: checked whole, then set up; again goes on where it stopped."""

import csv
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from tests.domains.enrolment.world import NOW, World, key
from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.domains.enrolment.services.school_places import set_up_places
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import CapacityLine, Option, Round
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.rounds import Times, add_round
from xueyou.platform.accounts.models import User


def empty_round(world: World) -> UUID:
    """Return a round of a call that has no schools yet."""
    call = open_call(
        actor=world.officer,
        kind="enrolment.school",
        organisation_uid=world.office.bureau.uid,
        year=2026,
        title="2026年小学入学补录",
        settings={"stage": "primary"},
        key=key(),
    )
    times = Times(NOW, NOW + timedelta(days=3))
    return add_round(actor=world.officer, call_uid=call, times=times, key=key())


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Return rows of codes and numbers."""
    return [{"学校代码": code, "计划人数": places} for code, places in pairs]


def test_schools_get_zone_and_places_once(world: World) -> None:
    """Tests the options that come of a table; the same key again adds nothing."""
    round_uid, own = empty_round(world), key()
    table = table_of("places", rows(("LY", "160"), ("WL", "120"), ("QX", "45")))
    for _ in range(2):
        done = set_up_places(actor=world.officer, round_uid=round_uid, table=table, key=own)
        assert done == 3
    lines = CapacityLine.objects.filter(round__uid=round_uid)
    assert dict(lines.values_list("option__code", "delta")) == {"LY": 160, "WL": 120, "QX": 45}
    assert lines.count() == 3
    call = Round.objects.get(uid=round_uid).call
    zones = {one.code: one.attributes["zone"] for one in Option.objects.filter(call=call)}
    assert zones == {"LY": "LY", "WL": "LY", "QX": "QX"}


def test_every_fault_is_told_and_nothing_is_set_up(world: World) -> None:
    """Tests an unknown school, one twice, no number, and places that stand already."""
    round_uid = empty_round(world)
    take = {"actor": world.officer, "round_uid": round_uid}
    set_up_places(**take, table=table_of("places", rows(("QX", "45"))), key=key())
    bad = rows(("XX", "1"), ("LY", "很多"), ("WL", "120"), ("WL", "120"), ("QX", "45"))
    with pytest.raises(TableNotTaken) as refused:
        set_up_places(**take, table=table_of("places", bad), key=key())
    found = [(fault.row, fault.column) for fault in refused.value.faults]
    assert found == [(2, "学校代码"), (3, "计划人数"), (5, "学校代码"), (6, "学校代码")]
    assert CapacityLine.objects.filter(round__uid=round_uid).count() == 1


def test_the_commands_take_files(world: World, tmp_path: Path) -> None:
    """Tests both commands on files, and their words for a table that is not taken."""
    round_uid = empty_round(world)
    places, zones = tmp_path / "places.csv", tmp_path / "zones.csv"
    for file, head, row in (
        (places, ["学校代码", "计划人数"], ["LY", "160"]),
        (zones, ["地名", "学校代码"], ["新路", "LY"]),
    ):
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([head, row])
    user = world.officer.user
    assert isinstance(user, User)
    by = f"--by={user.login_name}"
    call_command("places_import", str(places), by, round=str(round_uid))
    assert CapacityLine.objects.get(round__uid=round_uid).delta == 160
    code = world.office.bureau.code
    about = {"county": code, "stage": "primary", "from": "2026-07-01", "source": "补充通告，待核"}
    args = [f"--{name}={value}" for name, value in about.items()] + [by]
    call_command("zones_import", str(zones), *args)
    zones.write_text("地名,学校代码\n新路,XX\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第2行 学校代码"):
        call_command("zones_import", str(zones), *args)
    with pytest.raises(CommandError, match="登录名"):
        call_command("zones_import", str(zones), *args[:-1], "--by=nobody")
