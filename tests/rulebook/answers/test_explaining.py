"""What a family is told holds the numbers that decided, and the tables give each of them again."""

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import isqrt
from typing import Any

import pytest

from tests.rulebook.answers.drawn_world import drawing
from tests.rulebook.answers.explained_worlds import World, primary, rolling, senior
from xueyou.rulebook.allocation.result_tables import (
    choice_reasons,
    cutoff_rows,
    placements,
    unplaced,
)
from xueyou.rulebook.answers.explanation import ChoiceExplained, as_json
from xueyou.rulebook.answers.reason_sentences import CODES, sentence, variants

WORLDS = {"senior": senior(), "primary": primary(), "rolling": rolling(), "drawing": drawing()}
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def said(world: World) -> Iterator[tuple[str, ChoiceExplained]]:
    """Yield (applicant, choice) for everybody."""
    for id, person in world.explained().items():
        for choice in person.choices:
            yield id, choice


def of(world: World, code: str) -> list[tuple[str, ChoiceExplained]]:
    """Return the choices that came out with a code."""
    return [(id, choice) for id, choice in said(world) if choice.said.code == code]


def person(world: World, id: str) -> Mapping[str, str]:
    """Return somebody's row of the applicants."""
    return next(row for row in world.tables["applicants"] if row["applicant"] == id)


def cut(world: World, choice: ChoiceExplained, pool: str) -> dict[str, Any]:
    """Return a row of cutoffs.csv."""
    for row in cutoff_rows(world.rulebook, world.inputs, world.outcome, world.tickets):
        if row[:3] == (choice.batch, choice.option, pool):
            names = ("places", "placed", "last_key", "tied", "over")
            return dict(zip(names, row[3:], strict=True))
    return {"places": 0}


def parts(choice: ChoiceExplained) -> list[Mapping[str, Any]]:
    """Return what is said of each pool."""
    data = choice.said.data
    if "places" in data:
        return [data]
    return data["pools"] if isinstance(data.get("pools"), list) else []


def test_every_code_and_every_wording_comes_about_in_the_two_towns() -> None:
    """Tests that nothing in the list of sentences is left untested below."""
    everything = [c for w in WORLDS.values() for _, c in said(w)]
    found = {(c.said.code, c.said.variant) for c in everything}
    found |= {(c.said.code, str(p.get("variant", ""))) for c in everything for p in parts(c)}
    found |= {("no_choice", ""), ("fact_missing", "place")}
    reasons = {p.reason for w in WORLDS.values() for p in w.explained().values()}
    assert "no_choice" in reasons
    assert WORLDS["primary"].explained()["e04"].reason == "fact_missing"
    assert {code for code, _ in found} == set(CODES)
    assert {(code, name) for code in CODES for name in variants(code)} <= found


@pytest.mark.parametrize("name", WORLDS)
def test_codes_are_those_of_the_run(name: str) -> None:
    """Tests placements, unplaced and the reason of each choice against the run's own rows."""
    world = WORLDS[name]
    told = {(id, c.batch, c.rank, c.option): c.said.code for id, c in said(world)}
    for *key, code in choice_reasons(world.inputs, world.outcome):
        assert told.pop(tuple(key)) == code  # type: ignore[arg-type]
    rows = placements(world.rulebook, world.inputs, world.outcome)
    for id, choice in said(world):
        if choice.said.variant == "given_up":
            del told[id, choice.batch, choice.rank, choice.option]
    assert told == {(row[0], row[1], row[3], row[2]): row[5] for row in rows}
    people = world.explained()
    held = {p.applicant: p.place for p in people.values() if p.place is not None}
    assert {(id, p.batch, p.option, p.rank, p.pool) for id, p in held.items()} == {
        row[:5] for row in rows
    }
    for row in unplaced(world.rulebook, world.inputs, world.outcome):
        assert people[str(row[0])].reason == row[-1]


