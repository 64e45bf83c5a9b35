"""`xueyou admit explain`, `compare`, `appeal` and `simulate`, as a bureau types them."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.run import Ran, xueyou
from tests.rulebook.answers.explained_worlds import (
    PRIMARY,
    PRIMARY_TABLES,
    SENIOR,
    SENIOR_TABLES,
    Tables,
)
from tests.rulebook.answers.messy_city import RULES, city, tables, write_old
from xueyou.rulebook.allocation.result_tables import placements
from xueyou.rulebook.answers.reason_sentences import sentence

SEED = "0" * 64


def folder(path: Path, rules: str, given: Tables) -> Path:
    """Write the inputs of a run."""
    path.mkdir()
    (path / "rules.yaml").write_text(rules, encoding="utf-8")
    for name, rows in given.items():
        heads = list(dict.fromkeys(key for row in rows for key in row))
        lines = [",".join(heads), *(",".join(row.get(h, "") for h in heads) for row in rows)]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file, heading first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the made-up towns once; OUT of each lies beside its inputs."""
    base = tmp_path_factory.mktemp("runs")
    for name, rules, given in (
        ("senior", SENIOR, SENIOR_TABLES),
        ("primary", PRIMARY, PRIMARY_TABLES),
        ("city", RULES, tables()),
    ):
        folder(base / name, rules, given)
        seed = ["--seed", SEED] if name == "primary" else []
        done = xueyou("admit", "run", base / name, "--out", base / f"{name}-out", *seed)
        assert done.code == 0, done.err
    return base


def test_explain_prints_what_a_parent_reads_and_the_same_as_data(runs: Path) -> None:
    """Tests text and JSON of one applicant, of a run with a draw too."""
    said = xueyou("admit", "explain", runs / "senior-out", "--applicant", "a2")
    assert said.code == 0
    assert "比到第2项“综评分”，录取的最后一名是48，考生是47。" in said.out
    told = json.loads(
        xueyou("admit", "explain", runs / "primary-out", "--applicant", "d01", "--json").out
    )
    assert (told["schema"], told["group"]) == ("admission-explanation/1", ["d01", "d02"])
    for choice in told["choices"]:
        assert choice["zh"] == sentence(choice["reason"], choice["variant"], choice["data"])


def test_what_may_be_done_is_said_once(runs: Path) -> None:
    """Tests somebody without a place and somebody with one, turned away by one fact twice."""
    a4 = xueyou("admit", "explain", runs / "senior-out", "--applicant", "a4").out
    a3 = xueyou("admit", "explain", runs / "senior-out", "--applicant", "a3").out
    for said in (a4, a3):
        assert said.count("申请核对。") == 1
    assert "申请核对。" in a4.splitlines()[0]


def test_explain_takes_an_id_in_full_width_signs(runs: Path) -> None:
    """Tests an id as a Chinese keyboard writes it, with a blank before it; zeros stay needed."""
    asked = ["admit", "explain", runs / "senior-out", "--applicant"]
    plain = xueyou(*asked, "a2")
    assert xueyou(*asked, " ａ２").out == plain.out
    unknown = xueyou(*asked, "ａ９９")
    assert (unknown.code, "ａ９９" in unknown.err) == (2, True)


def test_explain_refuses_strangers_and_folders_that_were_changed(
    runs: Path, tmp_path: Path
) -> None:
    """Tests an unknown id, a folder that is no run, and a score edited after the run."""
    out = runs / "senior-out"
    assert xueyou("admit", "explain", out, "--applicant", "zz").code == 2
    assert xueyou("admit", "explain", tmp_path / "none", "--applicant", "a2").code == 2
    edited = tmp_path / "edited"
    for file in out.rglob("*"):
        if file.is_file():
            target = edited / file.relative_to(out)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    people = edited / "inputs/applicants.csv"
    people.write_text(people.read_text("utf-8").replace("720.5", "500", 1), encoding="utf-8")
    changed = xueyou("admit", "explain", edited, "--applicant", "a2")
    assert changed.code == 1
    assert "placements.csv" in changed.err


def test_compare_replays_a_messy_list(runs: Path, tmp_path: Path) -> None:
    """Tests the same placements (exit 0), a slip with its clause (0), and a stranger (1)."""
    world = city()
    now = {str(r[0]): str(r[2]) for r in placements(world.rulebook, world.inputs, world.outcome)}
    old = {id: now.get(id, "未录取") for id in world.inputs.applicants}
    out = runs / "city-out"

    def compared(name: str) -> Ran:
        pairs = sorted(old.items(), key=lambda pair: pair[1])
        book = write_old(tmp_path / f"{name}.xlsx", pairs)
        return xueyou("admit", "compare", book, out, "--out", tmp_path / f"{name}.csv")

    assert compared("same").code == 0
    assert rows(tmp_path / "same.csv") == [["applicant", "then", "now", "clause"]]
    last = next(id for id in now if now[id] == "1001")
    old[last] = "未录取"
    assert compared("slip").code == 0
    (difference,) = rows(tmp_path / "slip.csv")[1:]
    assert difference[:3] == [last, "", "1001"]
    assert difference[3].startswith("placed｜《临澄市招生办法》第八条，待核｜")
    old["088888888"] = "1002"
    assert compared("stranger").code == 1


