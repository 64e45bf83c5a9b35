"""Every cell of the tables is checked; all faults are told at once, with row and column."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.rulebook.allocation.examples.town import rules, table
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import Inputs, inputs_from, read_inputs

FACTS = """  score: {zh: 总分, type: decimal, step: 0.5, min: 0, max: 800}
  years: {zh: 年数, type: integer, sensitivity: plain}
  born: {zh: 出生, type: date}
  local: {zh: 本市, type: flag}
  grade: {zh: 等级, type: level, order: [A, B, C]}
  place: {zh: 位置, type: place}
"""
BATCHES = """  - id: b
    zh: 批次
    choices: {mode: parallel, max: 3}
    rank: [score desc]
    tie_last: stable_id
    group: {bind: true, straddle: expand}
"""
RULEBOOK = rulebook_of(rules(FACTS, BATCHES).encode(), "rules.yaml")
RULES_PAGE = (ROOT / "docs" / "handbook" / "rules.md").read_text(encoding="utf-8")
OFFERS = table("option batch places\nX b 1\nY b 1\nZ b 1")
Rows = list[dict[str, str]]


def read(people: Rows, filed: Rows = (), options: Rows = OFFERS) -> Inputs:
    tables = {"applicants": people, "choices": filed, "options": options, "quotas": []}
    return inputs_from(RULEBOOK, tables)


def faults(people: Rows, filed: Rows = (), options: Rows = OFFERS) -> list[Fault]:
    with pytest.raises(InputRefused) as refused:
        read(people, filed, options)
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("fact", "cell", "code"),
    [
        ("score", "NaN", "bad_number"),
        ("score", "Infinity", "bad_number"),
        ("score", "1E+999999999", "bad_number"),
        ("score", "１２", "bad_number"),
        ("score", "-0", "bad_number"),
        ("score", "1,000", "bad_number"),
        ("score", "720.55", "too_fine"),
        ("score", "720.1", "off_step"),
        ("score", "800.5", "above_maximum"),
        ("score", "-1", "below_minimum"),
        ("score", "9999999999999999", "too_big"),
        ("years", "2.5", "not_whole"),
        ("born", "2023-02-29", "bad_day"),
        ("born", "明天", "bad_day"),
        ("local", "maybe", "bad_flag"),
        ("grade", "D", "bad_level"),
        ("place", "12", "bad_place"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(fact: str, cell: str, code: str) -> None:
    """One code for each way of being wrong; the column is the one a spreadsheet shows."""
    found = faults([{"applicant": "a"}, {"applicant": "b", fact: cell}])
    columns = ["applicant", "group", "score", "years", "born", "local", "grade", "place"]
    assert [(f.row, f.column, f.code) for f in found] == [
        (3, "ABCDEFGH"[columns.index(fact)], code)
    ]


def test_good_cells_in_their_writings() -> None:
    """Trailing zeros, slashes in days, flags in words; an empty cell is unknown, never no."""
    found = read(
        [
            {"applicant": "a", "score": "707.50", "born": "2010/9/1", "local": "是", "grade": "A"},
            {"applicant": "b", "local": "0", "place": "3 -4"},
        ]
    )
    assert found.facts["score"].values.tolist() == [7075, 0]
    assert found.facts["score"].known.tolist() == [True, False]
    assert found.facts["local"].values.tolist() == [1, 0]
    assert found.facts["local"].known.tolist() == [True, True]
    assert found.facts["place"].values.tolist() == [[0, 0], [3, -4]]


@pytest.mark.parametrize(
    "day", ["2010-09-01", "2010/9/1", "2010.9.1", "2010年9月1日", "2010年09月01日", "20100901"]
)
def test_a_day_in_each_form_that_the_rules_page_names(day: str) -> None:
    """Year, month, day, however they are parted; all come out alike."""
    cells = read([{"applicant": "a", "born": day}]).facts["born"]
    assert cells.values.tolist() == [date(2010, 9, 1).toordinal()]
    assert f"`{day}`" in RULES_PAGE or day in ("2010年09月01日", "2010/9/1")


@pytest.mark.parametrize(
    "day", ["2010-9/1", "10-9-1", "9/1/2010", "45536", "2010-09-01 08:30:00", "201009", "2010年9月"]
)
def test_a_day_that_could_be_another_is_refused_with_the_forms_there_are(day: str) -> None:
    """Two digits of a year, the month first, a spreadsheet's number of a day, a time of day."""
    (fault,) = faults([{"applicant": "a", "born": day}])
    assert fault.code == "bad_day"
    for form in ("2010-09-01", "2010/9/1", "2010.9.1", "2010年9月1日", "20100901"):
        assert form in fault.zh


def test_personal_values_are_masked_and_plain_ones_shown() -> None:
    """Scores are personal by default; the rules may call a fact plain."""
    found = faults([{"applicant": "20240001", "score": "720.55", "years": "2.5"}])
    assert [f.value for f in found] == ["7****5", "2.5"]
    assert "720.55" not in "".join(f.zh + f.en for f in found)


