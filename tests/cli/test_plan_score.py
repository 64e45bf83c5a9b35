"""`xueyou plan score`: gates as counts, an exit code only where bars are asked for."""

import json
from pathlib import Path

from tests.cli.run import xueyou


def _reading(plan: Path, folder: Path) -> Path:
    out = folder / "pred.json"
    assert xueyou("plan", "read", plan, "--json", out, "--quiet").code == 0
    return out


def test_a_reading_scores_full_against_itself(plan: Path, tmp_path: Path) -> None:
    """Every gate is {hits, total, ratio}; nothing is missed and nothing is too much."""
    prediction = _reading(plan, tmp_path)
    ran = xueyou("plan", "score", prediction, prediction, plan, "--json", "-", "--gates", "seen")
    scores = json.loads(ran.out)
    assert ran.code == 0
    assert scores["fact_recall"]["total"] >= 6
    for name in ("fact_recall", "fact_precision", "names", "period"):
        assert set(scores[name]) == {"hits", "total", "ratio"}
        assert scores[name]["hits"] == scores[name]["total"]


def test_a_missed_gate_is_said_and_exits_1_on_request(plan: Path, tmp_path: Path) -> None:
    """Without `--gates` a score is a score, whatever it is."""
    gold = _reading(plan, tmp_path)
    reading = json.loads(gold.read_bytes())
    poor = tmp_path / "poor.json"
    poor.write_text(json.dumps(reading | {"facts": reading["facts"][:1]}), encoding="utf-8")
    assert xueyou("plan", "score", gold, poor).code == 0
    ran = xueyou("plan", "score", gold, poor, "--gates", "unseen")
    assert ran.code == 1
    assert "fact_recall" in ran.err


def test_a_quote_that_does_not_stand_there_is_no_hit(plan: Path, tmp_path: Path) -> None:
    """With the text given, a fact must be found at its span."""
    gold = _reading(plan, tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("别的文字。" * 400, encoding="utf-8")
    scores = json.loads(xueyou("plan", "score", gold, gold, other, "--json", "-").out)
    assert scores["fact_recall"]["hits"] == 0


def test_broken_inputs_are_refused_in_words(plan: Path, tmp_path: Path) -> None:
    """Not JSON, not an object, not of the shape: exit 3 and one sentence, no traceback."""
    for content in ("{", "[]", '{"facts": 3}'):
        bad = tmp_path / "bad.json"
        bad.write_text(content)
        ran = xueyou("plan", "score", bad, bad)
        assert (ran.code, ran.out) == (3, "")
        assert "没有" in ran.err
        assert "Traceback" not in ran.err
