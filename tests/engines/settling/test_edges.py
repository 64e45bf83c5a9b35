"""What a clerk would not take for a report: other places, years, parts, kinds of figure."""

import copy
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.settling.pairs import pair_named
from xueyou.engines.reading import read
from xueyou.engines.settling import Mismatch, Paper, settle
from xueyou.engines.settling.result import exact


@dataclass(frozen=True)
class Text:
    """A plain text as the reader takes it."""

    text: str
    media: str = "txt"
    encoding: str = "utf-8"
    grids: tuple[()] = ()
    headings: tuple[()] = ()
    pages: tuple[()] = ()
    recognised: tuple[()] = ()


def paper(text: str) -> Paper:
    """Read a text."""
    return Paper(read(Text(text)).as_json(), text)


def settled(promised: str, told: str) -> dict[str, Any]:
    """Settle one sentence of work points against one sentence of a summary."""
    plan = paper(
        "甲市教育局2025年工作要点\n\n一、重点工作\n"
        f"（一）办好学校。{promised}（牵头：规划科）\n（二）课程教学。推进课程教学改革工作。\n"
    )
    summary = paper(f"甲市教育局2025年工作总结\n\n一、主要工作\n{told}全市教育工作有序推进。\n")
    return settle(plan, summary).as_json()


def met(promised: str, told: str) -> list[tuple[str, str | None]]:
    """Return whether each reported figure was kept, and the difference."""
    return [
        (line["met"], line["difference"])
        for line in settled(promised, told)["promised_reported"]
        if line["promise"]["kind"] == "indicator"
    ]


@pytest.mark.parametrize(
    ("promised", "told", "judged"),
    [
        ("新增公办学位1.2万个。", "公办学位净增11460个。", [("no", "-540")]),
        ("新增公办学位11460个。", "新增公办学位1.146万个。", [("yes", "0")]),
        ("公办园占比达到55%。", "公办园在园幼儿占比为55.7%。", [("yes", "0.7")]),
        ("大班额占比控制在1%以内。", "大班额占比降至0.8%。", [("yes", "-0.2")]),
        ("总体近视率下降0.5个百分点。", "总体近视率下降0.4个百分点。", [("no", "-0.1")]),
        ("培训教师1500人。", "培训教师1620人次。", [("unclear", "120")]),
        ("培训教师1500人次。", "培训教师1620人。", [("yes", "120")]),
        ("新增学位4000个左右。", "新增学位3900个。", [("unclear", "-100")]),
        ("新增学位4000个左右。", "新增学位3100个。", [("no", "-900")]),
        ("新增公办学位4000个。", "五年累计新增公办学位2.1万个。", [("unclear", "17000")]),
    ],
)
def test_whether_it_was_kept(promised: str, told: str, judged: list[tuple[str, str]]) -> None:
    """万 against 个, shares, bounds, falls, heads against visits, "about", several years."""
    assert met(promised, told) == judged


@pytest.mark.parametrize(
    ("promised", "told"),
    [
        ("课后服务覆盖率达到100%。", "课后服务学校586所。"),
        ("建设公办幼儿园8所。", "公办幼儿园占比达到62%。"),
        ("甲东区新建学校4所。", "甲西区新建学校4所。"),
        ("更新校车45辆。", "更新课桌45套。"),
    ],
)
def test_what_is_no_report_of_it(promised: str, told: str) -> None:
    """A count for a share, a share for a count, another district, another thing."""
    assert met(promised, told) == []


def test_another_year_a_baseline_and_the_promise_again_are_no_reports() -> None:
    """Only the year's own figure counts."""
    told = "全年新增公办学位3860个，完成年度任务4000个的96.5%，比2024年的3100个多760个。"
    result = settled("新增公办学位4000个。", told)
    (line,) = [x for x in result["promised_reported"] if x["promise"]["kind"] == "indicator"]
    assert line["report"]["value_canonical"] == 3860
    assert result["reported_unpromised"] == []


def test_next_year_and_shortcomings_are_no_reports() -> None:
    """What shall be done, and what the summary complains of."""
    plan = paper(
        "甲市教育局2025年工作要点\n\n一、重点工作\n（一）招聘教师。招聘教师200名。"
        "（牵头：人事科）\n（二）课程教学。推进全市中小学课程教学改革工作。\n"
    )
    summary = paper(
        "甲市教育局2025年工作总结\n\n一、主要工作\n教育工作平稳有序，学校安全稳定。\n\n"
        "二、存在的问题\n教师缺口仍有200名。\n\n三、2026年工作打算\n招聘教师200名。\n"
    )
    result = settle(plan, summary).as_json()
    assert [line["promise"]["quote"] for line in result["promised_silent"]] == [
        "招聘教师200名",
        "（二）课程教学",
    ]
    assert result["reported_unpromised"] == []


