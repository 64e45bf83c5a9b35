"""The reference on admission gives what was worked out by hand from the rule text."""

from typing import Any

import pytest

from tests.reference.admission import Outcome, Stopped, run
from tests.reference.admission_cases import CODE, FLAG, WHOLE, batch, rulebook, tables, where

CHAIN = ["zp desc", "ysw desc", "math desc", "yu desc", "zh_ desc"]
TWIN = {"score": 700, "group": "T"}


def bands(mode: str) -> Outcome:
    return run(
        rulebook(batch(mode=mode)),
        tables(
            {"a": 715, "b": 708, "c": 712},
            {"a": {"a": ["X", "Y"], "b": ["Y", "X"], "c": ["X", "Y"]}},
            {"a": {"X": 1, "Y": 1}},
        ),
    )


def test_g1_a_band_hides_four_points() -> None:
    """Within one band the rank of the choice comes before the score."""
    found = bands("banded")
    assert where(found) == {"a": "X", "b": "Y"}
    assert found.unplaced == {"c": "outranked"}
    assert found.cutoffs["a", "Y", "*"].last_key == ("1", "1", "708")


def test_g2_parallel_goes_by_score() -> None:
    assert where(bands("parallel")) == {"a": "X", "c": "Y"}


def test_g3_a_half_point_below_the_line_is_the_second_band() -> None:
    """706.5 is not rounded up to 707; who is later in rank but in band 1 goes before."""
    found = run(
        rulebook(batch(mode="banded")),
        tables(
            {"p": "706.5", "q": "707", "r": "667", "s": "666.5"},
            {"a": {"p": ["X"], "q": ["Z", "X"], "r": ["Y"], "s": ["W"]}},
            {"a": {"W": 1, "X": 1, "Y": 1, "Z": 0}},
        ),
    )
    assert where(found) == {"q": "X", "r": "Y", "s": "W"}
    assert found.cutoffs["a", "X", "*"].last_key == ("1", "2", "707")
    assert found.cutoffs["a", "Y", "*"].last_key == ("2", "1", "667")
    assert found.cutoffs["a", "W", "*"].last_key == ("3", "1", "666.5")
    assert found.reasons["q", "a", 1] == "no_places"


def quota(people: Any, lists: Any, quotas: Any, **more: Any) -> Outcome:
    """名额分配到校, then 统一招生 which gets what is left over."""
    to_school = batch(
        "到校",
        rank=["s800 desc"],
        eligibility=[
            {"line": {"of": "s750", "at_least": 605}},
            {"need": "years >= 3", "zh": "在籍在读满3年"},
        ],
        pools=[{"id": "初中", "by": "junior", "hard": True}],
        leftover={"to": "统招"},
    )
    unified = batch("统招", rank=["s750 desc"])
    options = {option for _, option, _ in quotas}
    return run(
        rulebook(
            to_school, unified, facts={"s750": WHOLE, "s800": WHOLE, "junior": CODE, "years": WHOLE}
        ),
        tables(
            {
                who: dict(zip(("s750", "s800", "junior", "years"), facts, strict=True))
                for who, facts in people.items()
            },
            lists,
            {"到校": dict.fromkeys(options, 9), "统招": dict.fromkeys(options, 0)},
            quotas,
        ),
    )


def test_q1_what_a_school_cannot_fill_flows_to_the_open_batch() -> None:
    found = quota(
        {"u": (620, 660, "JH1", 3), "v": (610, 650, "JH1", 3), "w": (600, 650, "JH2", 3)},
        {"到校": {"u": ["H"], "v": ["H"], "w": ["H"]}, "统招": {"v": ["H"], "w": ["H"]}},
        {("到校", "H", "JH1"): 1, ("到校", "H", "JH2"): 1},
    )
    assert found.placements["u"].pool == "JH1"
    assert found.placements["v"].batch == "统招"
    assert found.reasons["w", "到校", 1] == "below_line"
    assert found.reasons["v", "到校", 1] == "outranked"
    assert found.cutoffs["到校", "H", "JH2"][:2] == (1, 0)
    assert found.cutoffs["统招", "H", "*"] == (1, 1, ("610",), 1, 0)


def test_q2_to_q4_pupils_of_one_junior_school() -> None:
    """Q2 by score; Q3 who is placed is no candidate later; Q4 a transfer hears why."""
    found = quota(
        {
            "s1": (740, 780, "J", 3),
            "s2": (735, 775, "J", 3),
            "s3": (730, 770, "J", 3),
            "t": (749, 799, "J", 2),
        },
        {
            "到校": {"s1": ["H1", "H2"], "s2": ["H1", "H2"], "s3": ["H2", "H1"], "t": ["H1"]},
            "统招": {"s1": ["H2", "H1"]},
        },
        {("到校", "H1", "J"): 1, ("到校", "H2", "J"): 1},
    )
    assert where(found) == {"s1": "H1", "s2": "H2"}
    assert found.unplaced == {"s3": "outranked", "t": "not_eligible"}
    assert found.reasons["s1", "到校", 2] == "placed_higher"
    assert found.reasons["s1", "统招", 2] == "placed_earlier"


def chain(people: Any, tie_last: str) -> Outcome:
    """Two score alike for one place; ties are broken by the chain."""
    facts = {term.split()[0]: {"zh": "分", "type": "decimal"} for term in CHAIN}
    first = batch(ties=[{"when": "preferred == yes"}, *CHAIN], tie_last=tie_last)
    return run(
        rulebook(first, facts={"preferred": FLAG} | facts),
        tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 1}}),
    )


