"""`xueyou admit refill`: somebody withdraws, and the next are called."""

import json
import os
import re
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.run import xueyou
from tests.cli.test_admit_answers import SEED, folder, rows
from tests.formats.proof.bundles import copied
from tests.rulebook.answers.explained_worlds import (
    PRIMARY,
    PRIMARY_TABLES,
    SENIOR,
    SENIOR_TABLES,
)

REFILLED = PRIMARY.replace(
    "    tie_last: stable_id\n", "    tie_last: stable_id\n    refill: next\n"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a rehearsal, of an official result without draw, and of withdrawals."""
    base = tmp_path_factory.mktemp("runs")
    senior = SENIOR.replace(
        "    tie_last: stable_id\n", "    tie_last: stable_id\n    refill: next\n"
    )
    for name, rules, given, seed in (
        ("primary", REFILLED, PRIMARY_TABLES, ["--seed", SEED]),
        ("senior", senior, SENIOR_TABLES, []),
        ("none", SENIOR, SENIOR_TABLES, []),
    ):
        done = xueyou(
            "admit", "run", folder(base / name, rules, given), "--out", base / f"{name}-out", *seed
        )
        assert done.code == 0, done.err
    (base / "W.csv").write_text("applicant,batch\nc02,\nd01,统筹\n", encoding="utf-8")
    return base


def code_of(refilled: Path) -> str:
    """Return the published code of a refill."""
    return sha256((refilled / "certificate.json").read_bytes()).hexdigest()


def test_the_places_given_up_go_to_who_waits(base: Path, tmp_path: Path) -> None:
    """Tests the folder, the sentences and that verify computes it anew, sealed and public."""
    out = tmp_path / "D2"
    done = xueyou(
        "admit", "refill", base / "primary-out", "--withdrawn", base / "W.csv", "--out", out
    )
    assert done.code == 0, done.err
    assert "第 1 次递补：让出名额 2 人，新录取 2 人，升到前面志愿 1 人" in done.out
    assert "按规则不递补" in done.out
    assert "都不能公布" in done.out
    assert rows(out / "changes.csv")[1:] == [
        ["c02", "统筹", "S5", "", "", "withdrew"],
        ["c04", "统筹", "S4", "统筹", "S5", "moved_up"],
        ["d01", "统筹", "S4", "", "", "withdrew"],
        ["d02", "", "", "统筹", "S4", "called"],
        ["e01", "", "", "统筹", "S4", "called"],
    ]
    assert rows(out / "withdrawn.csv")[1:] == [["1", "c02", ""], ["1", "d01", "统筹"]]
    assert (base / "primary-out/placements.csv").read_bytes() == (
        out / "base/placements.csv"
    ).read_bytes()
    for part in (out, out / "public"):
        for code in ([], ["--commitment", code_of(out)]):
            said = xueyou("verify", part, *code)
            assert said.code == 0, said.out
            assert "重算了递补，逐字节一致。" in said.out
    told = "与您给的递补承诺码一致"
    assert told in said.out
    assert xueyou("verify", out, "--commitment", "0" * 64).code == 1


def test_a_second_round_goes_on_from_the_first(base: Path, tmp_path: Path) -> None:
    """Tests two rounds, the run's own code on the second, and the certificate as JSON."""
    ask = ["admit", "refill"]
    xueyou(*ask, base / "primary-out", "--withdrawn", base / "W.csv", "--out", tmp_path / "D2")
    (tmp_path / "W2.csv").write_text("applicant\ne01\n", encoding="utf-8")
    asked = [*ask, tmp_path / "D2", "--withdrawn", tmp_path / "W2.csv", "--out", tmp_path / "D3"]
    done = xueyou(*asked, "--json", "-")
    said = json.loads(done.out)
    assert (said["schema"], said["rounds"], said["rehearsal"]) == ("admission-refill/1", 2, True)
    assert said["refill"] == code_of(tmp_path / "D3")
    assert rows(tmp_path / "D3/changes.csv")[1:] == [
        ["e01", "统筹", "S4", "", "", "withdrew"],
        ["e03", "", "", "统筹", "S4", "called"],
    ]
    assert xueyou("verify", tmp_path / "D3", "--commitment", said["base"]).code == 0
    assert xueyou(*asked).code == 2
    assert xueyou(*asked, "--force").code == 0


def test_an_official_result_stays_official(base: Path, tmp_path: Path) -> None:
    """Tests what may be published, and that --force does not replace it."""
    (tmp_path / "W.csv").write_text("applicant\na1\n", encoding="utf-8")
    ask = ["admit", "refill", base / "senior-out", "--withdrawn", tmp_path / "W.csv"]
    done = xueyou(*ask, "--out", tmp_path / "D2")
    assert done.code == 0, done.err
    assert f"可以公布的只有 {tmp_path / 'D2/public'}" in done.out
    assert "，按规则不递补。" in done.out  # of 到校
    again = xueyou(*ask, "--out", tmp_path / "D2", "--force")
    assert again.code == 6
    assert xueyou(*ask, "--out", base / "senior-out/D2").code == 2
    for file in (tmp_path / "D2/public").rglob("*"):
        if file.is_file() and file.suffix != ".py":
            assert "a1" not in re.split(r"\W", file.read_text(encoding="utf-8")), file


def test_what_cannot_be_done_is_said_and_nothing_written(base: Path, tmp_path: Path) -> None:
    """Tests rules without refill (6), faulty tables (3), folders that are no result (1, 2)."""
    out = tmp_path / "D2"
    ask = ["--withdrawn", base / "W.csv", "--out", out]
    none = xueyou("admit", "refill", base / "none-out", *ask)
    assert none.code == 6
    assert "没有写递补" in none.err
    (tmp_path / "W.csv").write_text("applicant,batch\nc02,没有\nzz,\n", encoding="utf-8")
    wrong = xueyou(
        "admit", "refill", base / "primary-out", "--withdrawn", tmp_path / "W.csv", "--out", out,
        "--errors", tmp_path / "errors",
    )  # fmt: skip
    assert wrong.code == 3
    codes = [json.loads(line)["code"] for line in (tmp_path / "errors").read_text().splitlines()]
    assert codes == ["unknown_batch", "unknown_applicant"]
    assert xueyou("admit", "refill", base / "primary", *ask).code == 1
    assert xueyou("admit", "refill", tmp_path / "none", *ask).code == 2
    assert xueyou("admit", "refill", base / "primary-out", "--withdrawn", tmp_path / "x.csv",
                  "--out", out).code == 2  # fmt: skip
    assert not out.exists()


def test_a_changed_refill_is_told(base: Path, tmp_path: Path) -> None:
    """Tests the file and the row that differ, in the refill and in the run inside it."""
    out = tmp_path / "D2"
    xueyou("admit", "refill", base / "primary-out", "--withdrawn", base / "W.csv", "--out", out)
    placed = (out / "placements.csv").read_text(encoding="utf-8")
    (out / "placements.csv").write_text(placed.replace("c04,统筹,S5", "c04,统筹,S4"), "utf-8")
    said = xueyou("verify", out)
    assert (said.code, said.out.splitlines()[0]) == (
        1,
        "核验不通过：placements.csv 第 4 行与重算的结果不符。",
    )
    (out / "placements.csv").write_text(placed, encoding="utf-8")
    people = out / "base/inputs/applicants.csv"
    people.write_bytes(people.read_bytes().replace(b"c04", b"c94"))
    said = xueyou("verify", out)
    assert said.code == 1
    assert "applicants.csv" in said.out


def test_only_its_keeper_may_read_a_refilled_result(base: Path, tmp_path: Path) -> None:
    """Tests the folder, which names who holds what and who withdrew, and its public part."""
    out = tmp_path / "D2"
    before = os.umask(0o022)
    try:
        xueyou("admit", "refill", base / "primary-out", "--withdrawn", base / "W.csv", "--out", out)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (out, out / "public")] == [0o700, 0o755]


