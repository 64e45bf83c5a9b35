"""A refilled folder can be computed anew from the run and the withdrawals in it."""

import csv
import json
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, and only for made cases

import pytest

from tests.formats.proof.bundles import CODE, copied, files_of, rewrite_manifests, write_inputs
from tests.reference.admission_worlds import made_from
from xueyou.formats.proof.verify import Differs, check
from xueyou.rulebook.allocation.run import run
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers.refill_folder import NoRefill, check_refill, write_refill
from xueyou.rulebook.answers.sealed import BundleBroken, open_sealed
from xueyou.rulebook.language.faults import InputRefused

UNREADABLE = (Differs, BundleBroken, LookupError, ValueError, TypeError, InputRefused)


def made_run(folder: Path, number: int, refill: str = "next") -> Path:
    """Run a made city whose batches refill, and return OUT."""
    made = made_from(number, 24, 5)
    for batch in made.rules["batches"]:
        batch["refill"] = refill
    run(write_inputs(made, folder / "in"), folder / "out", code=CODE, seed=made.seed)
    return folder / "out"


def withdrawn(path: Path, out: Path, seed: int, count: int = 5) -> Path:
    """Write a table of people who withdraw from everything."""
    placed = [row[0] for row in rows(out / "placements.csv")]
    Random(seed).shuffle(placed)
    path.write_text("applicant\n" + "".join(f"{who}\n" for who in placed[:count]), encoding="utf-8")
    return path


def rows(file: Path) -> list[list[str]]:
    """Return the rows of a table without its heading."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))[1:]


@pytest.fixture(scope="module")
def refilled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run refilled twice."""
    base = tmp_path_factory.mktemp("refilled")
    out = made_run(base, 5)
    write_refill(out, withdrawn(base / "1.csv", out, 1), base / "one", code=CODE)
    write_refill(base / "one", withdrawn(base / "2.csv", base / "one", 2), base / "two", code=CODE)
    return base / "two"


@pytest.mark.parametrize("number", range(20))
def test_both_parts_of_made_cities_hold(number: int, tmp_path: Path) -> None:
    """The facts and the ordered keys come to the same calls; the run inside is untouched."""
    try:
        out = made_run(tmp_path, number)
    except NoSolution:
        return
    gone = withdrawn(tmp_path / "W.csv", out, number)
    try:
        write_refill(out, gone, tmp_path / "D2", code=CODE)
    except NoSolution:
        assert not (tmp_path / "D2").exists()
        return
    for part in ("", "public"):
        assert check(str(tmp_path / "D2" / part / "base"))
        assert check_refill(tmp_path / "D2" / part)[-1].endswith("逐字节一致。")
    for file in files_of(out):
        assert (tmp_path / "D2/base" / file.relative_to(out)).read_bytes() == file.read_bytes()


def test_a_second_round_begins_where_the_first_ended(refilled: Path) -> None:
    """Nobody of the first round comes back; base stays the run; the rounds stand in one table."""
    one = refilled.parent / "one"
    said = [json.loads((each / "certificate.json").read_bytes()) for each in (one, refilled)]
    assert [each["rounds"] for each in said] == [1, 2]
    assert said[0]["base"] == said[1]["base"]
    first, both = rows(one / "withdrawn.csv"), rows(refilled / "withdrawn.csv")
    assert both[: len(first)] == first
    gone = {row[1] for row in both}
    placed = {row[0]: row[1:] for row in rows(refilled / "placements.csv")}
    assert not gone & placed.keys()
    before = {row[0]: row for row in rows(one / "placements.csv")}
    changed = {row[0]: row for row in rows(refilled / "changes.csv")}
    assert {who for who in gone & before.keys()} <= changed.keys()
    for who in before.keys() - gone:
        if who not in changed:
            assert placed[who][:2] == before[who][1:3]
    people = said[1]["counts"]
    assert people["placed"] == len(placed)
    assert people["unplaced"] == len(rows(refilled / "unplaced.csv"))
    assert people["applicants"] == len(placed) + people["unplaced"] + len(gone - placed.keys())


def test_the_waiting_lists_lose_who_no_longer_waits(refilled: Path) -> None:
    """What is left of the run's lists, in the same order, counted from 1."""
    base, now = rows(refilled / "base/waiting.csv"), rows(refilled / "waiting.csv")
    kept = [[*row[:3], row[4]] for row in now]
    assert [row for row in ([*each[:3], each[4]] for each in base) if row in kept] == kept
    assert len(now) < len(base)
    gone = {row[1] for row in rows(refilled / "withdrawn.csv")}
    assert not gone & {row[4] for row in now}
    places: dict[tuple[str, ...], list[int]] = {}
    for row in now:
        places.setdefault(tuple(row[:3]), []).append(int(row[3]))
    for positions in places.values():
        assert sorted(set(positions)) == list(range(1, max(positions) + 1))


def test_every_changed_file_is_found(refilled: Path, tmp_path: Path) -> None:
    """One byte of each file of the refill itself, with every manifest made to fit."""
    own = [one for one in files_of(refilled) if "base" not in one.relative_to(refilled).parts]
    assert len(own) == 15
    for file in own:
        name = file.relative_to(refilled)
        forged = copied(refilled, tmp_path / "forged")
        data = (forged / name).read_bytes()
        (forged / name).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        if "MANIFEST" not in name.name and "LINES" not in name.name:
            rewrite_manifests(forged)
        with pytest.raises(UNREADABLE):
            check_refill(forged)


