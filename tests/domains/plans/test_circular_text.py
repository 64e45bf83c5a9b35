"""A circular says nothing that its packet does not say, and every figure knows its place there."""

import copy
from datetime import date
from typing import Any

import pytest

from tests.packets import QUOTE, indicator, packet, task
from xueyou.domains.plans.circulars.claims import (
    ClaimUnfounded,
    texts,
    untraced,
    verify,
)
from xueyou.domains.plans.circulars.compose import circular
from xueyou.domains.plans.selectors.circulars import where
from xueyou.formats.official.content import checked
from xueyou.formats.official.editing import as_text
from xueyou.formats.official.wording import agrees, period_words, plain_figures, shown


def made(source: dict[str, Any]) -> dict[str, Any]:
    """Return the circular of a packet."""
    return circular(source, organ="甲市教育局", number_code="甲教督", reply_by=date(2026, 11, 30))


def figures(source: Any, path: str = "") -> list[str]:
    """Return the paths of every count and number of days in a packet."""
    if isinstance(source, dict):
        return [found for key, one in source.items() for found in figures(one, f"{path}/{key}")]
    if isinstance(source, list):
        return [found for n, one in enumerate(source) for found in figures(one, f"{path}/{n}")]
    return [path] if path.startswith("/counts/") or path.endswith("/days") else []


def put(source: dict[str, Any], path: str, value: Any) -> None:
    """Put a value at a path."""
    *way, last = path.strip("/").split("/")
    at: Any = source
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[int(last) if isinstance(at, list) else last] = value


def test_it_fits_the_shape_and_traces_every_figure() -> None:
    """Tests that no figure of the text stands without a claim."""
    content = made(packet())
    assert checked(content) == content
    assert untraced(content) == []
    verify(packet(), content)


def test_it_says_how_the_whole_stands_what_lags_and_what_is_asked() -> None:
    """Tests the sentences of each part."""
    text = as_text(made(packet()))
    assert "共有6项任务，其中正常2项，偏慢1项，滞后1项，完成1项，没有数据1项。" in text
    assert "2项好转，2项变慢。" in text
    assert "滞后。新增公办学位应到3728个，实到2640个，没有到。" in text
    assert "照明达标率应到83.3%，实到79.5%，没有到。" in text
    assert "食堂接入监管（牵头单位：安全科）：由慢转快" in text
    assert "主体封顶应在2026年9月10日完成，已经过了51天。" in text
    assert "请在2026年11月30日前" in text
    assert "人事科：心理教师，没有报数" in text


@pytest.mark.parametrize("path", figures(packet()))
def test_another_figure_in_the_packet_is_another_text(path: str) -> None:
    """Tests, figure by figure, that the text follows the packet, and the old text fails."""
    before, changed = made(packet()), copy.deepcopy(packet())
    put(changed, path, 777)
    assert as_text(made(changed)) != as_text(before)
    with pytest.raises(ClaimUnfounded):
        verify(changed, before)


@pytest.mark.parametrize("name", ["expected", "actual", "said_expected", "said_actual"])
def test_a_sentence_follows_its_figures_or_there_is_no_circular(name: str) -> None:
    """Tests that a figure that was changed alone stops the circular, all together change it."""
    before, changed = made(packet()), copy.deepcopy(packet())
    other = indicator("新增公办学位", "5000", "777")
    put(changed, f"/tasks/0/indicators/0/{name}", other[name])
    with pytest.raises(ValueError, match="disagree"):
        made(changed)
    with pytest.raises(ClaimUnfounded):
        verify(changed, before)
    put(changed, "/tasks/0/indicators/0", other)
    assert "应到5000个，实到777个" in as_text(made(changed))


def test_a_claim_that_the_packet_does_not_hold_fails() -> None:
    """Tests a figure with a made-up place, and one whose words were changed."""
    content = made(packet())
    block = next(b for b in texts(content) if "3728" in b["text"])
    claim = next(c for c in block["claims"] if c["rule"] == "figures")
    claim["path"] = "/tasks/99/indicators/0"
    with pytest.raises(ClaimUnfounded, match="没有这一处"):
        verify(packet(), content)
    content = made(packet())
    block = next(b for b in texts(content) if "3728" in b["text"])
    block["text"] = block["text"].replace("3728", "3928")
    with pytest.raises(ClaimUnfounded, match="3728"):
        verify(packet(), content)