def test_a_list_of_withdrawals_that_no_reader_takes_is_told(base: Path, tmp_path: Path) -> None:
    """Tests a carriage return in a cell, and more rounds than the list has rows."""
    out = tmp_path / "D2"
    xueyou("admit", "refill", base / "primary-out", "--withdrawn", base / "W.csv", "--out", out)
    for listed in (b"1,c\r02,\n", b"99,c02,\n"):
        for part in (out, out / "public"):
            (part / "withdrawn.csv").write_bytes(b"round,applicant,batch\n" + listed)
            assert xueyou("verify", part).code == 1
        ask = ["--withdrawn", base / "W.csv", "--out", tmp_path / "D3"]
        done = xueyou("admit", "refill", out, *ask)
        assert (done.code, "withdrawn.csv 读不懂" in done.err) == (1, True), done.err


def test_a_run_whose_public_part_is_not_its_own_is_not_refilled(base: Path, tmp_path: Path) -> None:
    """Tests a public part of another run, one that cannot be read, one that is gone."""
    run = tmp_path / "run"
    for name, forged in (
        ("public/problem.json", (base / "senior-out/public/problem.json").read_bytes()),
        ("public/problem.json", b"{"),
        ("public/commitments.csv", b"a\rb\n"),
        ("public/commitments.csv", None),
        ("openings.csv", b"applicant,pseudonym,salt\n"),
    ):
        copied(base / "primary-out", run)
        (run / name).unlink()
        if forged is not None:
            (run / name).write_bytes(forged)
        ask = ["--withdrawn", base / "W.csv", "--out", tmp_path / "D2"]
        done = xueyou("admit", "refill", run, *ask)
        assert (done.code, "xueyou verify" in done.err) == (1, True), (name, done.err)
        assert not (tmp_path / "D2").exists()
