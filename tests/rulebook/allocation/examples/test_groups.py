"""L1, L2, L5, S2: twins as one, what happens across the last place, and whose tier counts."""

import pytest

from tests.rulebook.allocation.examples.town import Town, choices, rules, table, town

FACTS = "  order: {zh: 序, type: integer}\n  agree: {zh: 同意拆开, type: flag}\n"
PEOPLE = """applicant group order agree
t1 T 1 {agree}
t2 T 1 {agree}
a - 2 -
b - 3 -
u1 U 4 {agree}
u2 U 4 {agree}
c - 5 -"""


def given(straddle: str, agree: str = "否") -> Town:
    batches = f"""  - id: b
    zh: 摇号
    choices: {{mode: single, max: 1}}
    rank: [order asc]
    tie_last: stable_id
    group: {{bind: true, straddle: {straddle}, tier: lowest, consent: agree}}
"""
    if straddle != "split":
        batches = batches.replace(", consent: agree", "")
    people = table(PEOPLE.format(agree=agree))
    filed = choices("b", **{row["applicant"]: "H" for row in people})
    return town(rules(FACTS, batches), people, filed, table("option batch places\nH b 5"))


def test_l1_expand_takes_the_group_whole() -> None:
    """Plan 5, T(2) a b U(2): six are in, the group said to be across the last place."""
    found = given("expand")
    assert set(found.placed) == {"t1", "t2", "a", "b", "u1", "u2"}
    reasons = {row[0]: row[5] for row in found.placements}
    assert reasons["u1"] == reasons["u2"] == "placed_group"
    assert found.cutoffs[0][6:] == (2, 1)


def test_l1_skip_gives_the_last_place_to_the_next_single() -> None:
    """The group does not fit into one place; c has it, and the group's envy is told."""
    found = given("skip")
    assert set(found.placed) == {"t1", "t2", "a", "b", "c"}
    assert found.unplaced == {"u1": "group_not_fitting", "u2": "group_not_fitting"}
    assert found.envy == [("group", "b", "u1", "c", "H")]


@pytest.mark.parametrize(("agree", "last"), [("是", "u1"), ("否", "c"), ("-", "c")])
def test_l1_split_needs_the_consent_of_all(agree: str, last: str) -> None:
    """With consent the first twin has the last place; without, the group is passed over."""
    assert set(given("split", agree).placed) == {"t1", "t2", "a", "b", last}


def test_l5_as_many_as_places_all_are_in() -> None:
    """Nobody is drawn out where there is room."""
    batches = """  - id: b
    zh: 摇号
    choices: {mode: single, max: 1}
    tie_last: lottery
"""
    text = rules(FACTS, batches, "lottery: {ticket: one}\n")
    people = table("applicant group order agree\na - 1 -\nb - 2 -")
    offers = table("option batch places\nH b 2")
    for seed in (bytes(32), bytes([255]) * 32):
        found = town(text, people, choices("b", a="H", b="H"), offers, seed=seed)
        assert set(found.placed) == {"a", "b"}


def test_l2_the_same_seed_gives_the_same_order_and_twins_have_one_ticket() -> None:
    """The ticket is the group's: twins stand together at any seed."""
    batches = """  - id: b
    zh: 摇号
    choices: {mode: single, max: 1}
    tie_last: lottery
    group: {bind: true, straddle: expand}
"""
    text = rules(FACTS, batches, "lottery: {ticket: one}\n")
    people = table("applicant group order agree\na - - -\nb - - -\nt1 T - -\nt2 T - -\nz - - -")
    filed = choices("b", a="H", b="H", t1="H", t2="H", z="H")
    seen = set()
    for n in range(40):
        seed = bytes([n]) * 32
        offers = table("option batch places\nH b 2")
        found = town(text, people, filed, offers, seed=seed)
        again = town(text, people[::-1], filed[::-1], offers, seed=seed)
        assert found.placements == again.placements
        assert ("t1" in found.placed) == ("t2" in found.placed)
        seen.add(tuple(sorted(found.placed)))
    assert len(seen) > 3


def test_s2_twins_in_two_tiers_take_the_lower_unless_the_rules_say_otherwise() -> None:
    """One twin has the permit: as a group they stand behind the permit holders, or before."""
    facts = "  tier: {zh: 类别, type: integer}\n"
    people = table("applicant group tier\nt1 T 1\nt2 T 2\na - 1\nb - 2")
    filed = choices("b", t1="H", t2="H", a="H", b="H")
    expected = {
        "lowest": ({"a", "b", "t1", "t2"}, '["2","t1"]'),
        "highest": ({"a", "t1", "t2"}, '["1","t1"]'),
    }
    for tier, (placed, last_key) in expected.items():
        batches = f"""  - id: b
    zh: 公办
    choices: {{mode: single, max: 1}}
    rank: [tier asc]
    tie_last: stable_id
    group: {{bind: true, straddle: expand, tier: {tier}}}
"""
        offers = table("option batch places\nH b 3")
        found = town(rules(facts, batches), people, filed, offers)
        assert set(found.placed) == placed
        assert found.cutoffs[0][5] == last_key
