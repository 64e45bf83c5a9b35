"""`xueyou draw`: committed before, revealed once, and nobody moves last."""

import csv
import hashlib
import hmac
import json
import shutil

import pytest

from tests.cli.draw_room import (
    BEFORE,
    NAME,
    SOURCE_AT,
    commit,
    made_room,
    reveal,
    witnesses,
)
from tests.cli.run import xueyou
from xueyou.formats.sm3 import sm3_hex

__all__ = ["made_room"]


def test_the_seed_and_tickets_are_what_the_page_says(room):
    """Tests the whole draw against a computation from docs/handbook/proof.md alone."""
    assert commit(room, *witnesses(room, "one", "two")).code == 0
    done = reveal(room, *witnesses(room, "two", "one"))
    assert done.code == 0, done.err
    data = (room / "c.json").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    words = f"xueyou-seed/1\n{digest}\n3 12 18 22 25 31\n73519\n88201\n"
    seed = hashlib.sha256(words.encode()).digest()
    said = json.loads((room / "draw" / "reveal.json").read_bytes())
    assert said["seed"] == seed.hex()
    assert said["start"] == hmac.new(seed, b"start", "sha256").hexdigest()
    up = hmac.new(seed, b"direction", "sha256").digest()[0] < 128
    assert said["direction"] == ("up" if up else "down")
    rows = list(csv.reader((room / "draw" / "tickets.csv").read_text().splitlines()))[1:]
    assert {row[0] for row in rows} == {"G1", "b1", "c1"}
    start, circle = int(said["start"], 16), 2**256
    on = [(int(row[1], 16) - start) * (1 if up else -1) % circle for row in rows]
    assert on == sorted(on)
    for group, ticket in rows:
        message = f"{group}\x1f*".encode()
        assert ticket == hmac.new(seed, message, "sha256").hexdigest()
    assert said["commit_sm3"] == sm3_hex(data)


def test_a_source_not_younger_than_the_commitment_is_refused(room):
    """Tests that what may be known already cannot be chosen as a source."""
    done = commit(room, at="2026-08-01T08:00:00+08:00")
    assert (done.code, done.out) == (6, "")
    assert "承诺之前就可能知道结果" in done.err
    assert not (room / "c.json").exists()


def test_nobody_reveals_early_or_twice(room):
    """Tests the two ends of the time in which a commitment is revealed."""
    commit(room)
    assert reveal(room, now=BEFORE).code == 6
    assert not (room / "draw").exists()
    assert reveal(room).code == 0
    first = (room / "draw" / "reveal.json").read_bytes()
    again = reveal(room, "--force")
    assert again.code == 6
    assert "一号只能揭晓一次" in again.err
    assert reveal(room, out="other").code == 6
    assert not (room / "other").exists()
    assert (room / "draw" / "reveal.json").read_bytes() == first


def test_witnesses_open_what_they_sealed_all_of_them(room):
    """Tests that digits chosen after the source spoke are worth nothing; none may be kept back."""
    commit(room, *witnesses(room, "one", "two"))
    (room / "late").write_text("73520\n")
    assert reveal(room, *witnesses(room, "one", "late")).code == 1
    assert reveal(room, *witnesses(room, "one")).code == 6
    assert reveal(room).code == 6
    assert reveal(room, *witnesses(room, "one", "two", "late")).code == 1
    assert reveal(room, *witnesses(room, "two", "one")).code == 0


def test_a_witness_seals_on_his_own_machine(room):
    """Tests that draw seal gives what draw commit takes, and that blanks choose nothing."""
    sealed = xueyou("draw", "seal", "--witness", room / "two", "--quiet").out.strip()
    assert sealed == hashlib.sha256(b"xueyou-witness/1\n88201").hexdigest()
    assert commit(room, "--seal", sealed).code == 0
    (room / "two").write_text("８８2 01\n")
    assert reveal(room, *witnesses(room, "two")).code == 0


def test_the_source_can_be_written_in_one_way_only(room):
    """Tests that commas, blanks and widths leave the seed as it is."""
    commit(room)
    for number, text in enumerate(("31,12,18,22,25,3", "０３ 12 18 22 25，31")):
        (room / "source").write_text(text)
        shutil.copytree(room / "draws-ledger", room / f"copy{number}")
        out = f"draw{number}"
        done = reveal(room, "--ledger", room / f"copy{number}", out=out)
        assert done.code == 0, done.err
    both = [json.loads((room / f"draw{n}" / "reveal.json").read_bytes())["seed"] for n in (0, 1)]
    assert both[0] == both[1]


