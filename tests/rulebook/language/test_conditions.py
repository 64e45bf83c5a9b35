"""Conditions and keys: text becomes expressions with every number in its fact's scale."""

import pytest

from tests.rulebook.language.rules_text import read
from xueyou.rulebook.language.expressions import facts_in, words_in
from xueyou.rulebook.language.model import Expression

DAY = 734015  # 2010-08-31


def said(need: str, *more: tuple[str, str]) -> Expression:
    """Return what a need of the small rulebook says."""
    found = read(("need: years >= 3", f"need: {need}"), *more).batches[0].needs[0].condition
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("score >= 605", ("ge", ("fact", "score"), ("int", 6050))),
        ("score>=605.50", ("ge", ("fact", "score"), ("int", 6055))),
        ("total < 700", ("lt", ("fact", "total"), ("int", 70000))),
        ("junior == 不选择生源", ("eq", ("fact", "junior"), ("code", "不选择生源"))),
        ("junior != 001", ("ne", ("fact", "junior"), ("code", "001"))),
        ("preferred == 是", ("eq", ("fact", "preferred"), ("int", 1))),
        ("preferred != no", ("ne", ("fact", "preferred"), ("int", 0))),
        ("birth <= 2010-08-31", ("le", ("fact", "birth"), ("int", DAY))),
        ("moral >= B", ("le", ("fact", "moral"), ("int", 1))),
        ("moral < C", ("gt", ("fact", "moral"), ("int", 2))),
        ("moral == A", ("eq", ("fact", "moral"), ("int", 0))),
        ("moral >= fact.art", ("le", ("fact", "moral"), ("fact", "art"))),
        ("score >= option.line", ("ge", ("fact", "score"), ("option", "line"))),
        ("option.area == 东", ("eq", ("option", "area"), ("code", "东"))),
        ("distance <= 3000", ("le", ("distance",), ("int", 3000))),
        ("choice_rank == 1", ("eq", ("rank",), ("int", 1))),
        ("sibling", ("sibling",)),
        ("{fact: years, in: [3, 4]}", ("in", ("fact", "years"), (3, 4))),
        ('{fact: junior, in: [甲, "001"]}', ("in", ("fact", "junior"), ("甲", "001"))),
        ("{levels: {of: [moral, art], at_least: B, count: 2}}", ("levels", ("moral", "art"), 1, 2)),
        (
            "{all: [sibling, {not: {any: [sibling, years > 3]}}]}",
            (
                "all",
                ("sibling",),
                ("not", ("any", ("sibling",), ("gt", ("fact", "years"), ("int", 3)))),
            ),
        ),
    ],
)
def test_a_condition_becomes_an_expression(text: str, expression: Expression) -> None:
    """Tests each kind of condition; of levels a better one is a smaller ordinal."""
    assert said(text) == expression


def test_facts_of_an_expression_are_found() -> None:
    """Tests the walk through everything that may hold a fact, and nothing else."""
    whole = said(
        "{all: [junior == all, {fact: district, in: [any, not]}, "
        "{levels: {of: [moral, art], at_least: A, count: 1}}, score >= option.line]}"
    )
    assert facts_in(whole) == ("junior", "district", "moral", "art", "score")
    assert words_in(whole) >= {"all", "in", "levels", "option"}
    assert "any" not in words_in(whole)


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("score desc", ("desc", "score")),
        ("birth asc", ("asc", "birth")),
        ("moral desc", ("asc", "moral")),
        ("moral asc", ("desc", "moral")),
        ("distance asc", ("distance",)),
        ("lottery", ("lottery",)),
        ("{when: years >= 3}", ("when", ("ge", ("fact", "years"), ("int", 3)))),
        ("{levels: {of: [moral, art]}}", ("levels", ("moral", "art"))),
        ("{by: total desc, zh: 总分}", ("desc", "total")),
    ],
)
def test_a_term_becomes_a_key(term: str, key: Expression) -> None:
    """Tests each kind of term; the best level comes first under desc."""
    rulebook = read(("rank: [total desc, distance asc]", f"rank: [{term}]"))
    assert rulebook.batches[1].rank[0].key == key


def test_a_sum_is_scaled_to_its_finest_part() -> None:
    """Tests score (one decimal), a quarter of the bonus capped at 2, and 5 points."""
    total = read().derived["total"]
    assert total.scale == 2
    assert total.terms == (
        ("fact", "score", 10, 1, None),
        ("fact", "bonus", 25, 1, 200),
        ("when", ("eq", ("fact", "preferred"), ("int", 1)), 500),
    )


def test_a_sum_may_count_another() -> None:
    """Tests a capped sub-total that stands after the sum that uses it."""
    rulebook = read(
        ("sum: [score,", "sum: [score, {fact: extra, cap: 10},"),
        ("lottery: {ticket", "  extra: {zh: 附加, sum: [bonus, years]}\nlottery: {ticket"),
    )
    assert rulebook.derived["total"].terms[1] == ("fact", "extra", 100, 1, 1000)
    assert list(rulebook.derived) == ["total", "extra"]


def test_a_condition_in_a_sum_may_ask_another_sum() -> None:
    """Tests points given for reaching a sub-total that is declared later."""
    rulebook = read(
        ("when: preferred == 是", "when: extra >= 9"),
        ("lottery: {ticket", "  extra: {zh: 附加, sum: [bonus, years]}\nlottery: {ticket"),
    )
    assert rulebook.derived["total"].terms[2] == (
        "when",
        ("ge", ("fact", "extra"), ("int", 9)),
        500,
    )
