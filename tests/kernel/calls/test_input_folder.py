"""The freeze as files: what stands in them, and that the command line accepts them."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.calls.test_attestations import say
from tests.kernel.calls.world import (
    AFTER,
    World,
    child_of,
    citizen_number,
    key,
    line,
    parent,
)
from tests.paths import ROOT
from xueyou.kernel.calls.models import RoundState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.attesting import Fact
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.input_folder import InputDigest, input_folder, lanes_of
from xueyou.platform.acts.models import Act


def frozen(world: World) -> None:
    """Freeze the round after its deadline."""
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    world.round.refresh_from_db()


def written(world: World, folder: Path, lane: str = "") -> InputDigest:
    """Write a lane's folder."""
    folder.mkdir()
    return input_folder(world.round, lane, folder)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table back."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `xueyou admit check` on a folder."""
    return subprocess.run(
        [sys.executable, "-m", "xueyou.cli", "admit", "check", str(folder), "--quiet"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_written_before_the_freeze(world: World, tmp_path: Path):
    """Tests that a round that is still open has no folder."""
    with pytest.raises(CallRefused, match="还没有封存"):
        written(world, tmp_path / "in")


def test_the_folder_holds_what_was_handed_in_and_what_sources_say(world: World, tmp_path: Path):
    """Tests facts by precedence, wishes, places and pools, and that check accepts it all."""
    mother, father = parent("林母"), parent("王父")
    number = citizen_number(7)
    first = world.handed_in(
        mother,
        child_of(mother, number=number),
        {"zone": "东", "since": "2020-02-01", "note": "a,b"},
        民办=["P1"],
        公办=["S2", "S1"],
    )
    second = world.handed_in(father, child_of(father, name="王小明"), {"zone": "东"})
    third = parent("李母")
    world.filled(third, child_of(third, name="李小草"))  # never handed in
    say(world, first, local="yes", since=Fact("2021-02-01", "differs"))
    say(world, first, "housing", zone=Fact("", "no_answer"))
    say(world, second, "officer", zone="西", points="12.5")
    line(world, "S1", 10, "quota", batch="公办", pool="本地")
    frozen(world)
    folder = tmp_path / "in"
    digest = written(world, folder)
    people = {row["applicant"]: row for row in table(folder, "applicants")}
    assert people[first.receipt_no] == {
        "applicant": first.receipt_no,
        "group": "",
        "illness": "",
        "local": "yes",
        "points": "",
        "since": "2021-02-01",
        "zone": "东",
    }
    assert people[second.receipt_no]["zone"] == "西"
    wishes = [tuple(row.values()) for row in table(folder, "choices")]
    assert sorted(w for w in wishes if w[0] == first.receipt_no) == [
        (first.receipt_no, "公办", "1", "S2"),
        (first.receipt_no, "公办", "2", "S1"),
        (first.receipt_no, "民办", "1", "P1"),
    ]
    assert [tuple(row.values()) for row in table(folder, "options")] == [
        ("P1", "民办", "30", "东"),
        ("S1", "公办", "40", "东"),
        ("S2", "公办", "30", "东"),
    ]
    assert [tuple(row.values()) for row in table(folder, "quotas")] == [
        ("公办", "S1", "本地", "10")
    ]
    assert (digest.applicants, digest.choices, digest.options, digest.quotas) == (2, 5, 3, 1)
    found = check(folder)
    assert found.returncode == 0, found.stderr
    assert number not in "".join(path.read_text() for path in folder.iterdir())


def test_a_frozen_folder_has_the_same_bytes_each_time(world: World, tmp_path: Path):
    """Tests the digest, and that it covers every file."""
    for n in range(3):
        mother = parent(f"林{n}")
        world.handed_in(mother, child_of(mother, name="林小"))
    frozen(world)
    one, other = written(world, tmp_path / "one"), written(world, tmp_path / "other")
    assert one == other
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_each_lane_has_its_wishes_and_everything_else_alike(clubs: World, tmp_path: Path):
    """Tests that one draw serves all lanes: same people, places and rules."""
    mother = parent("林母")
    for name in ("林一", "林二"):
        clubs.handed_in(
            mother,
            child_of(mother, name=name),
            {"grade_said": "3"},
            mon=["choir", "chess"],
            tue=["robot"],
        )
    frozen(clubs)
    assert lanes_of(clubs.round) == ["mon", "tue"]
    for lane, wishes in (("mon", 4), ("tue", 2)):
        assert written(clubs, tmp_path / lane, lane).choices == wishes
        assert check(tmp_path / lane).returncode == 0
    for name in ("applicants.csv", "options.csv", "quotas.csv", "rules.yaml"):
        assert (tmp_path / "mon" / name).read_bytes() == (tmp_path / "tue" / name).read_bytes()
    assert {row["batch"] for row in table(tmp_path / "mon", "choices")} == {"点餐"}


def test_a_freeze_is_once_and_says_what_it_counted(world: World):
    """Tests the repeated key, another key, the act's data, the state."""
    mother = parent("林母")
    world.handed_in(mother, child_of(mother))
    code = key()
    first = freeze(actor=world.officer, round_uid=world.round.uid, key=code, at=AFTER)
    assert freeze(actor=world.officer, round_uid=world.round.uid, key=code, at=AFTER) == first
    with pytest.raises(CallRefused):
        freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    world.round.refresh_from_db()
    assert world.round.state == RoundState.FROZEN
    (data,) = Act.objects.filter(verb="calls.round.freeze").values_list("data", flat=True)
    assert (data["applications"], data["contested"], data["cut"]) == (1, 0, 0)