def test_what_is_added_or_taken_away_is_found(refilled: Path, tmp_path: Path) -> None:
    """A file too many, a link, another run inside the public part."""
    for change in ("more.txt", "public/more.txt", "public/base/more.txt"):
        forged = copied(refilled, tmp_path / "forged")
        (forged / change).write_text("x", encoding="utf-8")
        rewrite_manifests(forged)
        with pytest.raises(Differs, match="more"):
            check_refill(forged)
    forged = copied(refilled, tmp_path / "forged")
    (forged / "waiting.csv").unlink()
    (forged / "waiting.csv").symlink_to(refilled / "waiting.csv")
    with pytest.raises(Differs, match="链接"):
        check_refill(forged)


def test_who_withdrew_is_part_of_the_code(refilled: Path, tmp_path: Path) -> None:
    """Another list of withdrawals makes another result, even if all is computed to fit."""
    out = refilled / "base"
    other = write_refill(out, withdrawn(tmp_path / "W.csv", out, 9), tmp_path / "D2", code=CODE)
    again = write_refill(out, withdrawn(tmp_path / "W.csv", out, 9), tmp_path / "D3", code=CODE)
    one = (refilled.parent / "one/certificate.json").read_bytes()
    assert other.certificate != json.loads(one)
    assert other.code == again.code
    assert json.loads(one)["base"] == other.certificate["base"]


def test_rules_that_call_nobody_and_folders_that_do_not_hold_are_refused(tmp_path: Path) -> None:
    """Nothing is written; a refilled folder is continued only if it is what it says."""
    out = made_run(tmp_path, 5, refill="none")
    gone = withdrawn(tmp_path / "W.csv", out, 1)
    with pytest.raises(NoRefill):
        write_refill(out, gone, tmp_path / "D2", code=CODE)
    with pytest.raises(BundleBroken):
        write_refill(tmp_path / "in", gone, tmp_path / "D2", code=CODE)
    again = made_run(tmp_path / "again", 5)
    write_refill(again, gone, tmp_path / "D2", code=CODE)
    with pytest.raises(BundleBroken, match="base"):
        open_sealed(tmp_path / "D2")
    table = (tmp_path / "D2/withdrawn.csv").read_text(encoding="utf-8")
    for broken in (
        table.replace(table.splitlines()[1] + "\n", ""),
        "round,applicant,batch\nx,y,z\n",
    ):
        (tmp_path / "D2/withdrawn.csv").write_text(broken, encoding="utf-8")
        with pytest.raises(BundleBroken):
            write_refill(tmp_path / "D2", gone, tmp_path / "D3", code=CODE)
    assert not (tmp_path / "D3").exists()


def test_every_fault_of_the_table_is_told_at_once(tmp_path: Path) -> None:
    """Strangers, no such batch, two rows for one, who withdrew before; an empty table has none."""
    out = made_run(tmp_path, 5)
    placed = rows(out / "placements.csv")
    one, two = placed[0][0], placed[1][0]
    (tmp_path / "1.csv").write_text(f"applicant\n{one}\n", encoding="utf-8")
    write_refill(out, tmp_path / "1.csv", tmp_path / "D2", code=CODE)
    text = f"batch,applicant\n,{one}\n,zz\nnone,{two}\na,{two}\na,{two}\n"
    (tmp_path / "2.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_refill(tmp_path / "D2", tmp_path / "2.csv", tmp_path / "D3", code=CODE)
    assert [(fault.row, fault.code) for fault in refused.value.faults] == [
        (2, "withdrawn_twice"),
        (3, "unknown_applicant"),
        (4, "unknown_batch"),
        (6, "withdrawn_twice"),
    ]
    (tmp_path / "2.csv").write_text("who\nx\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_refill(tmp_path / "D2", tmp_path / "2.csv", tmp_path / "D3", code=CODE)
    faults = [(fault.code, fault.column) for fault in refused.value.faults]
    assert faults == [("missing_column", None)]
    (tmp_path / "2.csv").write_text("applicant,batch\n", encoding="utf-8")
    written = write_refill(tmp_path / "D2", tmp_path / "2.csv", tmp_path / "D3", code=CODE)
    assert written.certificate["rounds"] == 2
    assert rows(tmp_path / "D3/changes.csv") == []
    assert check_refill(tmp_path / "D3")


def test_the_waiting_lists_come_from_the_facts(refilled: Path, tmp_path: Path) -> None:
    """A row more in the run's own list, which no verifier computes anew, is not taken over."""
    base = copied(refilled / "base", tmp_path / "run")
    first = (base / "waiting.csv").read_text(encoding="utf-8").splitlines()[1]
    for name in ("waiting.csv", "unplaced.csv"):
        (base / name).write_text((base / name).read_text(encoding="utf-8") + first + "\n", "utf-8")
    gone = refilled.parent / "1.csv"
    write_refill(base, gone, tmp_path / "D2", code=CODE)
    for name in ("waiting.csv", "unplaced.csv"):
        right = (refilled.parent / "one" / name).read_bytes()
        assert (tmp_path / "D2" / name).read_bytes() == right, name
