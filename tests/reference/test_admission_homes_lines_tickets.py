"""The reference on admission does what the page says of siblings, pools, lines, homes, tickets."""

import hashlib
import hmac
from typing import Any

import pytest

from tests.reference.admission import Outcome, Stopped, run
from tests.reference.admission_cases import CODE, FLAG, WHOLE, batch, rulebook, tables, where


def test_s1_a_sibling_counts_where_the_rule_is_on() -> None:
    facts = {"family": CODE, "elder": CODE}
    people = {"s": {"score": 600, "elder": "X"}, "t": {"score": 700, "elder": ""}}
    given = tables(people, {"a": {"s": ["X"], "t": ["X"]}}, {"a": {"X": 1}})
    by = {"family": "family", "elder": "elder"}
    on = batch(mode="deferred", rank=[{"when": "sibling"}, "score desc"])
    assert where(run(rulebook(on, facts=facts, siblings=by), given)) == {"s": "X"}
    assert where(run(rulebook(batch(), facts=facts, siblings=by), given)) == {"t": "X"}


def test_a_sibling_placed_earlier_in_the_run_counts() -> None:
    """Also at another option of the same campus."""
    second = batch("b", mode="deferred", rank=[{"when": "sibling"}, "score desc"])
    rules = rulebook(
        batch(),
        second,
        facts={"family": CODE},
        attributes={"campus": CODE},
        siblings={"family": "family", "same": "campus"},
    )
    people = {
        who: {"score": score, "family": f}
        for who, score, f in (("o", 500, "F"), ("y", 400, "F"), ("z", 450, "G"))
    }
    given = tables(
        people,
        {"a": {"o": ["X1"]}, "b": {"y": ["X2"], "z": ["X2"]}},
        {"a": {"X1": {"places": 1, "campus": "C"}}, "b": {"X2": {"places": 1, "campus": "C"}}},
    )
    assert where(run(rules, given)) == {"o": "X1", "y": "X2"}


def test_reserve_and_open_places_depend_on_precedence() -> None:
    """P1: own by score 90 and 70, stranger 80; one reserved and one open place."""
    people = {
        who: {"score": score, "own": own}
        for who, score, own in (("o1", 90, "yes"), ("o2", 70, "yes"), ("s", 80, "no"))
    }
    pools = [{"id": "reserve", "who": "own == yes", "hard": True}]
    pools += [{"id": "open", "all": True, "places": "rest", "hard": True}]
    given = tables(
        people, {"a": {w: ["X"] for w in people}}, {"a": {"X": 2}}, {("a", "X", "reserve"): 1}
    )

    def placed(*precedence: str) -> set[str]:
        first = batch(mode="deferred", pools=pools, precedence=list(precedence))
        return set(run(rulebook(first, facts={"own": FLAG}), given).placements)

    assert placed("reserve", "open") == {"o1", "s"}
    assert placed("open", "reserve") == {"o1", "o2"}


def test_a_soft_pool_takes_its_own_first() -> None:
    """Its own first, then anybody; nothing stays empty that somebody eligible wants."""
    people = {"o": {"score": 10, "own": "yes"}, "s": 80, "t": {"score": 70, "own": ""}}
    pools = [{"id": "reserve", "who": "own == yes", "hard": False}]
    given = tables(
        people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 2}}, {("a", "X", "reserve"): 2}
    )
    found = run(rulebook(batch(mode="deferred", pools=pools), facts={"own": FLAG}), given)
    assert set(found.placements) == {"o", "s"}
    assert found.cutoffs["a", "X", "reserve"].last_key == ("1", "80")


def drawn(by: str, when_empty: str = "open", eligible: str = "score >= 0") -> Outcome:
    """定向 before 统招: its line is the open line less `by`."""
    line = {"of": "score", "under": {"batch": "open", "by": by}, "when_empty": when_empty}
    directed = batch("directed", eligibility=[{"line": line}])
    unified = batch("open", eligibility=[{"need": eligible}])
    people = {"a": 700, "b": 650, "c": 600, "d": 690}
    return run(
        rulebook(directed, unified),
        tables(
            people,
            {"directed": {"b": ["X"], "c": ["X"]}, "open": {w: ["X"] for w in people}},
            {"directed": {"X": 2}, "open": {"X": 2}},
        ),
    )


