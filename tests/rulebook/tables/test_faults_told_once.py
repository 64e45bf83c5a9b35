"""A fault is told once, at its cause: what follows from it is not told beside it."""

from pathlib import Path

import pytest

from tests.rulebook.allocation.examples.town import rules, table
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import inputs_from, read_inputs

FACTS = """  score: {zh: 总分, type: decimal, step: 0.5}
  born: {zh: 出生, type: date}
"""
BATCHES = """  - id: b
    zh: 批次
    choices: {mode: parallel, max: 3}
    pools: [{id: near, all: true, hard: true}]
    rank: [score desc]
    tie_last: stable_id
    group: {bind: true, straddle: expand}
"""
MORE = (
    "attributes:\n  classes: {zh: 班数, type: integer}\nclass_size: {limit: 50, classes: classes}\n"
)
RULEBOOK = rulebook_of(rules(FACTS, BATCHES, MORE).encode(), "rules.yaml")
OPTIONS = "option batch places classes"
OFFERS = f"{OPTIONS}\nX b 40 1\nY b 40 1\nZ b 40 1"
QUOTAS = "batch option pool places\nb X near 40\nb Y near 40\nb Z near 40"
PEOPLE = "applicant score\na 1\nc 2"
FILED = "applicant batch rank option\na b 1 X\na b 2 Y\nc b 1 X"

Told = list[tuple[str, int | None, str]]


def told(
    *, options: str = OFFERS, people: str = PEOPLE, quotas: str = QUOTAS, filed: str = FILED,
    rulebook: Rulebook = RULEBOOK,
) -> Told:  # fmt: skip
    tables = {"options": options, "applicants": people, "quotas": quotas, "choices": filed}
    with pytest.raises(InputRefused) as refused:
        inputs_from(rulebook, {name: table(text) for name, text in tables.items() if text})
    return [(f.file, f.row, f.code) for f in refused.value.faults]


def test_tables_are_told_in_the_order_in_which_they_are_mended() -> None:
    """Options, applicants, quotas, choices: what others refer to comes first."""
    found = told(
        options=OFFERS + "\nW b x 1",
        people=PEOPLE + "\nd ?",
        quotas=QUOTAS + "\nb W near 1x",
        filed=FILED + "\na b x Z",
    )
    assert [file for file, _, _ in found] == ["options", "applicants", "quotas", "choices"]


@pytest.mark.parametrize("row", ["Z b 4O 1", "Z q 40 1"])
def test_who_names_an_option_whose_row_is_faulty_names_it_well(row: str) -> None:
    """Places with a letter in them, or a batch nobody knows: the quotas and choices are right."""
    found = told(options=OFFERS.replace("Z b 40 1", row), filed=FILED + "\nc b 2 Z")
    assert [(file, row) for file, row, _ in found] == [("options", 4)]


def test_who_names_somebody_whose_id_holds_a_hidden_character_names_him_well() -> None:
    """The applicant's own row has the zero-width blank; so has an option's."""
    found = told(
        people=PEOPLE.replace("c 2", "c\u200b 2"), options=OFFERS.replace("Z b", "Z\u200b b")
    )
    assert found == [("options", 4, "id_hidden"), ("applicants", 3, "id_hidden")]


def test_who_names_rows_of_a_table_without_rows_is_not_told() -> None:
    """One line about the applicants, none about each of their choices."""
    assert told(people="applicant score") == [("applicants", None, "no_rows")]


def test_a_list_whose_rank_cannot_be_read_has_no_gap() -> None:
    """The rank that cannot be read may well be the missing one; so may be an unknown batch's."""
    gap = FILED + "\nc b 3 Y"
    assert told(filed=gap) == [("choices", 5, "rank_gap")]
    assert told(filed=gap + "\nc b 二 Z") == [("choices", 6, "bad_rank")]
    assert told(filed=gap + "\nc q 2 Z") == [("choices", 6, "unknown_batch")]


def test_a_choice_of_an_unknown_option_leaves_no_gap_behind() -> None:
    """It stands at its rank, whatever it names."""
    assert told(filed=FILED + "\nc b 2 Q\nc b 3 Z") == [("choices", 5, "unknown_option")]


def test_a_row_repeated_whole_is_told_once() -> None:
    """Not once for its rank and once for its option."""
    assert told(filed=FILED + "\na b 2 Y") == [("choices", 5, "twice")]


def test_a_rank_beyond_the_longest_list_is_no_gap_too() -> None:
    """Rank 7 of three."""
    assert told(filed=FILED + "\nc b 7 Y") == [("choices", 5, "too_many_choices")]


def test_an_empty_name_is_told_once_for_each_row() -> None:
    """Two rows without a name are not two of one name; a pool without a name is not unknown."""
    assert told(people=PEOPLE + "\n- 1\n- 2") == [
        ("applicants", 4, "id_missing"),
        ("applicants", 5, "id_missing"),
    ]
    assert told(quotas=QUOTAS.replace("Z near", "Z -")) == [("quotas", 4, "id_missing")]
    assert told(filed=FILED + "\nc q 2 -") == [
        ("choices", 5, "unknown_batch"),
        ("choices", 5, "id_missing"),
    ]


def test_sums_over_rows_told_twice_are_not_told() -> None:
    """A quota row entered twice; an option entered twice."""
    assert told(quotas=QUOTAS + "\nb Z near 40") == [("quotas", 5, "twice")]
    assert told(options=OFFERS + "\nZ b 10 1") == [("options", 5, "twice")]


def test_a_number_of_classes_that_cannot_be_read_is_not_missing_too() -> None:
    """One cell, one fault."""
    assert told(options=OFFERS.replace("Z b 40 1", "Z b 40 一")) == [("options", 4, "bad_number")]


