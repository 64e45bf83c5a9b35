"""A finished run is opened again to the very same end, or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.test_admit_answers import folder
from tests.rulebook.answers.explained_worlds import PRIMARY, PRIMARY_TABLES
from xueyou.formats.proof import draws
from xueyou.rulebook.allocation.result_tables import choice_reasons
from xueyou.rulebook.allocation.run import asked_in, run
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.sealed import BundleBroken, open_sealed

COMMITTED = datetime(2026, 7, 1, tzinfo=UTC)
PUBLISHED = datetime(2026, 7, 4, tzinfo=UTC)


def draw(path: Path, given: Path) -> Path:
    """Commit a folder's inputs and reveal a made source with one witness."""
    path.mkdir()
    asked = asked_in(given)
    witness = "31415926535897932384626433"
    commit = draws.commitment(
        ordinal=1,
        previous=None,
        repeats=[],
        fixed=asked.committed(),
        code="0" * 64,
        sources=[draws.Source("福利彩票双色球第2026080期", "numbers:7:1:33")],
        not_before=PUBLISHED,
        committed_at=COMMITTED,
        seals=[draws.seal(witness)],
        rehearsal=False,
    )
    reveal = draws.revelation(
        commit,
        used=0,
        because="",
        published="03 11 19 24 28 31 07",
        witnesses=[witness],
        now=PUBLISHED,
        rehearsal=False,
    )
    for name, data in (
        ("commit.json", commit),
        ("reveal.json", reveal),
        ("roster.csv", asked.committed().roster),
    ):
        (path / name).write_bytes(data)
    return path


def test_an_official_draw_gives_the_same_run_again(tmp_path: Path) -> None:
    """Tests that explanations of an official run rest on its draw, and break with it."""
    given = folder(tmp_path / "in", PRIMARY, PRIMARY_TABLES)
    out = tmp_path / "out"
    run(given, out, code="0" * 64, draw=draw(tmp_path / "draw", given))
    sealed = open_sealed(out)
    told = Explainer(sealed.rulebook, sealed.inputs, sealed.outcome, sealed.tickets)
    assert choice_reasons(sealed.inputs, sealed.outcome)
    assert told.explain(0).place is not None
    reveal = out / "draw/reveal.json"
    reveal.write_text(reveal.read_text("utf-8").replace("03 11", "03 12"), encoding="utf-8")
    with pytest.raises(BundleBroken, match="摇号不成立"):
        open_sealed(out)


def test_a_run_whose_draw_is_gone_is_not_guessed(tmp_path: Path) -> None:
    """Tests a rehearsal whose certificate was taken away, and placements that were edited."""
    given = folder(tmp_path / "in", PRIMARY, PRIMARY_TABLES)
    out = tmp_path / "out"
    run(given, out, code="0" * 64, seed=bytes(32))
    open_sealed(out)
    placed = out / "placements.csv"
    text = placed.read_text("utf-8")
    placed.write_text(text.replace("placed", "placed_tied", 1), encoding="utf-8")
    with pytest.raises(BundleBroken, match=r"placements\.csv 第 2 行"):
        open_sealed(out)
    placed.write_text(text, encoding="utf-8")
    (out / "certificate.json").unlink()
    with pytest.raises(BundleBroken, match="没有摇号的记录"):
        open_sealed(out)
