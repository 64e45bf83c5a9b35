"""Z2, Z3, Z5, S1, A1, R1: tiers of a zone, cut lines as dates, class sizes, elders, long lists."""

import pytest

from tests.rulebook.allocation.examples.town import choices, rules, table, town
from xueyou.rulebook.language.faults import InputRefused

BATCH = """  - id: b
    zh: 公办
    choices: {{mode: {mode}, max: {most}}}
    rank: [{rank}]
    tie_last: {tie_last}
"""


def batch(rank: str, mode: str = "deferred", most: int = 2, tie_last: str = "stable_id") -> str:
    return BATCH.format(rank=rank, mode=mode, most=most, tie_last=tie_last)


def test_z2_a_private_loser_stands_behind_his_tier_and_before_the_next() -> None:
    """Tier first, then whether the public school was the first wish of all."""
    facts = "  tier: {zh: 类别, type: integer}\n  lost: {zh: 民办未录取, type: flag}\n"
    people = table("applicant tier lost\na1 1 否\nloser 1 是\nz1 1 否\na2 2 否")
    found = town(
        rules(facts, batch("tier asc, lost asc")),
        people,
        choices("b", a1="H", loser="H", z1="H", a2="H"),
        table("option batch places\nH b 3"),
    )
    assert set(found.placed) == {"a1", "z1", "loser"}
    assert [row[4] for row in found.waiting] == ["a2"]


def test_z3_the_cut_line_is_told_as_a_day() -> None:
    """Years of registration, then the day of the deed."""
    facts = "  years: {zh: 入户年限, type: integer}\n  deed: {zh: 房产登记日, type: date}\n"
    people = table(
        "applicant years deed\na 6 2019-03-01\nb 6 2019-02-28\nc 5 2010-01-01\nd 6 2019-03-02"
    )
    found = town(
        rules(facts, batch("years desc, deed asc")),
        people,
        choices("b", a="H", b="H", c="H", d="H"),
        table("option batch places\nH b 2"),
    )
    assert found.placed == {"a": "H", "b": "H"}
    assert found.cutoffs[0][5] == '["6","2019-03-01","a"]'


def test_z5_more_places_than_the_classes_hold_are_refused_with_the_row() -> None:
    """Three classes of 45 hold 135."""
    facts = "  order: {zh: 序, type: integer}\n"
    more = (
        "attributes:\n  classes: {zh: 班数, type: integer}\n"
        "class_size: {limit: 45, classes: classes}\n"
    )
    text = rules(facts, batch("order asc"), more).replace("stage: senior", "stage: primary")
    with pytest.raises(InputRefused) as refused:
        town(text, table("applicant order\na 1"), choices("b", a="H"),
             table("option batch places classes\nG b 135 3\nH b 136 3"))  # fmt: skip
    assert [(f.code, f.row, f.column) for f in refused.value.faults] == [("class_size", 3, "C")]


def test_s1_an_elder_counts_only_where_the_rules_say_so() -> None:
    """The elder is in grade 3 of X; also one placed in an earlier batch of the same run."""
    facts = (
        "  order: {zh: 序, type: integer}\n  family: {zh: 家庭, type: code}\n"
        "  elder: {zh: 兄姐所在学校, type: code}\n"
    )
    people = table("applicant order family elder\na 1 F1 -\nb 2 F2 X")
    offers = table("option batch places\nX b 1")
    filed = choices("b", a="X", b="X")
    siblings = "siblings: {family: family, elder: elder}\n"
    plain = town(rules(facts, batch("order asc"), siblings), people, filed, offers)
    assert plain.placed == {"a": "X"}
    counted = batch("{when: sibling}, order asc")
    assert town(rules(facts, counted, siblings), people, filed, offers).placed == {"b": "X"}
    first = batch("order asc").replace("id: b", "id: first")
    both = first + batch("{when: sibling}, order asc")
    people = table("applicant order family elder\na 1 F1 -\nb 2 F2 -\ne 1 F2 -")
    offers = table("option batch places\nX first 1\nX b 1")
    filed = choices("first", e="X") + choices("b", a="X", b="X")
    assert town(rules(facts, both, siblings), people, filed, offers).placed == {"e": "X", "b": "X"}


def test_a1_nineteen_choices_by_points_and_a_twentieth_is_refused() -> None:
    """The list's length is a rule, told with row and column."""
    facts = "  points: {zh: 积分, type: decimal, step: 0.1}\n"
    offers = table("option batch places\n" + "\n".join(f"S{i:02} b 1" for i in range(20)))
    rule = rules(facts, batch("points desc", "parallel", 19, "stable_id"))
    people = table("applicant points\na 88.8\nb 90.1")
    nineteen = " ".join(f"S{i:02}" for i in range(19))
    found = town(rule, people, choices("b", a=nineteen, b=nineteen), offers)
    assert found.placed == {"b": "S00", "a": "S01"}
    with pytest.raises(InputRefused) as refused:
        town(rule, people, choices("b", a=nineteen + " S19"), offers)
    assert [(f.code, f.row, f.column) for f in refused.value.faults] == [
        ("too_many_choices", 21, "C")
    ]


def test_r1_the_hour_of_filing_cannot_enter_unless_the_rules_declare_it() -> None:
    """A column the rules do not know is refused, not silently weighed."""
    facts = "  points: {zh: 积分, type: integer}\n"
    people = table("applicant points arrived\na 1 08:00")
    with pytest.raises(InputRefused) as refused:
        town(rules(facts, batch("points desc")), people, [], table("option batch places\nX b 1"))
    assert [(f.code, f.column) for f in refused.value.faults] == [("unknown_column", "D")]