@pytest.mark.parametrize("name", WORLDS)
def test_a_sentence_holds_nothing_but_its_data(name: str) -> None:
    """Tests that each sentence is its template filled, and each number in it one of the data."""
    for _, choice in said(WORLDS[name]):
        assert choice.zh == sentence(choice.said.code, choice.said.variant, choice.said.data)
        assert "{" not in choice.zh
        known = set(NUMBER.findall(json.dumps(choice.said.data, ensure_ascii=False)))
        assert set(NUMBER.findall(choice.zh)) <= known


@pytest.mark.parametrize("name", WORLDS)
def test_places_are_those_of_the_cutoffs(name: str) -> None:
    """Tests places, placed, tied and above of every pool a sentence speaks of."""
    world = WORLDS[name]
    seen = 0
    for _, choice in said(world):
        for part in parts(choice):
            row = cut(world, choice, str(part["pool_id"]))
            for field in ("places", "placed", "tied", "over"):
                if field in part:
                    assert part[field] == row[field], (choice.head, field)
                    seen += 1
    assert seen > 5


@pytest.mark.parametrize("name", ["senior", "primary"])
def test_the_deciding_step_is_the_first_that_differs(name: str) -> None:
    """Tests own and last key against the tables and the cut-offs, and the step between them."""
    world = WORLDS[name]
    seen = 0
    for id, choice in said(world):
        for part in parts(choice):
            if "number" not in part:
                continue
            seen += 1
            published = json.loads(cut(world, choice, str(part["pool_id"]))["last_key"])
            pairs = zip(part["last_key"], published, strict=False)
            assert all(told in ("", known) for told, known in pairs)
            assert len(part["last_key"]) - len(published) in (0, 1)
            at = part["number"] - 1
            assert part["own_key"][:at] == part["last_key"][:at]
            assert part["own_key"][at] != part["last_key"][at]
            for column, step in (("score", "总分"), ("moral", "综评分"), ("points", "积分")):
                if part["step"] == step:
                    assert part["own"] == person(world, id)[column]
                    assert part["last"] == published[at]
                    better = Fraction(part["own"]) > Fraction(part["last"])
                    assert better == choice.said.code.startswith("placed")
    assert seen > 4


def test_a_line_and_its_gap_are_recomputed() -> None:
    """Tests a written line, and one drawn from another batch's last."""
    ((id, choice),) = of(WORLDS["senior"], "below_line")
    data = choice.said.data
    assert data["own"] == person(WORLDS["senior"], id)["score"]
    assert (data["line"], Fraction(data["gap"])) == ("605", 605 - Fraction(data["own"]))
    world = WORLDS["primary"]
    drawn = [pair for pair in of(world, "below_line") if pair[1].said.variant == "drawn"]
    assert len(drawn) == 2
    for id, choice in drawn:
        data = choice.said.data
        lowest = min(
            int(person(world, str(row[0]))["points"])
            for row in placements(world.rulebook, world.inputs, world.outcome)
            if row[1:3] == ("学区", choice.option)
        )
        assert (int(data["base"]), int(data["line"])) == (lowest, lowest - int(data["by"]))
        assert int(data["own"]) == int(person(world, id)["points"])
        assert int(data["gap"]) == int(data["line"]) - int(data["own"])


def test_a_failed_need_names_the_fact_and_its_value() -> None:
    """Tests that the facts of a need come from the applicant's row, unknown ones as unknown."""
    for name in ("senior", "primary"):
        world = WORLDS[name]
        found = of(world, "not_eligible") + of(world, "fact_missing")
        assert found, name
        for id, choice in found:
            values = choice.said.data["values"]
            assert values == {fact: person(world, id)[fact] for fact in values}
            assert choice.said.data["need"] in choice.zh


def test_a_home_is_taken_by_its_dates_or_by_a_better_family() -> None:
    """Tests the day it is free again, the families of one home, and that no family is named."""
    world = WORLDS["primary"]
    (before, within) = of(world, "home_taken")
    row, data = person(world, before[0]), before[1].said.data
    assert (data["home"], data["used_on"]) == (row["home"], row["used_on"])
    assert data["free_on"] == f"{int(row['used_on'][:4]) + 6}{row['used_on'][4:]}" > "2026-09-01"
    assert row["used_by"] not in json.dumps(data)
    home = person(world, within[0])["home"]
    families = {r["family"] for r in world.tables["applicants"] if r.get("home") == home}
    assert within[1].said.data["families"] == len(families) == 2