def test_a_group_whose_list_is_faulty_is_not_told_to_differ() -> None:
    """One of them has a rank that cannot be read."""
    people = "applicant group score\na T 1\nc T 2"
    filed = "applicant batch rank option\na b 1 X\nc b 一 X"
    assert told(people=people, filed=filed) == [("choices", 3, "bad_rank")]


def test_what_stands_in_a_table_is_checked_though_another_is_missing() -> None:
    """No options, no applicants: ranks and batches of the choices are looked at all the same."""
    filed = FILED + "\nc q 2 X\nc b x Y\na b 3 Y"
    for missing in ({"options": "option batch"}, {"people": "group score"}):
        found = [one for one in told(filed=filed, **missing) if one[0] == "choices"]
        assert found == [
            ("choices", 5, "unknown_batch"),
            ("choices", 6, "bad_rank"),
            ("choices", 7, "option_twice"),
        ]


@pytest.mark.parametrize("word", ["合计", "总计：", "小 计"])
def test_a_row_of_sums_is_told_as_such_and_by_nothing_else(word: str) -> None:
    """Not as an applicant, nor as a choice with four faults."""
    rows = [*table(PEOPLE), {"applicant": word, "score": "3"}]
    filed = [*table(FILED), {"applicant": word, "option": "3"}]
    given = {"options": table(OFFERS), "quotas": table(QUOTAS)}
    with pytest.raises(InputRefused) as refused:
        inputs_from(RULEBOOK, {**given, "applicants": rows, "choices": filed})
    assert [(f.file, f.row, f.column, f.code) for f in refused.value.faults] == [
        ("applicants", 4, "A", "foot_row"),
        ("choices", 5, "A", "foot_row"),
    ]


def test_a_note_below_and_a_heading_printed_again_are_told_as_such() -> None:
    """As pages of a printed list have them."""
    people = PEOPLE + "\n制表人：王某 -\napplicant score\nd 3"
    assert told(people=people) == [
        ("applicants", 4, "foot_row"),
        ("applicants", 5, "heading_again"),
    ]


def test_a_group_that_bears_the_id_of_somebody_in_no_group_is_refused_once() -> None:
    """Whether the two are one unit nobody can say; both rows are named."""
    people = table("applicant group score\na - 1\nc a 2\nd a 2")
    tables = {"options": OFFERS, "quotas": QUOTAS, "choices": "applicant batch rank option"}
    with pytest.raises(InputRefused) as refused:
        inputs_from(
            RULEBOOK, {name: table(t) for name, t in tables.items()} | {"applicants": people}
        )
    (fault,) = refused.value.faults
    assert (fault.row, fault.column, fault.code) == (2, "B", "group_is_applicant")
    assert "第 3 行" in fault.zh


def test_a_group_may_bear_the_id_of_one_of_its_own() -> None:
    """As families often write it."""
    people = table("applicant group score\na a 1\nc a 2")
    filed = table("applicant batch rank option\na b 1 X\nc b 1 X")
    given = {"options": table(OFFERS), "quotas": table(QUOTAS)}
    found = inputs_from(RULEBOOK, {**given, "applicants": people, "choices": filed})
    assert found.group.tolist() == [0, 0]
    assert list(found.group_ids) == ["a"]


@pytest.mark.parametrize(("there", "referred"), [("7", "007"), ("007", "7"), ("00 7", "007")])
def test_an_id_that_differs_by_a_spreadsheets_hand_is_told_as_such(
    there: str, referred: str
) -> None:
    """Zeros that were lost, blanks: the cause is said, on both kinds of references."""
    tables = {
        "options": [{"option": there, "batch": "b", "places": "1", "classes": "1"}],
        "applicants": [{"applicant": there, "score": "1"}],
        "quotas": [{"batch": "b", "option": referred, "pool": "near", "places": "1"}],
        "choices": [{"applicant": referred, "batch": "b", "rank": "1", "option": there}],
    }
    with pytest.raises(InputRefused) as refused:
        inputs_from(RULEBOOK, tables)
    assert [(f.file, f.code) for f in refused.value.faults] == [
        ("quotas", "id_nearly"),
        ("choices", "id_nearly"),
    ]


def test_columns_under_their_chinese_names_are_told_what_to_be_called(tmp_path: Path) -> None:
    """Not that they are missing, and above all not that they ought to be deleted."""
    (tmp_path / "options.csv").write_text("学校代码,批次,计划数,班数\nX,b,1,1\n", encoding="utf-8")
    (tmp_path / "applicants.csv").write_text(
        "报名号,总分,出生,备注,组号\n1,2,,x,\n", encoding="utf-8"
    )
    (tmp_path / "choices.csv").write_text("applicant,batch,rank,option\n", encoding="utf-8")
    (tmp_path / "quotas.csv").write_text("batch,option,pool,places\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_inputs(tmp_path, RULEBOOK)
    found = {(f.file, f.column, f.code) for f in refused.value.faults}
    assert found == {
        *(("options.csv", letter, "column_name") for letter in "ABCD"),
        *(("applicants.csv", letter, "column_name") for letter in "ABCE"),
        ("applicants.csv", "D", "unknown_column"),
    }
    assert any("“总分”这一列的列名要写 score" in f.zh for f in refused.value.faults)


def test_an_applicant_told_twice_is_told_even_where_there_are_groups() -> None:
    """Two rows of one id, and a group somewhere."""
    people = "applicant group score\na T 1\na T 1\nc - 2"
    assert told(people=people, filed="applicant batch rank option\na b 1 X") == [
        ("applicants", 3, "twice")
    ]
