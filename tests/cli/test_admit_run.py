"""`admit run` and `admit check`: the same bytes from any writing of the inputs, all faults told."""

import csv
import hashlib
import json
import random  # noqa: TID251 - seeded, and only for made towns
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import xlsxwriter

from tests.cli.run import xueyou

SEED = "5a" * 32
RULES = """schema: xueyou-rules/1
title: 命令行的例
jurisdiction: {code: "310000", name: 例市}
year: 2024
stage: senior
sources:
  S1: {title: 例, issuer: 例, number: "1", date: "2024-01-01", url: "-", status: 待核}
facts:
  score: {zh: 总分, type: decimal, step: 0.5}
  junior: {zh: 初中, type: code}
  near: {zh: 家近, type: flag}
lottery: {ticket: one}
batches:
  - id: school
    zh: 到校
    eligibility: [{id: line, zh: 最低线, line: {of: score, at_least: 500}}]
    choices: {mode: parallel, max: 2}
    pools: [{id: q, zh: 名额, by: junior, hard: true}]
    rank: [score desc]
    tie_last: lottery
    leftover: {to: open}
  - id: open
    zh: 统招
    choices: {mode: deferred, max: 4}
    rank: [{when: near == 是}, score desc]
    tie_last: lottery
    group: {bind: true, straddle: expand}
"""
Table = list[list[str]]


def tables() -> dict[str, Table]:
    chance = random.Random(7)
    people = [["applicant", "group", "score", "junior", "near"]]
    filed = [["applicant", "batch", "rank", "option"]]
    options = [f"S{n}" for n in range(8)]
    wishes: list[str] = []
    for n in range(400):
        id, twin = f"{n:05}", n % 40 == 1
        group = f"G{n // 2}" if n % 40 in (0, 1) else ""
        score = f"{chance.randrange(900, 1500) / 2:g}"
        people.append([id, group, score, f"J{n % 5}", chance.choice(["是", "否", ""])])
        if not group:
            wished = chance.sample(options, 2)
            filed += [[id, "school", str(r), o] for r, o in enumerate(wished, 1)]
        wishes = wishes if twin else chance.sample(options, 4)
        filed += [[id, "open", str(r), o] for r, o in enumerate(wishes, 1)]
    offers = [["option", "batch", "places"]]
    quotas = [["batch", "option", "pool", "places"]]
    for option in options:
        offers += [[option, "school", "10"], [option, "open", "25"]]
        quotas += [["school", option, f"J{n}", "2"] for n in range(5)]
    return {"applicants": people, "choices": filed, "options": offers, "quotas": quotas}


def as_csv(path: Path, rows: Table) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def as_dos_csv(path: Path, rows: Table) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(rows)


def as_xlsx(path: Path, rows: Table) -> None:
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write_string(r, c, cell)


def as_parquet(path: Path, rows: Table) -> None:
    head, *body = rows
    columns = {name: [row[n] for row in body] for n, name in enumerate(head)}
    parquet.write_table(pa.table(columns), path.with_suffix(".parquet"))


def shuffled(rows: Table) -> Table:
    chance = random.Random(3)
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    body = chance.sample(rows[1:], len(rows) - 1)
    return [[row[n] for n in order] for row in [rows[0], *body]]


def folder(path: Path, write: Callable[[Path, Table], None], mixes: bool = False) -> Path:
    path.mkdir()
    (path / "rules.yaml").write_text(RULES, encoding="utf-8")
    for name, rows in tables().items():
        write(path / name, shuffled(rows) if mixes else rows)
    return path


