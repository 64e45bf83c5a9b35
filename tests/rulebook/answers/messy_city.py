"""The made-up city 临澄 and its list of last year, kept as offices keep lists.

Forty pupils, three schools, places by score; scores are made from the number alone. The list is
what the rules give, but for what a test changes in it.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.rulebook.answers.explained_worlds import Tables, World, world
from tests.rulebook.answers.messy_list import write_messy

RULES = """
schema: xueyou-rules/1
title: 临澄市高中招生
status: 待核
jurisdiction: {code: 310000, name: 临澄市}
year: 2025
stage: senior
sources:
  S1: {title: 临澄市招生办法, status: 待核}
facts:
  score: {zh: 总分, type: decimal, step: 0.5, min: 0, max: 750}
  maths: {zh: 数学, type: decimal, step: 0.5, min: 0, max: 150}
attributes:
  name: {zh: 学校名称, type: code}
batches:
  - id: 统招
    zh: 统一招生
    eligibility:
      - {line: {of: score, at_least: 500}, zh: 总分不低于500, clause: {source: S1, at: 第五条}}
    choices: {mode: parallel, max: 3}
    rank: [{by: score desc, clause: {source: S1, at: 第八条}}]
    ties: [{by: maths desc, clause: {source: S1, at: 第九条}}]
    tie_last: stable_id
    clauses: {choices: {source: S1, at: 第七条}}
"""

NAMES = {"1001": "临澄第一中学", "1002": "临澄第二中学", "1003": "东湖高级中学"}
PLACES = {"1001": 7, "1002": 8, "1003": 5}
IDS = [f"02501{n:04d}" for n in range(1, 41)]


def _score(number: int) -> str:
    return str(480 + (number * 37) % 240)


def _maths(number: int) -> str:
    return str(60 + (number * 53) % 90)


def tables() -> Tables:
    """Return the city's four tables."""
    return {
        "options": [
            {"option": id, "batch": "统招", "places": str(PLACES[id]), "name": NAMES[id]}
            for id in NAMES
        ],
        "applicants": [
            {"applicant": id, "score": _score(n), "maths": _maths(n)} for n, id in enumerate(IDS)
        ],
        "choices": [
            {"applicant": id, "batch": "统招", "rank": str(rank), "option": option}
            for n, id in enumerate(IDS)
            for rank, option in enumerate(_wishes(n), 1)
        ],
    }


def city() -> World:
    """Return the run of the city's rules."""
    return world(RULES, tables())


def write_old(path: Path, rows: Sequence[tuple[str, str]]) -> Path:
    """Write last year's list as the office keeps it: names for schools, no zero before an id."""
    write_messy(path, [(id.removeprefix("0"), NAMES.get(option, option)) for id, option in rows])
    return path


def _wishes(number: int) -> list[str]:
    order = list(NAMES)
    start = number % 3
    return [order[start], order[(start + 1) % 3]] if number % 2 else [order[start]]
