"""Every refusal of a rulebook: its code, its line, and a sentence that says what to do."""

import pytest

from tests.rulebook.rules_text import changed, faults_of, line_of
from xueyou.rulebook.refusals import SAYINGS

NO_ELIGIBILITY = (
    "      - {id: y3, need: years >= 3, zh: 在籍在读满3年}\n"
    "      - {id: line, line: {of: score, at_least: 605}}\n"
)
TAIL = ("    tie_last: lottery\n", "    tie_last: lottery\n    X\n")
POOLS = "      - {id: 初中, by: junior, hard: true}\n"
DEEP = "[" * 60 + "]" * 60
RULES = "rank: [score desc]"
LAST = "rank: [total desc, distance asc]"

Case = tuple[str, str, str, str]
"""code, what is replaced, by what, and the piece in whose line the fault must stand."""

CASES: list[Case] = [
    ("yaml_tab", "year: 2026", "year:\t2026", "year:"),
    ("yaml_invisible", "title: 试点", "title: 试\u200b点", "title:"),
    ("yaml_invisible", "title: 试点", "title: 试\x07点", "title:"),
    ("yaml_not_nfc", "title: 试点", "title: e\u0301", "title:"),
    ("yaml_syntax", "stage: senior", "stage: 'senior", "stage:"),
    ("yaml_syntax", "stage: senior", "stage: senior: x", "stage:"),
    ("yaml_depth", "stage: senior", f"stage: {DEEP}", "stage:"),
    ("yaml_many", "stage: senior", "stage: [" + "a," * 100_001 + "a]", "stage:"),
    ("yaml_alias", "stage: senior", "stage: &s senior", "stage:"),
    ("yaml_alias", "stage: senior", "stage: *s", "stage:"),
    ("yaml_tag", "stage: senior", "stage: !!str senior", "stage:"),
    ("yaml_documents", "stage: senior", "---\nstage: senior", "---"),
    ("yaml_key", "stage: senior", "? [stage]\n: senior", "? ["),
    ("yaml_duplicate", "stage: senior", "stage: senior\nstage: junior", "stage: junior"),
    ("yaml_empty", "stage: senior", "stage:", "stage:"),
    ("yaml_day", 'date: "2026-03-01"', "date: 2026-03-01", "2026-03-01"),
    ("yaml_guessed", "title: 试点市高中招生", "title: no", "title:"),
    ("missing_key", "stage: senior\n", "", "schema:"),
    ("missing_key", "step: 0.5, min: 0, max: 750", "min: 0", "score:"),
    ("missing_key", ", order: [优, 良, 差]", "", "health:"),
    ("missing_key", "need: years >= 3", "need: {oder: [years >= 3]}", "oder:"),
    ("unknown_key", "stage: senior", "stage: senior\nstagee: x", "stagee:"),
    ("unknown_key", "type: code}\n  district", "type: code, min: 3}\n  district", "junior:"),
    ("wrong_kind", "year: 2026", "year: 二〇二六", "year:"),
    ("wrong_kind", "step: 0.5, min: 0, max: 750", "step: ０.５", "score:"),
    ("wrong_kind", "rank: [score desc]", "rank: score desc", "rank: score"),
    ("wrong_kind", "title: 试点市高中招生", "title: '  '", "title:"),
    ("not_among", "stage: senior", "stage: college", "stage:"),
    ("not_among", "tie_last: admit_all", "tie_last: coin", "tie_last: coin"),
    ("not_among", "schema: xueyou-rules/1", "schema: xueyou-rules/9", "schema:"),
    ("not_among", POOLS, "      - {id: 初中, all: false}\n", "{id: 初中"),
    ("wrong_form", "id: 到校", "id: 到 校", "id: 到 校"),
    ("wrong_form", "  years: {", "  在籍.年数: {", "  在籍.年数:"),
    ("wrong_form", "code: 310000", 'code: "031000"', "jurisdiction:"),
    ("wrong_form", "zh: 统一招生", 'zh: 统一招生\n    home: {fact: seat, family: family, used_on: birth, '
     'used_by: family, years: 5, day: "去年"}', "home:"),
    ("too_few", POOLS, "      []\n", "      []"),
    ("too_few", "rank: [score desc]", "rank: []", "rank: []"),
    ("out_of_bounds", "year: 2026", "year: 1999", "year:"),
    ("out_of_bounds", "step: 0.5, min: 0, max: 750", "step: 0", "score:"),
    ("out_of_bounds", "max: 15", "max: 257", "max: 257"),
    ("unknown_name", "years >= 3", "jahre >= 3", "jahre"),
    ("unknown_name", "years >= 3", "option.jahre >= 3", "option.jahre"),
    ("unknown_name", "by: junior", "by: senior", "by: senior"),
    ("unknown_name", "leftover: {to: 统招}", "leftover: {to: 自招}", "leftover:"),
    ("unknown_name", "source: S1", "source: S2", "source: S2"),
    ("unknown_name", "classes: classes", "classes: klassen", "class_size:"),
    ("unknown_name", "family: family", "family: sippe", "siblings:"),
    ("unknown_name", "same: area", "same: gebiet", "siblings:"),
    ("unknown_name", "line: {of: score, at_least: 605}", "line: {of: score, under: {batch: 自招, by: 5}}",
     "under:"),
    ("unknown_name", "sum: [score,", "sum: [punkte,", "total:"),
    ("reserved_name", "  agreed: {", "  option: {", "  option:"),
    ("name_twice", "id: 统招", "id: 到校", "  - id: 到校\n    zh: 统一"),
    ("name_twice", "  total: {zh", "  score: {zh", "  score: {zh: 总分"),
    ("name_twice", "order: [优, 良, 差]", "order: [优, 良, 优]", "health:"),
    ("name_twice", "id: line, line", "id: y3, line", "id: y3, line"),
    ("name_twice", "ties: [preferred desc, moral desc]",
     "ties: [{levels: {of: [moral, moral]}}]", "ties:"),
    ("bad_day", 'min: "2008-01-01"', 'min: "2008-02-30"', "birth:"),
    ("circular_sum", "sum: [score,", "sum: [total,", "total:"),
    ("bad_range", "min: 0, max: 9", "min: 10, max: 9", "years:"),
    ("bad_condition", "years >= 3", "years 至少 3", "years 至少"),
    ("bad_condition", "years >= 3", "years", "need: years"),
    ("bad_term", RULES, "rank: [score]", "rank: [score]"),
    ("bad_term", RULES, "rank: [choice_rank asc]", "rank: [choice_rank"),
    ("bad_term", LAST, "rank: [distance desc]", "rank: [distance"),
    ("no_order", "years >= 3", "junior >= 3", "junior >= 3"),
    ("no_order", RULES, "rank: [junior desc]", "rank: [junior"),
    ("no_order", "years >= 3", "preferred < 1", "preferred < 1"),
    ("no_order", "need: years >= 3", "need: {fact: place, in: [x]}", "in: [x]"),
    ("wrong_type", "years >= 3", "years >= 三", "years >= 三"),
    ("wrong_type", "years >= 3", "years >= ３", "years >= ３"),
    ("wrong_type", "years >= 3", "moral >= E", "moral >= E"),
    ("wrong_type", "years >= 3", "birth >= 2010", "birth >= 2010"),
    ("wrong_type", "years >= 3", "score >= 6e2", "score >= 6e2"),
    ("wrong_type", "years >= 3", "score >= NaN", "score >= NaN"),
    ("wrong_type", "min: 0, max: 9}", 'min: "2020-01-01"}', "years:"),
    ("unlike", "years >= 3", "years >= fact.score", "years >= fact.score"),
    ("unlike", "years >= 3", "years >= option.line", "years >= option.line"),
    ("unlike", "years >= 3", "moral >= fact.health", "moral >= fact.health"),
    ("too_fine", "at_least: 605", "at_least: 605.25", "at_least:"),
    ("too_fine", "years >= 3", "years >= 2.5", "years >= 2.5"),
    ("too_fine", "type: integer, min: 0, max: 10", "type: integer, step: 0.5", "bonus:"),
    ("too_fine", "min: 0, max: 9", "min: 0.5, max: 9", "years:"),
    ("beyond", "at_least: 605", "at_least: 6050", "at_least:"),
    ("beyond", "years >= 3", "birth <= 2026-08-31", "birth <="),
    ("no_place", "place: {zh: 校址, type: place}", "ort: {zh: 校址, type: place}", LAST),
    ("not_here", "when: preferred == 是", "when: sibling", "total:"),
    ("not_here", "when: preferred == 是", "when: distance <= 500", "total:"),
    ("not_here", "when: preferred == 是", "when: choice_rank == 1", "total:"),
    ("not_here", "when: preferred == 是", "when: option.area == x", "total:"),
    ("levels_unlike", "need: years >= 3", "need: {levels: {of: [moral, health], at_least: A, count: 1}}",
     "levels:"),
    ("count_too_high", "need: years >= 3", "need: {levels: {of: [moral, art], at_least: A, count: 3}}",
     "levels:"),
    ("other_type", "need: years >= 3", "need: {levels: {of: [years], at_least: A, count: 1}}", "levels:"),
    ("other_type", "by: junior", "by: years", "by: years"),
    ("other_type", "sum: [score,", "sum: [junior,", "total:"),
    ("other_type", "of: score, at_least", "of: junior, at_least", "of: junior"),
    ("other_type", "place: {zh: 住址, type: place", "place: {zh: 住址, type: code", "place: {zh: 住址"),
    ("other_type", "classes: classes", "classes: area", "class_size:"),
    ("unset_tie_last", "    tie_last: admit_all\n", "", "  - id: 到校"),
    ("class_size", "limit: 50, classes", "limit: 46, classes", "class_size:"),
    ("big_class", "limit: 50", "limit: 56", "class_size:"),
    ("option_differs", RULES, "rank: [distance asc]", "rank: [distance"),
    ("option_differs", RULES, "rank: [{when: sibling}]", "rank: [{when"),
    ("option_differs", RULES, "rank: [{when: choice_rank == 1}]", "rank: [{when"),
    ("option_differs", RULES, "rank: [score desc]\n    secured: seat", "secured: seat"),
    ("precedence_missing", POOLS, POOLS + "      - {id: 其余, all: true, places: rest}\n", "      - {id: 初中"),
    ("precedence_wrong", POOLS, POOLS + "    precedence: [初中, 其余]\n", "precedence:"),
    ("precedence_wrong", "max: 15}", "max: 15}\n    precedence: [初中]", "precedence:"),
    ("hard_missing", ", hard: true", "", "{id: 初中"),
    ("pool_unclear", "by: junior,", "", "{id: 初中"),
    ("pool_unclear", "by: junior,", "by: junior, all: true,", "{id: 初中"),
    ("pools_alike", POOLS, POOLS + "      - {id: 区, by: district, hard: true}\n"
     "    precedence: [初中, 区]\n", "      - {id: 初中"),
    ("pools_alike", POOLS, "      - {id: a, all: true, places: rest}\n      - {id: b, all: true, places: "
     "rest}\n    precedence: [a, b]\n", "      - {id: a"),
    ("rest_by_value", "hard: true", "hard: true, places: rest", "{id: 初中"),
    ("not_later", "leftover: {to: 统招}", "leftover: {to: 到校}", "leftover:"),
    ("own_line", "line: {of: score, at_least: 605}", "line: {of: score, under: {batch: 到校, by: 5}}",
     "under:"),
    ("line_unclear", "at_least: 605", "when_empty: open", "when_empty"),
    ("need_unclear", "need: years >= 3, ", "", "id: y3"),
    ("no_lottery", "lottery: {ticket: one}\n", "", "tie_last: lottery"),
    ("idle_lottery", "tie_last: lottery", "tie_last: refuse", "lottery: {ticket"),
    ("no_siblings", "siblings: {family: family, same: area}\n", "", "need: sibling"),
    ("no_secured", "years >= 3", "secured", "need: secured"),
    ("bands_wrong", "mode: parallel, max: 2", "mode: banded, max: 2", "mode: banded"),
    ("bands_wrong", "max: 2}", "max: 2, bands: {of: score, first: 700, step: 40}}", "bands:"),
    ("max_wrong", ", max: 2", "", "mode: parallel"),
    ("max_wrong", "mode: parallel, max: 2", "mode: single, max: 2", "mode: single"),
    ("max_wrong", "max: 2}", "max: 2, generate: {by: distance}}", "generate:"),
    ("generate_wrong", "mode: parallel, max: 2", "mode: single, generate: {by: distance}", "generate:"),
    ("idle_rank", "ties: [preferred desc", "ties: [score asc, preferred desc", "ties:"),
    ("idle_rank", "moral desc]", "moral desc, preferred asc]", "ties:"),
    ("straddle_missing", "    locks: true", "    group: {bind: true}", "group:"),
    ("consent_missing", "    locks: true", "    group: {bind: true, straddle: split}", "group:"),
    ("skip_not_alike", "    locks: true", "    group: {bind: true, straddle: skip}", "group:"),
    ("forbidden_fact", "  agreed: {zh: 同意拆开", "  agreed: {zh: 父亲职业", "  agreed:"),
    ("frame_missing", "stage: senior", "stage: senior\nframe: city.yaml", "frame:"),
]  # fmt: skip
ELSEWHERE = {
    "yaml_size": "test_strict_yaml",
    "yaml_encoding": "test_strict_yaml",
    "yaml_no_mapping": "test_strict_yaml",
    "frame_faulty": "test_frame",
    "outside_frame": "test_frame",
    "frame_other_place": "test_frame",
    "frame_path": "test_frame",
}