def digests(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain")
    ran = xueyou("admit", "run", folder(path / "in", as_csv), "--out", path / "out", "--seed", SEED)
    assert ran.code == 0, ran.err
    assert "演练" in ran.out
    return path / "out"


@pytest.mark.parametrize(
    ("write", "mixes", "threads", "environment"),
    [
        (as_csv, True, 2, {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LANG": "C"}),
        (as_dos_csv, False, 1, {"PYTHONHASHSEED": "0", "LANG": "zh_CN.UTF-8"}),
        (as_xlsx, True, 1, {"XUEYOU_PLAIN_ENGINE": "1"}),
        (as_parquet, True, 2, {"NUMBA_CPU_NAME": "generic"}),
    ],
)
def test_the_same_bytes_from_any_writing(
    plain: Path,
    tmp_path: Path,
    write: Callable[[Path, Table], None],
    mixes: bool,
    threads: int,
    environment: dict[str, str],
) -> None:
    """Row order, column order, line ends, BOM, format, threads, hashes, clock zone, language."""
    given, out = folder(tmp_path / "in", write, mixes), tmp_path / "out"
    ran = xueyou(
        "admit", "run", given, "--out", out, "--seed", SEED, "--threads", threads, **environment
    )
    assert ran.code == 0, ran.err
    assert digests(out) == digests(plain)


def test_the_tables_have_the_columns_of_the_interface(plain: Path) -> None:
    """Headers exactly, sorted by the first column."""
    heads = {
        "placements": "applicant,batch,option,choice_rank,pool,reason",
        "cutoffs": "batch,option,pool,places,placed,last_key,tied_at_last,over_places",
        "envy": "kind,batch,applicant,over,option",
    }
    for name, head in heads.items():
        lines = (plain / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert lines[0] == head
        firsts = [line.split(",")[0] for line in lines[1:]]
        assert firsts == sorted(firsts)
    with (plain / "cutoffs.csv").open(encoding="utf-8", newline="") as file:
        keys = [json.loads(row["last_key"]) for row in csv.DictReader(file)]
    assert keys
    assert all(isinstance(part, str) for key in keys for part in key)


def test_everybody_is_told_once(plain: Path) -> None:
    """Placed and unplaced are all applicants; the certificate counts the same."""
    said = {}
    for name in ("placements", "unplaced"):
        with (plain / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            said[name] = [row["applicant"] for row in csv.DictReader(file)]
    assert sorted(said["placements"] + said["unplaced"]) == [f"{n:05}" for n in range(400)]
    counts = json.loads((plain / "certificate.json").read_bytes())["counts"]
    assert (counts["placed"], counts["unplaced"]) == tuple(map(len, said.values()))


def test_a_lottery_without_draw_or_seed_is_forbidden(tmp_path: Path) -> None:
    """Exit 6, nothing written."""
    ran = xueyou("admit", "run", folder(tmp_path / "in", as_csv), "--out", tmp_path / "out")
    assert ran.code == 6
    assert "--draw" in ran.err
    assert not (tmp_path / "out").exists()


def test_faults_are_written_line_by_line_and_nothing_else(tmp_path: Path) -> None:
    """Exit 3; JSONL with the eight fields; no OUT and no OUT.tmp."""
    given, errors = folder(tmp_path / "in", as_csv), tmp_path / "errors.jsonl"
    text = (given / "applicants.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    lines[17] = lines[17].replace(lines[17].split(",")[2], "x")
    (given / "applicants.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = xueyou(
        "admit", "run", given, "--out", tmp_path / "out", "--seed", SEED, "--errors", errors
    )
    assert ran.code == 3
    said = [json.loads(line) for line in errors.read_text(encoding="utf-8").splitlines()]
    assert [(one["file"], one["row"], one["column"], one["code"]) for one in said] == [
        ("applicants.csv", 18, "C", "bad_number")
    ]
    assert set(said[0]) == {"file", "sheet", "row", "column", "code", "value", "zh", "en"}
    assert not list(tmp_path.glob("out*"))


def test_an_existing_out_is_kept_unless_forced(plain: Path, tmp_path: Path) -> None:
    """Exit 2 before anything is read; --force replaces it whole, unless it holds something else."""
    given, out = folder(tmp_path / "in", as_csv), tmp_path / "out"
    shutil.copytree(plain, out)
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    assert xueyou("admit", "run", given, "--out", out, "--seed", SEED).code == 2
    assert (out / "mine.txt").exists()
    assert xueyou("admit", "run", given, "--out", out, "--seed", SEED, "--force").code == 2
    assert (out / "mine.txt").exists()
    (out / "mine.txt").unlink()
    assert xueyou("admit", "run", given, "--out", out, "--seed", SEED, "--force").code == 0
    assert digests(out) == digests(plain)


def test_check_says_the_code_of_the_inputs_that_the_run_says(plain: Path, tmp_path: Path) -> None:
    """The code is the same before and after, and in the bundle."""
    ran = xueyou("admit", "check", folder(tmp_path / "in", as_csv, True), "--json", "-")
    assert ran.code == 0, ran.err
    said = json.loads(ran.out)
    assert said["inputs"] == json.loads((plain / "certificate.json").read_bytes())["inputs"]
    assert said["draws"] is True


def test_swapped_names_change_nothing_but_the_names(tmp_path: Path, plain: Path) -> None:
    """Without a lottery, two applicants who change ids change places, nobody else does."""
    out = {}
    for name in ("one", "two"):
        given = folder(tmp_path / name, as_csv)
        text = RULES.replace("lottery: {ticket: one}\n", "").replace("lottery", "admit_all")
        (given / "rules.yaml").write_text(text, encoding="utf-8")
        if name == "two":
            for file in ("applicants", "choices"):
                path = given / f"{file}.csv"
                swapped = path.read_text(encoding="utf-8").replace("00005,", "?,")
                swapped = swapped.replace("00303,", "00005,").replace("?,", "00303,")
                path.write_text(swapped, encoding="utf-8")
        assert xueyou("admit", "run", given, "--out", tmp_path / f"{name}.out").code == 0
        lines = (tmp_path / f"{name}.out/placements.csv").read_text(encoding="utf-8").splitlines()
        out[name] = {line.split(",")[0]: line.split(",", 1)[1] for line in lines}
    names = {"00005": "00303", "00303": "00005"}
    assert {names.get(who, who): place for who, place in out["two"].items()} == out["one"]