def test_a_missing_source_gives_way_to_the_next_declared_one_with_a_reason(room):
    """Tests that a fall-back is used and logged, and that nobody invents one."""
    commit(room, "--fallback", "drand 第 4211000 轮")
    assert reveal(room, "--fallback-used", "2", "--because", "停摇").code == 6
    assert reveal(room, "--fallback-used", "1").code == 6
    assert reveal(room, "--fallback-used", "1", "--because", "当日停摇").code == 0
    said = json.loads((room / "draw" / "reveal.json").read_bytes())
    assert said["source"] == {"name": "drand 第 4211000 轮", "form": "digits"}
    missed = {"name": NAME, "form": "numbers:6:1:33:sorted"}
    assert said["missed"] == [{"source": missed, "why": "当日停摇"}]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("roster.csv", "b1", "b2"),
        ("rules.yaml", "摇号", "摇奖"),
        ("quotas.csv", "places\n", "places\na,S,x,1\n"),
        ("options.csv", "S,a,2", "S,a,3"),
    ],
)
def test_what_was_committed_cannot_be_edited(room, name, old, new):
    """Tests the four files after the commitment, where they lay and in the ledger."""
    commit(room)
    text = (room / name).read_text(encoding="utf-8")
    (room / name).write_text(text.replace(old, new), encoding="utf-8")
    done = reveal(room)
    assert done.code == 1, done.err
    assert "在承诺之后被改过" in done.err
    (room / name).unlink()
    kept = room / "draws-ledger" / "0001" / name.replace("quotas", "places")
    honest = kept.read_bytes()
    kept.write_bytes(honest + b"\n")
    assert reveal(room).code == 1
    kept.write_bytes(honest)
    assert reveal(room).code == 0


def test_the_commitment_itself_cannot_be_edited(room):
    """Tests c.json against the ledger."""
    commit(room)
    said = json.loads((room / "c.json").read_bytes()) | {"not_before": "2026-08-01T00:00:00+08:00"}
    (room / "c.json").write_text(json.dumps(said))
    assert reveal(room).code == 1


def test_a_second_draw_bears_its_number_and_names_the_first(room):
    """Tests ordinal, previous digest and repeats, and that a broken ledger is not gone on with."""
    commit(room)
    assert commit(room, out="c2.json").code == 0
    first, second = ((room / name).read_bytes() for name in ("c.json", "c2.json"))
    said = json.loads(second)
    assert (said["ordinal"], said["repeats"]) == (2, [1])
    assert said["previous"] == hashlib.sha256(first).hexdigest()
    shutil.rmtree(room / "draws-ledger" / "0001")
    assert commit(room, out="c3.json").code == 1
    assert reveal(room).code == 1


def test_citizen_numbers_are_kept_out_of_a_roster(room):
    """Tests numbers of 18 and 15 digits, X, full width, and inside other signs."""
    for number in (
        "11010519491231002X",
        "110105491231002",
        "G-１１０１０５１９４９１２３１００２Ｘ",
    ):
        (room / "roster.csv").write_text(f"group,applicant\n{number},a1\n,b1\n", encoding="utf-8")
        done = commit(room, "--errors", room / "errors.jsonl")
        assert done.code == 6, done.err
        assert number not in done.err
        row = json.loads((room / "errors.jsonl").read_text(encoding="utf-8").splitlines()[0])
        assert (row["row"], row["column"], row["code"]) == (2, "A", "citizen_number")
    assert not (room / "draws-ledger").exists()


def test_a_run_takes_the_draw_it_was_made_for_and_no_other(room):
    """Tests roster and rules of a run against the draw, and what verify says of it."""
    commit(room, *witnesses(room, "one"))
    reveal(room, *witnesses(room, "one"))
    done = xueyou("admit", "run", room, "--out", room / "out", "--draw", room / "draw")
    assert done.code == 0, done.err
    for part in ("out", "out/public"):
        done = xueyou("verify", room / part)
        assert done.code == 0, done.out
        assert "登记簿第 1 号承诺" in done.out
        assert "时钟拨过，只是演练" in done.out
        digest = hashlib.sha256((room / "c.json").read_bytes()).hexdigest()
        done = xueyou("verify", room / part, "--commitment", digest)
        assert done.code == 0, done.out
        assert "各人的数据要用录入承诺码或结果承诺码来对" in done.out
    rows = (room / "applicants.csv").read_text().replace("c1,,X", "c1,,X\nd1,,X")
    (room / "applicants.csv").write_text(rows)
    done = xueyou("admit", "run", room, "--out", room / "other", "--draw", room / "draw")
    assert done.code == 1, done.err
    assert not (room / "other").exists()


def test_an_official_lottery_needs_a_draw(room):
    """Tests the exit code that forbids a lottery nobody committed to."""
    assert xueyou("admit", "run", room, "--out", room / "out").code == 6


def test_production_does_not_move_the_clock(room):
    """Tests that a draw in earnest cannot be dated."""
    named = ["--roster", room / "roster.csv", "--rules", room / "rules.yaml"]
    named += ["--places", room / "quotas.csv", "--source", "S", "--not-before", SOURCE_AT]
    done = xueyou(
        "draw", "commit", *named, "--out", room / "c.json", XUEYOU_NOW=BEFORE, XUEYOU_ENV="prod"
    )
    assert done.code == 2