def test_every_figure_names_value_and_sentence() -> None:
    """Tests that an indicator's figures carry value, quote and document, and words for people."""
    content = made(packet())
    found = [
        claim for block in texts(content) for claim in block["claims"] if claim["rule"] == "figures"
    ]
    assert len(found) == 2
    for claim in found:
        assert claim["quote"] == QUOTE
        assert claim["value_uid"]
        assert claim["document"]
    said = where(packet(), "figures", found[0]["path"])
    assert said == "任务1“加快学校建设，新增公办学位”的指标“新增公办学位”：灯的依据"
    for block in texts(content):
        for claim in block["claims"]:
            assert where(packet(), claim["rule"], claim["path"])


def test_examinations_are_left_out() -> None:
    """Tests that a task or indicator about examinations is not in the text."""
    source = packet()
    source["tasks"][0]["indicators"].append(indicator("本科上线率", "90", "80"))
    text = as_text(made(source))
    assert "中考" not in text
    assert "上线率" not in text


def test_units_stand_in_it_and_posts_do_not() -> None:
    """Tests that nobody's post is printed."""
    assert "科长" not in as_text(made(packet()))


def test_a_quiet_month_says_so() -> None:
    """Tests a packet in which nothing turned and nothing lags."""
    counts = {"good": 1, "slow": 0, "bad": 0, "done": 0, "none": 0}
    quiet = packet(tasks=[task(1, "甲", "good")], projects=[], owes=[], counts=counts)
    text = as_text(made(quiet))
    assert "没有新完成的任务" in text
    assert "没有偏慢或者滞后" in text
    assert "和上一期相比" not in text


def test_hostile_titles_are_only_words() -> None:
    """Tests that markup in a title is printed as it is."""
    title = '<script>alert(1)</script>{{ 7*7 }}#read("/etc/passwd")=cmd'
    source = packet(tasks=[task(1, title, "bad")])
    assert title in as_text(made(source))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("272160/73", "3728"),
        ("1/2", "0.5"),
        ("14.50", "14.5"),
        ("4,200", "4200"),
        (0, "0"),
        ("-1/4", "-0.2"),
        ("99.96", "99.96"),
        ("299/3", "99.7"),
        ("100", "100"),
    ],
)
def test_figures_are_printed_plainly(value: str | int, words: str) -> None:
    """Tests fractions, decimals and thousands."""
    assert shown(value) == words


@pytest.mark.parametrize("value", [None, True, "约300", "", "1/0", 1.5])
def test_what_is_no_figure_is_refused(value: Any) -> None:
    """Tests that nothing is guessed."""
    with pytest.raises(ValueError, match="no figure"):
        shown(value)


def test_periods_are_said_in_words() -> None:
    """Tests the four kinds."""
    assert [period_words(code) for code in ("2026-W47", "2026-10", "2026Q3", "2026")] == [
        "2026年第47周",
        "2026年10月",
        "2026年第三季度",
        "2026年",
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("应到 3,544 个，实到 2,592 个，只到 73%", "应到3544个，实到2592个，只到73%"),
        (
            "目标不低于 100%，实到 98.5%，差 1.5 个百分点",
            "目标不低于100%，实到98.5%，差1.5个百分点",
        ),
        ("从 -3 到 1,234,567 元", "从-3到1234567元"),
        ("1,2,3 三项", "1,2,3三项"),
    ],
)
def test_sentences_are_printed_as_papers_print(said: str, words: str) -> None:
    """Tests thousands and blanks."""
    assert plain_figures(said) == words


def test_printed_figures_agree_with_exact_ones_by_rounding_only() -> None:
    """Tests a rounded figure, one off by one, and words that are no figure."""
    assert agrees("258720/73", "3544个")
    assert agrees("197/2", "98.5%")
    assert not agrees("258720/73", "3546个")
    assert not agrees("197/2", "98.6%")
    assert not agrees("197/2", "约一百")
