"""`xueyou plan settle`: the three lists, a summary for people, refusals in words."""

import json
from pathlib import Path

from tests.cli.run import xueyou
from tests.paths import ROOT

PAIRS = ROOT / "tests/data/settling"
PLAN, SUMMARY = PAIRS / "08-yanhui.plan.txt", PAIRS / "08-yanhui.summary.txt"


def test_a_reading_against_a_document(tmp_path: Path) -> None:
    """The plan as JSON, the summary as a file: lists in JSON, the silent first in the summary."""
    plan, out = tmp_path / "plan.json", tmp_path / "out.json"
    assert xueyou("plan", "read", PLAN, "--json", plan, "--quiet").code == 0
    ran = xueyou("plan", "settle", plan, SUMMARY, "--json", out)
    result = json.loads(out.read_text("utf-8"))
    assert ran.code == 0
    assert result["schema"] == "plan-settlement/1"
    assert {"promised_reported", "promised_silent", "reported_unpromised"} < set(result)
    assert ran.out.index("总结没有提到") < ran.out.index("没有做到或拿不准")


def test_two_documents_on_standard_output() -> None:
    """`--json -` writes the result and nothing else."""
    ran = xueyou("plan", "settle", PLAN, SUMMARY, "--json", "-")
    line = json.loads(ran.out)["promised_reported"][0]
    assert {"key", "promise", "report", "met", "difference", "sentence"} <= set(line)


def test_a_summary_of_another_county_is_refused(tmp_path: Path) -> None:
    """Exit 3, a sentence, a line among the errors, no result."""
    out, errors = tmp_path / "out.json", tmp_path / "errors.jsonl"
    other = PAIRS / "09-peiyuan.summary.txt"
    ran = xueyou("plan", "settle", PLAN, other, "--json", out, "--errors", errors)
    assert (ran.code, ran.out) == (3, "")
    assert "不是同一个地方" in ran.err
    assert json.loads(errors.read_text("utf-8"))["code"] == "other_region"
    assert not out.exists()


def test_what_is_no_reading_is_refused(tmp_path: Path) -> None:
    """Any JSON that is none of ours, however it is broken."""
    for content in ("{}", '{"doc": {}, "facts": [{}]}', '{"doc": {"kind": "plan"}, "facts": 3}'):
        bad = tmp_path / "bad.json"
        bad.write_text(content)
        ran = xueyou("plan", "settle", bad, SUMMARY)
        assert (ran.code, ran.out) == (3, "")
        assert "Traceback" not in ran.err
