"""`xueyou classes`: a grade's roster to lists, as a school office would run it."""

import csv
import json

import openpyxl
import pypdf
import pytest

from tests.cli.run import xueyou
from tests.rulebook.classes.offices import SUBJECTS, office_book, plain_csv, pupils

SCORES = ",".join(SUBJECTS)
STEPS = ("--iterations", 30_000)


@pytest.fixture
def roster(tmp_path):
    """Return a roster of 90 as an office sends it."""
    rows = pupils(90)
    rows[0]["同班组"] = rows[1]["同班组"] = "双1"
    rows[2]["分开组"] = rows[3]["分开组"] = "甲"
    return office_book(tmp_path / "名单.xlsx", rows)


def classes(path):
    """Return the class of each pupil."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: int(row["class"]) for row in csv.DictReader(file)}


def test_a_grade_is_divided_and_told(roster, tmp_path):
    """Tests all files of a run, and that each says the same list."""
    out = tmp_path / "名单-分班"
    ran = xueyou("classes", roster, *STEPS)
    assert ran.code == 0, ran.err
    assert {path.name for path in out.iterdir()} == {
        "assignment.csv",
        "report.json",
        "classes.xlsx",
        "report.html",
        "report.pdf",
    }
    found = classes(out / "assignment.csv")
    assert len(found) == 90
    assert list(found) == sorted(found)
    assert found["20260001"] == found["20260002"]
    assert found["20260003"] != found["20260004"]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["sizes"] == [45, 45]
    assert report["hard_broken"] == 0
    assert report["iterations"] == 30_000
    assert {"range_mean", "range_sd", "range_p10", "bound", "gap"} <= set(report["features"][0])
    book = openpyxl.load_workbook(out / "classes.xlsx")
    assert book.sheetnames == ["名单", "1班", "2班"]
    rows = list(book["名单"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert {str(pupil): c for c, pupil in rows} == found
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "名单分班情况" in page
    assert "20260001" not in page  # what is shown around names nobody
    pdf = pypdf.PdfReader(out / "report.pdf")
    assert "分班情况" in "".join(pdf.pages[0].extract_text().split())
    assert "没有说明分数从哪里来" in ran.out
    assert report["seed"] in ran.out


def test_the_same_run_gives_the_same_bytes(roster, tmp_path):
    """Tests two runs in two folders with other hash seeds and no compiler: only times differ."""
    first = xueyou("classes", roster, *STEPS, "--out", tmp_path / "a", PYTHONHASHSEED="1")
    again = xueyou(
        "classes",
        roster,
        *STEPS,
        "--out",
        tmp_path / "b",
        PYTHONHASHSEED="2",
        XUEYOU_PLAIN_ENGINE="1",
    )
    assert (first.code, again.code) == (0, 0)
    for name in ("assignment.csv", "classes.xlsx"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    one, other = (json.loads((tmp_path / x / "report.json").read_bytes()) for x in "ab")
    assert one | {"search_ms": 0} == other | {"search_ms": 0}


def test_a_time_becomes_steps_that_can_be_run_again(roster, tmp_path):
    """Tests --search-ms: the steps it says give the same list."""
    ran = xueyou("classes", roster, "--search-ms", 60, "--out", tmp_path / "a", "--json", "-")
    steps = json.loads(ran.out)["iterations"]
    xueyou("classes", roster, "--iterations", steps, "--out", tmp_path / "b")
    assert classes(tmp_path / "a/assignment.csv") == classes(tmp_path / "b/assignment.csv")


def test_sources_seeds_methods_and_sizes(roster, tmp_path):
    """Tests the options of a real run."""
    ran = xueyou(
        "classes", roster, "--scores", SCORES, "--score-source", "六年级日常评价",
        "--sizes", "46,44", "--seed", "ab" * 32, "--method", "snake-sex",
        "--out", tmp_path / "a", "--json", "-",
    )  # fmt: skip
    report = json.loads(ran.out)
    assert report["sizes"] == [46, 44]
    assert report["method"] == "snake-sex"
    assert not report["rehearsal"]
    assert report["scores"]["source"] == "六年级日常评价"


def test_entrance_tests_are_forbidden(roster, tmp_path):
    """Tests exit 6, nothing written."""
    ran = xueyou("classes", roster, "--score-source", "入学考试", "--out", tmp_path / "a")
    assert ran.code == 6
    assert "入学考试" in ran.err
    assert not (tmp_path / "a").exists()


def test_faults_are_told_and_nothing_is_written(tmp_path):
    """Tests exit 3, --errors, and that no name stands in it."""
    rows = pupils(30)
    rows[3]["学号"] = rows[2]["学号"]
    rows[4]["语文"] = "优秀"
    path = plain_csv(tmp_path / "a.csv", rows)
    ran = xueyou("classes", path, "--scores", SCORES, "--errors", tmp_path / "e.jsonl")
    assert ran.code == 3
    lines = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text("utf-8").splitlines()]
    assert [(line["code"], line["row"]) for line in lines] == [("id_twice", 5), ("bad_mark", 6)]
    assert all(line["value"] is None for line in lines)
    assert not (tmp_path / "a-分班").exists()


def test_no_list_is_explained(tmp_path):
    """Tests exit 5 and conflict.json for one rival more than classes."""
    rows = pupils(30)
    for row in rows:
        row["分开组"] = ""
    for row in rows[:4]:
        row["分开组"] = "甲"
    path = plain_csv(tmp_path / "a.csv", rows)
    ran = xueyou("classes", path, "--classes", 3, "--out", tmp_path / "a")
    assert ran.code == 5
    said = json.loads((tmp_path / "a/conflict.json").read_bytes())
    assert [member["group"] for member in said["members"]] == ["甲"]
    assert said["irreducible"]
    assert "分开组“甲”" in ran.err
    assert "2026000" not in ran.err
    again = xueyou("classes", path, "--classes", 4, "--out", tmp_path / "a", "--force", *STEPS)
    assert again.code == 0


def test_the_schema_of_its_rules_is_printed():
    """Tests `schema classes`."""
    ran = xueyou("schema", "classes")
    assert json.loads(ran.out)["title"] == "分班规则"


def test_usage(roster, tmp_path):
    """Tests options that are none."""
    for options in (
        ("--classes", "0"),
        ("--sizes", "40,x"),
        ("--classes", "3", "--sizes", "30,30,30"),
        ("--seed", "ab"),
        ("--search-ms", "5", "--iterations", "5"),
    ):
        assert xueyou("classes", roster, *options, "--out", tmp_path / "a").code == 2
    assert xueyou("classes", tmp_path / "none.xlsx").code == 2