@pytest.mark.parametrize(
    ("plan", "summary", "code"),
    [
        ("甲市教育局2025年工作要点", "乙市教育局2025年工作总结", "other_region"),
        ("甲市教育局2025年工作要点", "甲市丙区教育局2025年工作总结", "other_region"),
        ("甲市教育局2025年工作要点", "甲市教育局2024年工作总结", "other_year"),
        ("甲市教育局2025年工作要点", "甲市教育局2025年工作要点", "not_a_summary"),
        ("甲市教育局2025年工作总结", "甲市教育局2025年工作总结", "not_a_plan"),
    ],
)
def test_two_that_do_not_belong_together_are_refused(plan: str, summary: str, code: str) -> None:
    """Another city, its district, another year, two plans, two summaries: a sentence."""
    body = "\n\n一、重点工作\n（一）办好学校。新增学位3000个，招聘教师200名，培训教师900人。\n"
    with pytest.raises(Mismatch) as refused:
        settle(paper(plan + body), paper(summary + body))
    assert refused.value.code == code
    assert "没有对账" in refused.value.zh


def test_a_plan_over_years_owes_this_year_only_its_own_column() -> None:
    """Targets of other years, and sums over all of them, are not due."""
    plan = paper(
        "甲市教育事业发展规划（2024—2028年）\n\n一、主要指标\n表1　主要指标\n\n"
        "序号\t指标\t2024\t2025\t2026\n1\t新增公办学位（个）\t3600\t4000\t4200\n"
        "2\t招聘教师（名）\t300\t310\t320\n\n二、重点任务\n（一）学校建设。五年新增公办学位2万个。\n"
    )
    told = "全市教育工作有序推进，学校和幼儿园安全稳定，课程改革有成效。"
    summary = paper(f"甲市教育局2025年工作总结\n\n一、工作\n新增公办学位4100个。{told}\n")
    result = settle(plan, summary).as_json()
    promised = [*result["promised_reported"], *result["promised_silent"]]
    assert [line["promise"]["value_canonical"] for line in promised] == [4000, 310]


def test_the_same_two_give_the_same_bytes() -> None:
    """However often, and whichever order dictionaries had."""
    pair = pair_named("01-yunxiu")
    first = json.dumps(settle(pair.plan, pair.summary).as_json(), ensure_ascii=False)
    turned = Paper(dict(reversed(list(pair.plan.reading.items()))), pair.plan.text)
    assert json.dumps(settle(turned, pair.summary).as_json(), ensure_ascii=False) == first


def test_every_promise_stands_in_exactly_one_list() -> None:
    """Nothing promised is lost, nothing reported is told twice."""
    for name in ("02-qinghe", "07-lancheng", "08-yanhui"):
        pair = pair_named(name)
        found = settle(pair.plan, pair.summary)
        keys = [line.key for line in (*found.promised_reported, *found.promised_silent)]
        assert len(keys) == len(set(keys))
        reports = [line.report["key"] for line in found.reported_unpromised if line.report]
        told = [
            side["key"]
            for line in found.promised_reported
            for side in ((line.report or {}), *line.also)
            if side.get("key")
        ]
        assert len(reports + told) == len(set(reports + told))


def test_readings_alone_settle_too() -> None:
    """Without the texts figures are compared all the same."""
    pair = pair_named("01-yunxiu")
    bare = settle(Paper(pair.plan.reading), Paper(pair.summary.reading))
    assert len(bare.promised_reported) >= 10


@given(st.integers(-(10**15), 10**15))
def test_a_difference_is_written_exactly(millionths: int) -> None:
    """As a decimal without losing a digit."""
    value = Fraction(millionths, 10**6)
    assert Fraction(exact(value)) == value


def test_a_reading_is_not_changed() -> None:
    """Settling only looks."""
    pair = pair_named("04-haitang")
    before = copy.deepcopy(pair.plan.reading)
    settle(pair.plan, pair.summary)
    assert pair.plan.reading == before