ALIKE = {
    "score": "720.5",
    "preferred": "no",
    "zp": 50,
    "ysw": 400,
    "math": 140,
    "yu": 130,
    "zh_": 140,
}


def test_t1_the_third_step_decides() -> None:
    assert where(chain({"a": {**ALIKE, "ysw": "399.5"}, "b": ALIKE}, "refuse")) == {"b": "X"}


def test_t2_a_tie_on_every_step_stops_or_is_flagged() -> None:
    with pytest.raises(Stopped, match="tie"):
        chain({"a": ALIKE, "b": ALIKE}, "refuse")
    found = chain({"a": ALIKE, "b": ALIKE}, "admit_all")
    assert {placed.reason for placed in found.placements.values()} == {"placed_tied"}
    shown = ("720.5", "1", "50", "400", "140", "130", "140")
    assert found.cutoffs["a", "X", "*"] == (1, 2, shown, 2, 1)


def test_t4_preference_counts_among_equals_only() -> None:
    found = chain({"a": {**ALIKE, "preferred": "yes", "score": 720}, "b": ALIKE}, "refuse")
    assert where(found) == {"b": "X"}
    assert where(chain({"a": {**ALIKE, "preferred": "是"}, "b": ALIKE}, "refuse")) == {"a": "X"}


def line_of(straddle: str, tie_last: str, consent: str = "yes") -> Outcome:
    """L1: five places; T (two), a, b, c, U (two), then d, in this order."""
    people: dict[str, Any] = {"a": 690, "b": 680, "c": 675, "d": 660}
    people |= {"t1": TWIN, "t2": TWIN}
    people |= {who: {"score": 670, "group": "U", "ok": consent} for who in ("u1", "u2")}
    group = {"bind": True, "straddle": straddle, "consent": "ok"}
    places = 5 if straddle == "expand" else 6
    return run(
        rulebook(batch(tie_last=tie_last, group=group), facts={"ok": FLAG}),
        tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": places}}),
    )


def test_l1_a_group_across_the_last_place() -> None:
    """Expand takes it whole, skip passes it over, split takes one if all agreed."""
    found = line_of("expand", "admit_all")
    assert set(found.placements) == {"t1", "t2", "a", "b", "c"}
    found = line_of("skip", "stable_id")
    assert set(found.placements) == {"t1", "t2", "a", "b", "c", "d"}
    assert found.unplaced == {"u1": "group_not_fitting", "u2": "group_not_fitting"}
    found = line_of("split", "stable_id")
    assert set(found.placements) == {"t1", "t2", "a", "b", "c", "u1"}
    assert found.unplaced == {"u2": "outranked", "d": "outranked"}
    assert set(line_of("split", "stable_id", "no").placements) == {"t1", "t2", "a", "b", "c", "d"}


def test_l1_expand_takes_the_sixth() -> None:
    """Order T(2), a, b, U(2) for five places: six are admitted, and it is said."""
    people: dict[str, Any] = {"a": 690, "b": 680, "t1": TWIN, "t2": TWIN}
    people |= {who: {"score": 670, "group": "U"} for who in ("u1", "u2")}
    found = run(
        rulebook(batch(group={"bind": True, "straddle": "expand"})),
        tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 5}}),
    )
    assert len(found.placements) == 6
    assert found.placements["u2"].reason == "placed_group"
    assert found.cutoffs["a", "X", "*"] == (5, 6, ("670",), 2, 1)


@pytest.mark.parametrize(("tier", "last"), [("lowest", {"c"}), ("highest", {"t1", "t2"})])
def test_s2_twins_in_different_tiers(tier: str, last: set[str]) -> None:
    """The worse twin decides unless the rulebook says otherwise."""
    people = {"c": {"score": 650, "permit": "yes"}}
    people |= {"t1": {**TWIN, "permit": "yes"}, "t2": {**TWIN, "permit": ""}}
    first = batch(
        rank=[{"when": "permit == yes"}, "score desc"],
        group={"bind": True, "straddle": "expand", "tier": tier},
    )
    found = run(
        rulebook(first, facts={"permit": FLAG}),
        tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 1}}),
    )
    assert set(found.placements) == last


def test_k1_a_known_answer_with_ties_taken_whole() -> None:
    """Eleven applicants, six schools, last place shared: the answer is printed in the textbook."""
    rows = """100 100 0 1 2/60 60 2 3 5/100 90 0 3 4/90 100 1 2 0/90 90 5 1 3/80 90 1 0 2
    80 80 0 1 2/80 80 0 1 2/80 70 1 3 2/70 80 1 2 3/100 100 0 2 4""".replace("\n", "/").split("/")
    cells = {f"{number:02}": row.split() for number, row in enumerate(rows)}
    given = tables(
        {who: {"score": int(row[0]) + int(row[1]), "ge": row[0]} for who, row in cells.items()},
        {"a": {who: row[2:] for who, row in cells.items()}},
        {"a": dict(zip("012345", (2, 1, 2, 2, 2, 3), strict=True))},
    )
    found = run(rulebook(batch(ties=["ge desc"], tie_last="admit_all"), facts={"ge": WHOLE}), given)
    there = {
        option: sorted(int(who) for who, at in where(found).items() if at == option)
        for option in "012345"
    }
    assert there == {"0": [0, 10], "1": [3], "2": [5, 6, 7], "3": [2, 8], "4": [], "5": [1, 4]}