def test_appeal_writes_who_moves_and_what_must_be_added(runs: Path, tmp_path: Path) -> None:
    """Tests exit 5 with D2 where the classes are full, 3 where the facts are faulty."""
    facts = tmp_path / "facts.csv"
    facts.write_text("applicant,fact,value\na4,years,3\n", encoding="utf-8")
    out = runs / "senior-out"
    done = xueyou("admit", "appeal", out, "--change", facts, "--out", tmp_path / "D2")
    assert done.code == 5
    head = ["applicant", "batch_before", "option_before", "batch_after", "option_after", "cause"]
    assert rows(tmp_path / "D2/changes.csv") == [head]
    assert rows(tmp_path / "D2/places.csv")[1][-3:] == ["6", "4", "no"]
    assert "名额分配到校“一中”：空 0 个，要增加 1 个" in done.out
    facts.write_text("applicant,fact,value\na2,moral,49\n", encoding="utf-8")
    again = xueyou("admit", "appeal", out, "--change", facts, "--out", tmp_path / "D2")
    assert again.code == 2
    assert xueyou(
        "admit", "appeal", out, "--change", facts, "--out", tmp_path / "D2", "--force"
    ).code == 0  # fmt: skip
    assert rows(tmp_path / "D2/changes.csv")[1:] == [
        ["a2", "统招", "H1", "到校", "H1", "fact_corrected"]
    ]
    facts.write_text("applicant,fact,value\na1,moral,40\n", encoding="utf-8")
    kept = xueyou("admit", "appeal", out, "--change", facts, "--out", tmp_path / "D4")
    assert kept.code == 0
    assert kept.out.startswith("a1：已有的录取不变。现在录取在名额分配到校，第1志愿“一中”。")
    facts.write_text("applicant,fact,value\na2,moral,x\n", encoding="utf-8")
    wrong = xueyou("admit", "appeal", out, "--change", facts, "--out", tmp_path / "D3")
    assert wrong.code == 3
    assert not (tmp_path / "D3").exists()


def test_simulate_writes_the_same_bytes_for_any_workers(runs: Path, tmp_path: Path) -> None:
    """Tests outcomes.csv with one worker and two, progress, and refused arguments."""
    text = "现行: {}\n不拆开: {batches.摇号.group.straddle: expand}\n"
    (tmp_path / "V.yaml").write_text(text, encoding="utf-8")
    asked = ["admit", "simulate", runs / "primary", "--variants", tmp_path / "V.yaml"]
    asked += ["--draws", "4", "--seed", SEED, "--by", "zone"]
    for workers in ("1", "2"):
        out = tmp_path / f"w{workers}"
        done = xueyou(*asked, "--workers", workers, "--out", out, "--progress", "jsonl")
        assert done.code == 0, done.err
        assert json.loads(done.err.splitlines()[3]) == {"stage": "draws", "done": 4, "total": 4}
    for name in ("outcomes.csv", "moves.csv"):
        assert (tmp_path / "w1" / name).read_bytes() == (tmp_path / "w2" / name).read_bytes()
    found = rows(tmp_path / "w1/outcomes.csv")
    assert found[0] == ["variant", "draw", "group", "measure", "value"]
    assert {row[0] for row in found[1:]} == {"现行", "不拆开"}
    assert {row[2] for row in found[1:]} == {"*", "zone=Z1", "zone=Z2"}
    assert xueyou(*asked, "--by", "points", "--out", tmp_path / "no").code == 2
    assert xueyou(*asked, "--out", tmp_path / "w1").code == 2
    (tmp_path / "V.yaml").write_text("a: {batches.无.locks: true}\n", encoding="utf-8")
    lost = xueyou(*asked, "--out", tmp_path / "no")
    assert (lost.code, f"{tmp_path / 'V.yaml'} 第 1 行：" in lost.err) == (3, True)
    (tmp_path / "V.yaml").write_text("a: {lottery.ticket: x}\nb: {year: 1}\n", encoding="utf-8")
    wrong = xueyou(*asked, "--out", tmp_path / "no")
    assert wrong.code == 3
    for line in (1, 2):
        assert f"{tmp_path / 'V.yaml'} 第 {line} 行：改法" in wrong.err
    (tmp_path / "V.yaml").write_text("a: {stage: junior}\nb: {}\n", encoding="utf-8")
    (runs / "primary/choices.csv").rename(tmp_path / "choices.csv")
    gone = xueyou(*asked, "--out", tmp_path / "no")
    (tmp_path / "choices.csv").rename(runs / "primary/choices.csv")
    assert (gone.code, f"{runs / 'primary'}/" in gone.err) == (3, True)
