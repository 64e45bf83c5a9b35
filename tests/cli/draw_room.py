"""A made room in which a lottery is committed, revealed and run."""

from pathlib import Path

import pytest

from tests.cli.run import Ran, xueyou

BEFORE = "2026-08-01T08:00:00+08:00!"
AFTER = "2026-08-02T21:30:00+08:00!"
SOURCE_AT = "2026-08-02T21:15:00+08:00"
RULES = """schema: xueyou-rules/1
title: 摇号
jurisdiction: {code: "990000", name: 示例市}
year: 2026
stage: junior
facts:
  home: {zh: 地段, type: code}
lottery: {ticket: one, order: circular}
batches:
  - id: a
    zh: 摇号
    choices: {mode: single, max: 1}
    rank: [{when: home == X}]
    tie_last: lottery
    group: {bind: true, straddle: expand}
"""
FILES = {
    "rules.yaml": RULES,
    "roster.csv": "group,applicant\nG1,a1\nG1,a2\n,b1\n,c1\n",
    "quotas.csv": "batch,option,pool,places\n",
    "applicants.csv": "applicant,group,home\na1,G1,X\na2,G1,X\nb1,,X\nc1,,X\n",
    "choices.csv": "applicant,batch,rank,option\n"
    + "".join(f"{one},a,1,S\n" for one in ("a1", "a2", "b1", "c1")),
    "options.csv": "option,batch,places\nS,a,2\n",
    "one": "73519\n",
    "two": "88 20 1\n",
    "source": "03 12 18 22 25 31\n",
}
NAME = "双色球 2026088 期 红球"
SOURCE = f"{NAME}=numbers:6:1:33:sorted"


@pytest.fixture(name="room")
def made_room(tmp_path: Path) -> Path:
    """Return a folder with all that a draw and a run need."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def commit(
    room: Path,
    *more: object,
    now: str = BEFORE,
    at: str = SOURCE_AT,
    out: str = "c.json",
    source: str = SOURCE,
) -> Ran:
    """Run draw commit in a room."""
    named: list[object] = ["--roster", room / "roster.csv", "--rules", room / "rules.yaml"]
    named += ["--places", room / "quotas.csv", "--source", source]
    named += ["--not-before", at, "--out", room / out]
    return xueyou("draw", "commit", *named, *more, XUEYOU_NOW=now)


def reveal(
    room: Path, *more: object, now: str = AFTER, out: str = "draw", source: str = "source"
) -> Ran:
    """Run draw reveal in a room."""
    named: list[object] = [
        "--commit",
        room / "c.json",
        "--randomness",
        room / source,
        "--out",
        room / out,
    ]
    return xueyou("draw", "reveal", *named, *more, XUEYOU_NOW=now)


def witnesses(room: Path, *names: str) -> list[object]:
    """Return the arguments for witnesses' files."""
    return [part for name in names for part in ("--witness", room / name)]