def _prepared(code: str, old: str, new: str) -> str:
    """Return the changed text; a few cases need a second change to stand alone."""
    first = ("    leftover: {to: 统招}\n", "    leftover: {to: 统招}\n    locks: true\n")
    base = [first] if "    locks: true" in old else []
    more = {
        "no_siblings": [("years >= 3", "sibling")],
        "class_size": [("stage: senior", "stage: primary")],
    }.get(code, [])
    return changed(*base, *more, (old, new))


@pytest.mark.parametrize(
    ("code", "old", "new", "piece"), CASES, ids=[f"{i}-{case[0]}" for i, case in enumerate(CASES)]
)
def test_each_refusal_names_its_line(code: str, old: str, new: str, piece: str) -> None:
    """Tests the code and the line of one wrong thing in a rulebook that is otherwise right."""
    text = _prepared(code, old, new)
    told = [fault for fault in faults_of(text) if fault.code == code]
    assert told, [fault.code for fault in faults_of(text)]
    assert told[0].row == text[: text.index(piece)].count("\n") + 1
    assert "{" not in told[0].zh.replace("{ticket: one}", "").replace("{family: 事实}", "")


def test_every_code_is_tested() -> None:
    """Tests that no sentence stands in the catalogue that nothing says."""
    assert {case[0] for case in CASES} | set(ELSEWHERE) == set(SAYINGS)


