"""What a draw commits to: options too, the form of a source's words, nothing no run could use."""

import json
from datetime import datetime, timedelta

import pytest

from tests.cli.draw_room import AFTER, BEFORE, FILES, SOURCE, SOURCE_AT, commit, made_room, reveal
from tests.cli.run import xueyou
from xueyou.cli.version import code_digest
from xueyou.formats.proof import draws, ledger

__all__ = ["made_room"]


def committed(room, name="c.json"):
    """Return what a commitment says."""
    return json.loads((room / name).read_bytes())


def codes(path):
    """Return file, row and code of all errors."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["file"], row["row"], row["code"]) for row in rows]


def in_folder(room, *more, now=BEFORE):
    """Run draw commit over the whole folder."""
    named = ["--in", room, "--source", SOURCE, "--not-before", SOURCE_AT, "--out", room / "i.json"]
    return xueyou("draw", "commit", *named, "--ledger", room / "own", *more, XUEYOU_NOW=now)


def officially(room):
    """Commit and reveal as of days long past, with a clock that nobody moved."""
    day = datetime.fromisoformat("2026-01-05T08:00:00+08:00")
    fixed = draws.Committed(
        roster=draws.roster_csv([("G1", "a1"), ("G1", "a2"), ("", "b1"), ("", "c1")]),
        rules=(room / "rules.yaml").read_bytes(),
        places=b"batch,option,pool,places\n",
        options=b"option,batch,places\nS,a,2\n",
    )
    data = draws.commitment(
        ordinal=1, previous=None, repeats=[], fixed=fixed, code=code_digest(),
        sources=[draws.Source("S", "digits:7")], not_before=day + timedelta(days=1),
        committed_at=day, seals=[], rehearsal=False,
    )  # fmt: skip
    ledger.enter(room / "draws-ledger", 1, data, fixed, {})
    (room / "c.json").write_bytes(data)
    (room / "source").write_text("0012345\n")
    named = ["--commit", room / "c.json", "--randomness", room / "source", "--out", room / "draw"]
    return xueyou("draw", "reveal", *named)


def test_a_folder_and_its_tables_give_the_same_commitment(room):
    """Tests --in against roster, rules, places and options given one by one, and beside."""
    (room / "options.csv").rename(room / "o.csv")
    assert commit(room, "--options", room / "o.csv").code == 0
    (room / "o.csv").rename(room / "options.csv")
    assert commit(room, "--ledger", room / "other", out="d.json").code == 0
    done = in_folder(room)
    assert done.code == 0, done.err
    assert str(room / "own") in done.out
    assert committed(room) == committed(room, "d.json") == committed(room, "i.json")
    said = committed(room)
    assert said["options"]["rows"] == 1
    assert said["sources"] == [{"name": "双色球 2026088 期 红球", "form": "numbers:6:1:33:sorted"}]


def test_a_run_with_other_options_is_refused(room):
    """Tests a school that got more places after its draw."""
    commit(room)
    assert reveal(room).code == 0
    (room / "options.csv").write_text(FILES["options.csv"].replace(",2", ",3"))
    done = xueyou("admit", "run", room, "--out", room / "out", "--draw", room / "draw")
    assert done.code == 1
    assert "选项表" in done.err
    assert not (room / "out").exists()


def test_a_draw_under_a_moved_clock_makes_a_rehearsal_and_one_in_earnest_does_not(room):
    """Tests the certificate, what is said, and that --force then keeps the official result."""
    commit(room)
    reveal(room)
    run = ("admit", "run", room, "--out", room / "out")
    done = xueyou(*run, "--draw", room / "draw")
    assert done.code == 0, done.err
    assert "这是演练" in done.out
    assert json.loads((room / "out" / "certificate.json").read_bytes())["rehearsal"] is True
    for name in ("draws-ledger", "draw"):
        (room / name).rename(room / f"{name}-moved")
    assert officially(room).code == 0
    done = xueyou(*run, "--draw", room / "draw", "--force", "--json", "-")
    assert done.code == 0, done.err
    assert json.loads(done.out)["rehearsal"] is False
    assert json.loads((room / "out" / "certificate.json").read_bytes())["rehearsal"] is False
    assert xueyou(*run, "--draw", room / "draw", "--force").code == 6
    assert reveal(room, "--force").code == 6


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("rules.yaml", "tie_last: lottery", "tie_last: chance", "rules.yaml"),
        ("rules.yaml", "tie_last: lottery", "tie_last: stable_id", "rules.yaml"),
        ("options.csv", "S,a,2", "S,z,x", "options.csv"),
        ("quotas.csv", "places\n", "places\na,S,x,1\n", "quotas.csv"),
        ("roster.csv", ",b1", ",a1", "roster.csv"),
        ("roster.csv", "applicant", "who", "roster.csv"),
    ],
)
def test_what_no_run_could_use_is_refused(room, name, old, new, code):
    """Tests rules, options, places and roster: exit 3 with the file, nothing entered."""
    text = FILES[name]
    (room / name).write_text(text.replace(old, new), encoding="utf-8")
    done = commit(room, "--errors", room / "errors.jsonl")
    assert done.code == 3, done.err
    assert codes(room / "errors.jsonl")[0][0] == code
    assert not (room / "draws-ledger").exists()
    assert not (room / "c.json").exists()


def test_all_faults_are_told_at_once(room):
    """Tests that roster, options and places are all looked at."""
    (room / "roster.csv").write_text("group,applicant\n,a1\n,a1\n")
    (room / "options.csv").write_text("option,batch,places\nS,a,x\n")
    assert commit(room, "--errors", room / "errors.jsonl").code == 3
    assert {file for file, _, _ in codes(room / "errors.jsonl")} == {"roster.csv", "options.csv"}
    (room / "choices.csv").write_text("applicant,batch,rank,option\nzz,a,1,S\n")
    assert in_folder(room, "--errors", room / "errors.jsonl").code == 3
    told = {file for file, _, _ in codes(room / "errors.jsonl")}
    assert {"options.csv"} <= told


def test_rules_that_take_the_rest_need_the_options(room):
    """Tests that places: rest is not committed to blindly, and that rows may be."""
    (room / "options.csv").unlink()
    done = commit(room, "--errors", room / "errors.jsonl")
    assert done.code == 3
    assert codes(room / "errors.jsonl") == [("rules.yaml", None, "options_missing")]
    pools = "    pools: [{id: P, who: home == X, places: rows, hard: true}]\n    tie_last"
    text = FILES["rules.yaml"].replace("    tie_last", pools)
    (room / "rules.yaml").write_text(text, encoding="utf-8")
    (room / "quotas.csv").write_text("batch,option,pool,places\na,S,P,02\n")
    done = commit(room)
    assert done.code == 0, done.err
    assert committed(room)["options"] is None
    assert reveal(room).code == 0
    (room / "quotas.csv").write_text("batch,option,pool,places\na,S,Q,2\n")
    assert commit(room, out="d.json").code == 3


def test_a_line_that_does_not_fit_its_form_is_refused_and_may_be_put_right(room):
    """Tests exit 3 with what was expected; the one revelation is still there."""
    commit(room)
    for line in ("03 12 18 22 25", "03 12 18 22 25 31 + 07", "03 12 18 22 25 34"):
        (room / "source").write_text(line)
        done = reveal(room)
        assert done.code == 3
        assert "6 个从 1 到 33 的整数" in done.err
    (room / "source").write_text(FILES["source"])
    assert reveal(room).code == 0


def test_a_source_without_a_form_is_digits_and_is_warned_of(room):
    """Tests the default, mistyped forms and sources too small."""
    done = commit(room, source="双色球 2026088 期")
    assert done.code == 0
    assert "没有声明形式" in done.out
    assert committed(room)["sources"] == [{"name": "双色球 2026088 期", "form": "digits"}]
    for source in ("S=number:6:1:33", "S=digits:3", "=digits:7", "S="):
        done = commit(room, source=source, out="d.json")
        assert done.code == 2, done.err
        assert "出了错" not in done.err


def test_a_machine_that_stops_half_way_blocks_nothing(room, monkeypatch):
    """Tests a crash at each file of an entry: the next one bears the next number."""
    commit(room)
    entry = ledger.entries(room / "draws-ledger")[0]
    whole, wrote = ledger.write_whole, []

    def stops(path, data):
        wrote.append(path)
        if len(wrote) % 6 == 0:
            raise KeyboardInterrupt
        whole(path, data)

    monkeypatch.setattr(ledger, "write_whole", stops)
    monkeypatch.setattr(ledger, "rmtree", lambda *_, **__: None)
    with pytest.raises(KeyboardInterrupt):
        ledger.enter(room / "draws-ledger", 2, entry.commit, entry.kept(), {})
    assert len(list((room / "draws-ledger").iterdir())) == 2
    done = commit(room, out="d.json")
    assert done.code == 0, done.err
    assert committed(room, "d.json")["ordinal"] == 2


@pytest.mark.parametrize("name", ["origin.json", "roster.csv", "options.csv", "commit.json"])
def test_a_ledger_that_lost_a_file_is_told_in_a_sentence(room, name):
    """Tests exit 1 with the file, never our fault."""
    commit(room)
    (room / "draws-ledger" / "0001" / name).unlink()
    done = reveal(room)
    assert done.code == 1
    assert "出了错" not in done.err


@pytest.mark.parametrize(
    ("part", "said", "code"),
    [("nowhere", "没有这个文件夹", 2), ("", "commit.json", 1), ("c.json", "没有这个文件夹", 2)],
)
def test_a_mistyped_draw_is_told_what_it_is(room, part, said, code):
    """Tests --draw with no folder, the wrong folder and a file."""
    commit(room)
    done = xueyou("admit", "run", room, "--out", room / "out", "--draw", room / part)
    assert done.code == code
    assert said in done.err
    assert "draw reveal 写出的文件夹" in done.err


def test_moments_at_the_end_of_time_are_told(room):
    """Tests dates that do not fit, in the argument and in the clock."""
    for at in ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "soon"):
        done = commit(room, at=at)
        assert done.code == 2, done.err
        assert "--not-before" in done.err
    assert commit(room, at="9999-12-31T23:59:59+08:00").code == 0
    assert reveal(room, now=AFTER).code == 6


def test_arguments_that_do_not_go_together_are_told(room):
    """Tests --in beside a table, nothing at all, and a folder without rules."""
    assert in_folder(room, "--options", room / "options.csv").code == 2
    named = ["--source", SOURCE, "--not-before", SOURCE_AT, "--out", room / "x.json"]
    done = xueyou("draw", "commit", *named, XUEYOU_NOW=BEFORE)
    assert done.code == 2
    assert "--roster、--rules、--places" in done.err
    done = xueyou("draw", "commit", "--in", room / "no", *named, XUEYOU_NOW=BEFORE)
    assert done.code == 2
    assert commit(room, "--ledger", room / "one").code == 2