def test_a_drawn_line_is_found_by_passes() -> None:
    """a and d set the open line at 690; 40 under it is b, not c."""
    found = drawn("40")
    assert found.placements["b"].batch == "directed"
    assert found.unplaced == {"c": "outranked"}
    assert found.reasons["c", "directed", 1] == "below_line"
    assert found.passes == 2
    assert drawn("39.5").reasons["b", "directed", 1] == "below_line"


def test_nobody_placed_draws_no_line_or_closes() -> None:
    assert drawn("0", eligible="score > 999").placements["c"].batch == "directed"
    closed = drawn("0", "closed", eligible="score > 999")
    assert closed.placements == {}
    assert closed.reasons["b", "directed", 1] == "below_line"


def test_lines_that_chase_one_another_stop_the_run() -> None:
    """Placed below, x leaves the open batch, whose line then rises and shuts x out; and so on."""
    line = {"of": "score", "under": {"batch": "open", "by": 0}}
    directed = batch("directed", eligibility=[{"line": line}])
    given = tables(
        {"x": 600, "y": 700},
        {"directed": {"x": ["X"]}, "open": {"x": ["X"], "y": ["X"]}},
        {"directed": {"X": 1}, "open": {"X": 2}},
    )
    with pytest.raises(Stopped, match="lines"):
        run(rulebook(directed, batch("open")), given)


def test_z4_homes_are_for_one_family_in_five_years() -> None:
    """Another family's use within the years shuts a home; exactly five years on it is free."""
    facts = {"home": CODE, "family": CODE, "by": CODE, "used": {"zh": "日", "type": "date"}}
    home = {"fact": "home", "family": "family", "used_on": "used", "used_by": "by", "years": 5}
    first = batch(home=home | {"day": "2026-09-01", "within_run": True})
    people = {
        "free": {"home": "h1", "family": "f", "used": "2021-09-01", "by": "g"},
        "taken": {"home": "h2", "family": "f2", "used": "2021-09-02", "by": "g"},
        "sister": {"home": "h3", "family": "f3", "used": "2025-09-01", "by": "f3"},
        "rival": {"home": "h1", "family": "g2", "score": 1},
    }
    people = {who: {"score": 100} | facts for who, facts in people.items()}
    given = tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 9}})
    found = run(rulebook(first, facts=facts), given)
    assert set(found.placements) == {"free", "sister"}
    assert found.unplaced == {"taken": "home_taken", "rival": "home_taken"}


def test_made_lists_go_by_distance() -> None:
    """Who is left gets the nearest school with room; who lives nowhere known hears it."""
    place = {"zh": "坐标", "type": "place"}
    last = batch("fill", rank=["distance asc"], mode="deferred", generate={"by": "distance"})
    rules = rulebook(batch(), last, facts={"place": place}, attributes={"place": place})
    rows = {"X": {"places": 1, "place": "0 0"}, "Y": {"places": 1, "place": "300 400"}}
    people: dict[str, Any] = {"p": {"score": 9, "place": "3 4"}, "q": {"score": 1, "place": "0 1"}}
    people |= {"r": {"score": 5, "place": ""}, "s": {"score": 8, "place": "100 0"}}
    given = tables(
        people, {"a": {"s": ["Z"]}}, {"a": {"Z": {"places": 1, "place": ""}}, "fill": rows}
    )
    found = run(rules, given)
    assert where(found) == {"p": "Y", "q": "X", "s": "Z"}
    assert found.placements["p"] == ("fill", "Y", 2, "*", "completed")
    assert found.cutoffs["fill", "Y", "*"].last_key == ("495",)
    assert found.unplaced == {"r": "fact_missing"}


def test_an_unlocked_place_is_given_up_for_a_later_one() -> None:
    """It stays empty: nobody moves up in the run, and nothing flows."""
    first = batch(locks=False)
    given = tables(
        {"a": 9, "b": 8},
        {"a": {"a": ["X"], "b": ["X"]}, "b": {"a": ["Y"]}},
        {"a": {"X": 1}, "b": {"Y": 1}},
    )
    found = run(rulebook(first, batch("b")), given)
    assert found.placements["a"][:2] == ("b", "Y")
    assert found.unplaced == {"b": "outranked"}
    assert ("a", "a", 1) not in found.reasons
    assert where(run(rulebook(batch(), batch("b")), given)) == {"a": "X"}


