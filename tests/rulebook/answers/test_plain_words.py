"""What a family is told is said as a patient clerk would say it, whatever rules gave the result."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rulebook.answers.drawn_world import drawing
from tests.rulebook.answers.explained_worlds import World, primary, rolling, senior
from tests.rulebook.shipped.cases import case_of, rulebooks, seed_of
from xueyou.rulebook.allocation.result_tables import waiting
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import tickets_from
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import PersonExplained
from xueyou.rulebook.answers.key_steps import is_said
from xueyou.rulebook.language.model import Fact
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.language.wording import written
from xueyou.rulebook.tables.inputs import read_inputs

STIFF = re.compile(
    r"[0-9a-f]{12}|随机号|抽签|派位号|票号|的在|是是|部分的|名额是0个|优先条件|编号是|为为|。。|，。|：。"
)


def shipped(rules: Path) -> Iterator[PersonExplained]:
    """Explain everybody of a shipped rulebook's made case."""
    case, rulebook = case_of(rules), read_rulebook(rules)
    inputs, seed = read_inputs(case, rulebook), seed_of(case)
    tickets = tickets_from(seed) if seed is not None else None
    explainer = Explainer(rulebook, inputs, allocate(rulebook, inputs, tickets), tickets)
    for number in range(inputs.count):
        yield explainer.explain(number)


def told(person: PersonExplained) -> Iterator[str]:
    """Yield every sentence somebody is told."""
    yield person.zh + person.can
    for choice in person.choices:
        yield choice.head + choice.zh + choice.can


@pytest.mark.parametrize("rules", rulebooks(), ids=lambda path: path.parent.name)
def test_nothing_stiff_is_said_in_a_shipped_case(rules: Path) -> None:
    """Tests digits of tickets, several words for one draw, and joints that do not read."""
    for person in shipped(rules):
        for sentence in told(person):
            assert STIFF.search(sentence) is None, sentence


@pytest.mark.parametrize("made", [senior(), primary(), rolling(), drawing()])
def test_nothing_stiff_is_said_in_the_made_towns(made: World) -> None:
    """Tests the towns that hold every reason there is."""
    for person in made.explained().values():
        for sentence in told(person):
            assert STIFF.search(sentence) is None, sentence


def test_who_has_no_place_is_told_so_first_then_why_then_what_can_be_done() -> None:
    """Tests the order of the headline, with an appeal in the rules and without."""
    a4 = senior().explained()["a4"]
    assert a4.zh.startswith("没有录取。名额分配到校，第1志愿“一中”：不符合报名条件“在籍满3年”")
    assert (
        a4.can
        == "如果“在籍年数”与实际不符，请在2026年7月20日以前（含当天）向临澄市招生办申请核对。"
    )
    b0 = senior().explained()["b0"]
    assert b0.zh.startswith("没有录取。没有填报志愿")
    d02 = primary().explained()["d02"]
    assert d02.zh.startswith("没有录取。")
    assert d02.can == "规则里没有写到哪里申请核对，请向受理报名的部门询问。"
    assert all(p.can == "" for p in senior().explained().values() if p.place is not None)


def test_why_is_said_once() -> None:
    """Tests that a sentence that says itself that there is no place does not say it twice."""
    for made in (senior(), primary(), rolling(), drawing()):
        for person in made.explained().values():
            assert person.zh.count("没有录取。") == (person.place is None)


def test_a_draw_is_told_by_positions() -> None:
    """Tests each child's place among those who are alike, and the last one taken."""
    made = drawing()
    assert made.tickets is not None
    lottery = made.rulebook.lottery
    assert lottery is not None
    alike = sorted(
        (f"c{n}" for n in range(2, 9)),
        key=lambda id: made.tickets.hexadecimal(lottery, id, "S1"),  # type: ignore[union-attr]
    )
    for at, id in enumerate(alike, 1):
        person = made.explained()[id]
        choice, *_ = person.choices
        if at > 2:
            assert f"摇号排在第{at}位，录取到第2位。" in choice.zh
        elif at == 1:
            assert choice.zh.endswith("摇号排在第1位，录取到第2位。")
        else:
            assert "、摇号排在第2位" in choice.zh


def test_brothers_and_pools_have_natural_names() -> None:
    """Tests a step that is a bare condition, and the step of a pool that has its own first."""
    made = drawing()
    c1, *_ = made.explained()["c1"].choices
    assert "“有兄弟姐妹在这所学校”，孩子符合，录取的最后一名不符合" in c1.zh
    c9, *_ = made.explained()["c9"].choices
    assert "比的是“名额先给片区内的人”，录取的最后一名符合，孩子不符合" in c9.zh


def test_who_waits_is_told_his_turn() -> None:
    """Tests the waiting list of rules that refill, against the run's own rows."""
    made = drawing()
    turns = {row[4]: row[3] for row in waiting(made.inputs, made.outcome) if row[1] == "S1"}
    assert turns
    for id, person in made.explained().items():
        if person.place is None and id in turns:
            assert f"S1第{turns[id]}位" in person.can
        else:
            assert "候补" not in person.can


def test_numbers_that_decided_stand_beside_one_another() -> None:
    """Tests what a need asked for and what somebody has, of the school's own too."""
    said = {
        person.applicant: [choice.zh for choice in person.choices]
        for rules in rulebooks()
        if rules.parent.name in ("shanghai", "guangzhou-tianhe")
        for person in shipped(rules)
    }
    assert (
        "“学业考试总成绩”应当不低于这所学校的“学校自己定的最低线”620，考生是615" in said["p03"][0]
    )
    assert "“在这所初中在籍在读的年数”应当不低于3，考生是2" in said["p12"][0]
    assert "这是第3志愿" in said["t4"][2]


def test_a_code_is_said_in_the_words_that_the_rules_give_it() -> None:
    """Tests a code with words, one without, and a fact of which the rules give none."""
    house = Fact("housing", "住的房子", "code", words=(("rent", "租的房子"),))
    assert is_said(house, "rent") == "是“租的房子”"
    assert is_said(house, "tent") == "是“tent”"
    assert written(house, "rent") == "租的房子"
    assert is_said(Fact("zone", "片区", "code"), "LY") == "是LY"