def test_a_group_is_told_its_size_and_what_was_left() -> None:
    """Tests twins that were passed over, and twins that stand across the last place."""
    world = WORLDS["primary"]
    passed = of(world, "group_not_fitting")
    assert [id for id, _ in passed] == ["d01", "d02"]
    for _, choice in passed:
        (part,) = parts(choice)
        assert choice.said.data["size"] == 2
        assert (part["places"], part["left"]) == (2, 1)
    for _, choice in of(world, "placed_group"):
        assert (choice.said.data["size"], choice.said.data["over"]) == (2, 1)


def test_a_place_given_up_names_the_later_one() -> None:
    """Tests the first round of somebody whom the second placed."""
    world = WORLDS["rolling"]
    ((id, choice),) = [pair for pair in said(world) if pair[1].said.variant == "given_up"]
    assert (id, choice.batch, choice.said.data["later"]) == ("r1", "首轮", ["次轮", "S2"])
    ((id, choice),) = of(world, "no_pool")
    assert (id, choice.said.facts) == ("r3", ("migrant",))
    assert "“随迁名额”" in choice.zh


def test_made_lists_tell_the_distance() -> None:
    """Tests metres from the two places, and the number of the school by distance."""
    world = WORLDS["primary"]
    for id, choice in of(world, "completed"):
        x, y = map(int, person(world, id)["place"].split())
        metres = {
            row["option"]: isqrt((int(a) - x) ** 2 + (int(b) - y) ** 2)
            for row in world.tables["options"]
            if row["batch"] == "统筹"
            for a, b in [row["place"].split()]
        }
        assert choice.said.data["metres"] == metres[choice.option]
        assert sorted(metres, key=metres.__getitem__).index(choice.option) + 1 == choice.rank
        assert ("离家最近的" if choice.rank == 1 else f"离家第{choice.rank}近的") in choice.zh


def test_what_a_family_may_do_is_said_only_where_the_rules_say_it() -> None:
    """Tests the day and office of the rulebook, facts only, and silence without an appeal."""
    for _, choice in said(WORLDS["senior"]):
        decided = bool(choice.said.facts) and not choice.said.code.startswith("placed")
        assert bool(choice.can) == decided
        assert not decided or ("2026年7月20日" in choice.can and "临澄市招生办" in choice.can)
    assert not any(choice.can for _, choice in said(WORLDS["primary"]))


def test_each_reason_names_its_clause() -> None:
    """Tests the clause of the need, the step, the tie and the lock; else the rulebook's line."""
    world = WORLDS["senior"]
    told = {
        c.said.code: c.said.grounds.said(world.rulebook)
        for _, c in said(world)
        if c.batch == "到校"
    }
    assert told["not_eligible"] == "《招生办法》第九条，待核"
    assert told["below_line"] == "《招生办法》第十条，待核"
    assert told["outranked"] == "《招生办法》第十二条，待核"
    assert told["placed_tied"] == "《招生办法》第十三条，待核"
    (first, *_) = of(world, "placed_earlier")
    assert first[1].said.grounds.said(world.rulebook) == "《招生办法》第十四条，待核"
    for _, choice in said(WORLDS["primary"]):
        row = choice.said.grounds.row
        assert choice.said.grounds.said(WORLDS["primary"].rulebook) == f"rules.yaml 第{row}行"


def test_an_explanation_goes_out_as_json() -> None:
    """Tests the shape that `admit explain --json` prints."""
    world = WORLDS["senior"]
    told = as_json(world.explained()["a2"], world.rulebook)
    assert told["schema"] == "admission-explanation/1"
    assert told["placement"] == {"batch": "统招", "option": "H1", "choice_rank": 2, "pool": "*"}
    assert [choice["reason"] for choice in told["choices"]] == [
        "outranked", "no_places", "no_places", "placed", "placed_higher",
    ]  # fmt: skip
    assert told == json.loads(json.dumps(told))