def test_kleene_and_what_is_unknown() -> None:
    """One false need is enough; an unknown one is said; a sum is unknown with its fact."""
    facts = {"p": FLAG, "y": WHOLE, "g": {"zh": "等级", "type": "level", "order": ["A", "B", "C"]}}
    needs = [{"need": {"any": ["p == yes", {"not": "points < 10"}]}}, {"need": "g >= B"}]
    derived = {
        "points": {
            "zh": "积分",
            "sum": [{"fact": "y", "times": "2.5", "cap": 10}, {"when": "p == yes", "gives": 1}],
        }
    }
    people = {
        "p": {"p": "1", "y": "", "g": "B"},
        "y": {"p": "", "y": 4, "g": "A"},
        "m": {"p": "", "y": "", "g": "A"},
        "n": {"p": "", "y": "", "g": "C"},
        "few": {"p": "0", "y": 3, "g": "A"},
    }
    given = tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 9}})
    found = run(
        rulebook(batch(eligibility=needs, rank=["points asc"]), facts=facts, derived=derived), given
    )
    assert set(found.placements) == {"p", "y"}
    assert found.unplaced == {"m": "fact_missing", "n": "not_eligible", "few": "not_eligible"}
    assert found.cutoffs["a", "X", "*"].last_key == ("",)


def test_levels_are_counted_from_the_best() -> None:
    level = {"zh": "等级", "type": "level", "order": ["A", "B", "C"]}
    people = {"aac": {"l": "A", "m": "A", "n": "C"}, "bbb": dict.fromkeys("lmn", "B")}
    people |= {"aab": {"l": "B", "m": "A", "n": "A"}}
    given = tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 1}})
    first = batch(rank=[{"levels": {"of": ["l", "m", "n"]}}])
    need = {"need": {"levels": {"of": ["l", "m", "n"], "at_least": "B", "count": 3}}}
    rules = rulebook(first, facts=dict.fromkeys("lmn", level))
    found = run(rules, given)
    assert where(found) == {"aab": "X"}
    assert found.cutoffs["a", "X", "*"].last_key == ("2,1,0",)
    rules["batches"][0]["eligibility"] = [need]
    assert run(rules, given).unplaced == {"aac": "not_eligible", "bbb": "outranked"}


def test_tickets_by_hmac_straight_or_in_a_circle() -> None:
    """HMAC-SHA-256 by a seed of 32 zero bytes; in a circle the start says who is first."""
    people = dict.fromkeys("abcd", 1)
    given = tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 1}})
    number = {
        who: hmac.new(bytes(32), who.encode() + b"\x1f*", hashlib.sha256).hexdigest()
        for who in people
    }
    order = sorted(people, key=lambda who: number[who])
    first = batch(tie_last="lottery")

    def winner(circle: Any = None, **lottery: str) -> str:
        rules = rulebook(first, lottery={"ticket": "one"} | lottery)
        return next(iter(run(rules, given, circle=circle).placements))

    assert winner() == order[0]
    assert winner((number[order[2]], "up"), order="circular") == order[2]
    after = f"{int(number[order[2]], 16) + 1:064x}"
    assert winner((after, "up"), order="circular") == order[3]
    assert winner((after, "down"), order="circular") == order[2]
    assert winner(("0" * 64, "down"), order="circular") == order[3]
    per = {w: hmac.new(bytes(32), w.encode() + b"\x1fX", hashlib.sha256).digest() for w in people}
    assert winner(ticket="per_option") == min(per, key=lambda who: per[who])


def test_a_group_has_one_ticket() -> None:
    """Twins who are not bound stand one after the other under the ticket of their group."""
    people: dict[str, Any] = {"t1": {"score": 1, "group": "G"}, "t2": {"score": 1, "group": "G"}}
    given = tables(people, {"a": {who: ["X"] for who in people}}, {"a": {"X": 1}})
    rules = rulebook(batch(tie_last="lottery"), lottery={"ticket": "one"})
    assert run(rules, given).unplaced == {"t2": "outranked"}
