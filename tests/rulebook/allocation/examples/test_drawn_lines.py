"""Lines drawn from another batch: passes until they stand still, or a cycle that is told."""

import pytest

from tests.paths import ROOT
from tests.rulebook.allocation.examples.town import choices, rules, table, town
from xueyou.rulebook.allocation import running
from xueyou.rulebook.allocation.running import MOST_PASSES, NoSolution

PAGE = (ROOT / "docs/handbook/admission.md").read_text(encoding="utf-8")

FACTS = "  score: {zh: 总分, type: integer}\n  junior: {zh: 初中, type: code}\n"


def batches(leftover: str, empty: str) -> str:
    return f"""  - id: quota
    zh: 指标到校
    eligibility:
      - id: under
        zh: 不低于统招线减二十分
        line: {{of: score, under: {{batch: open, by: 20}}, when_empty: {empty}}}
    choices: {{mode: parallel, max: 2}}
    pools: [{{id: p, zh: 名额, by: junior, hard: true}}]
    rank: [score desc]
    tie_last: stable_id
{leftover}  - id: open
    zh: 统招
    choices: {{mode: parallel, max: 2}}
    rank: [score desc]
    tie_last: stable_id
"""


def test_a_line_under_the_open_batch_settles_in_two_passes() -> None:
    """The open batch ends at 700: quota applicants need 680."""
    found = town(
        rules(FACTS, batches("", "open")),
        table("applicant score junior\na 679 J\nb 680 K\nc 700 J"),
        choices("quota", a="H", b="H") + choices("open", c="H"),
        table("option batch places\nH quota 2\nH open 1"),
        table("batch option pool places\nquota H J 1\nquota H K 1"),
    )
    assert found.outcome.passes == 2
    assert found.placed == {"b": "H", "c": "H"}
    assert found.unplaced == {"a": "below_line"}


def test_a_line_that_swings_stops_and_prints_the_cycle() -> None:
    """Left-over quota places lower the line that made them be left over."""
    with pytest.raises(NoSolution) as stopped:
        town(
            rules(FACTS, batches("    leftover: {to: open}\n", "open")),
            table("applicant score junior\na 670 J\nc 700 J\nd 600 J"),
            choices("quota", a="H") + choices("open", c="H", d="H"),
            table("option batch places\nH quota 1\nH open 1"),
            table("batch option pool places\nquota H J 1"),
        )
    assert stopped.value.code == "lines_cycle"
    assert "680" in stopped.value.zh
    assert [one.get(("quota", "under", "H")) for one in stopped.value.cycle][-1] in {"680", "580"}
    assert len(stopped.value.cycle) == 3


def test_lines_that_never_rest_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even the pass that draws what it was run with is one too many: a sentence."""
    monkeypatch.setattr(running, "MOST_PASSES", 1)
    with pytest.raises(NoSolution) as stopped:
        town(
            rules(FACTS, batches("", "open")),
            table("applicant score junior\na 679 J\nb 680 K\nc 700 J"),
            choices("quota", a="H", b="H") + choices("open", c="H"),
            table("option batch places\nH quota 2\nH open 1"),
            table("batch option pool places\nquota H J 1\nquota H K 1"),
        )
    assert stopped.value.code == "lines_endless"
    assert "算了 1 遍" in stopped.value.zh
    assert "1,000 passes" in PAGE
    assert MOST_PASSES == 1000