@pytest.mark.parametrize("code", sorted(SAYINGS))
def test_each_sentence_says_what_to_do(code: str) -> None:
    """Tests that a refusal is polite, asks for something, and shouts at nobody."""
    said = SAYINGS[code]["zh"]
    assert "！" not in said
    assert "请" in said or "只能" in said or "就" in said or "写" in said
    assert said.endswith(("。", "}"))
    assert SAYINGS[code]["en"]


def test_all_faults_are_told_at_once() -> None:
    """Tests that five wrong things in five lines give five faults, in the order of lines."""
    text = changed(
        ("years >= 3", "jahre >= 3"),
        ("at_least: 605", "at_least: 605.25"),
        ("rank: [score desc]", "rank: [junior desc]"),
        ("    tie_last: admit_all\n", ""),
        ("leftover: {to: 统招}", "leftover: {to: 自招}"),
    )
    told = faults_of(text)
    assert {fault.code for fault in told} == {
        "unknown_name", "too_fine", "no_order", "unset_tie_last",
    }  # fmt: skip
    assert len(told) == 5
    assert [fault.row for fault in told] == sorted(fault.row or 0 for fault in told)


def test_the_line_helper_finds_lines() -> None:
    """Tests the lines the cases are held against."""
    assert line_of("schema:") == 1
    assert line_of("stage:") == 5