@pytest.mark.parametrize(
    ("id", "code"),
    [("", "id_missing"), ("a\u200bb", "id_hidden"), ("a\u202eb", "id_hidden"),
     ("a\nb", "id_hidden"), ("=1+1", "id_formula"), ("@x", "id_formula"), ("x" * 201, "id_long"),
     ("1.10101E+17", "id_lost"), ("2E+10", "id_lost")],
)  # fmt: skip
def test_ids_that_look_alike_or_run_are_refused(id: str, code: str) -> None:
    """Invisible characters, formulas, emptiness, whole sentences."""
    assert [f.code for f in faults([{"applicant": "ok"}, {"applicant": id, "years": "1"}])] == [
        code
    ]


def test_ids_keep_their_zeros_and_stand_in_order_of_code_points() -> None:
    """007 is not 7; order does not come from rows."""
    assert list(read([{"applicant": "7"}, {"applicant": "007"}]).applicants) == ["007", "7"]


def test_one_letter_in_two_writings_is_one_id_told_twice() -> None:
    """NFC and NFD of an id are the same id."""
    found = faults([{"applicant": "e\u0301"}, {"applicant": "\u00e9"}])
    assert [(f.row, f.code) for f in found] == [(3, "twice")]


def test_faults_of_lists_are_told_all_at_once() -> None:
    """Unknown people, batches and options, gaps, repeats, too many."""
    filed = table(
        "applicant batch rank option\n"
        "a b 1 X\na b 3 Y\nzz b 1 X\ne q 1 X\ne b x X\nc b 1 Q\nc b 2 X\nc b 3 X\n"
        "d b 1 X\nd b 2 Y\nd b 3 Z\nd b 4 Q\nd b 2 Z"
    )
    people = [{"applicant": id} for id in "acde"]
    found = [(f.row, f.code) for f in faults(people, filed)]
    assert found == [
        (3, "rank_gap"), (4, "unknown_applicant"), (5, "unknown_batch"), (6, "bad_rank"),
        (7, "unknown_option"), (9, "option_twice"),
        (13, "too_many_choices"), (13, "unknown_option"), (14, "twice"),
    ]  # fmt: skip


def test_a_list_longer_than_the_rules_allow_is_refused() -> None:
    """The fourth of three."""
    filed = [
        {"applicant": "a", "batch": "b", "rank": str(n), "option": option}
        for n, option in enumerate("XYZW", start=1)
    ]
    options = OFFERS + table("option batch places\nW b 1")
    assert [f.code for f in faults([{"applicant": "a"}], filed, options)] == ["too_many_choices"]


def test_twins_of_a_bound_group_with_two_lists_are_refused() -> None:
    """The rows of both are named."""
    people = [{"applicant": "t1", "group": "T"}, {"applicant": "t2", "group": "T"}]
    filed = table("applicant batch rank option\nt1 b 1 X\nt2 b 1 Y")
    found = faults(people, filed)
    assert [(f.file, f.row, f.code) for f in found] == [("applicants", 3, "group_lists_differ")]


def test_columns_nobody_asked_for_are_refused_and_forbidden_ones_forbid() -> None:
    """A column of parents' income ends with the exit of what is forbidden."""
    with pytest.raises(InputRefused) as refused:
        read([{"applicant": "a", "父亲职务": "x", "备注": "y"}])
    assert {f.code for f in refused.value.faults} == {"forbidden_fact", "unknown_column"}
    assert refused.value.forbidden


def test_missing_tables_and_columns_are_told_together(tmp_path: Path) -> None:
    """What is there is checked all the same."""
    (tmp_path / "applicants.csv").write_text("applicant,score,years\na,x,1\n", encoding="utf-8")
    (tmp_path / "choices.csv").write_text("applicant,batch,rank\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_inputs(tmp_path, RULEBOOK)
    said = {(f.file, f.code) for f in refused.value.faults}
    assert ("options", "missing_file") in said
    assert ("choices.csv", "missing_column") in said
    assert ("applicants.csv", "bad_number") in said
    assert ("applicants.csv", "missing_column") in said


def test_five_bad_cells_among_many_rows_are_all_found(tmp_path: Path) -> None:
    """A small twin of the million rows in the benchmark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["applicant", "group", "score", "years", "born", "local", "grade", "place"])
    bad = {100: 2, 5_000: 3, 7_777: 4, 15_000: 5, 19_999: 6}
    for n in range(20_000):
        row = [f"{n:06}", "", "700.5", "3", "2010-09-01", "是", "A", ""]
        if n in bad:
            row[bad[n]] = "?"
        writer.writerow(row)
    (tmp_path / "applicants.csv").write_text(out.getvalue(), encoding="utf-8")
    (tmp_path / "choices.csv").write_text("applicant,batch,rank,option\n", encoding="utf-8")
    (tmp_path / "options.csv").write_text("option,batch,places\nX,b,1\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_inputs(tmp_path, RULEBOOK)
    found = [(f.row, f.column) for f in refused.value.faults]
    assert found == [(n + 2, "ABCDEFGH"[c]) for n, c in bad.items()]
