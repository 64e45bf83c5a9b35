"""A small made-up district that draws lots for one school and goes by numbers at another."""

from collections.abc import Mapping, Sequence

from tests.rulebook.answers.explained_worlds import World, world

DRAWN = """
schema: xueyou-rules/1
title: 临澄区小学招生
jurisdiction: {code: 310101, name: 临澄区}
year: 2026
stage: primary
facts:
  family: {zh: 家庭编号, type: code}
  elder: {zh: 哥哥姐姐的学校, type: code}
  near: {zh: 住在片区（以登记为准）, type: flag}
  zone: {zh: 户籍片区, type: code}
attributes:
  zone: {zh: 片区, type: code}
siblings: {family: family, elder: elder}
lottery: {ticket: one}
batches:
  - id: 摇号
    zh: 摇号入学
    choices: {mode: deferred, max: 2}
    pools:
      - {id: 片区, zh: 片区内的名额, who: near == 是, hard: false, places: rest}
    rank: [{when: sibling}]
    tie_last: lottery
    refill: next
  - id: 编号
    zh: 余下的学位
    choices: {mode: parallel, max: 1}
    rank: [near desc]
    tie_last: stable_id
"""


def drawn_tables(count: int = 9) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return so many children before a school of three places and one of two; c1 has a sister."""
    children = [
        {
            "applicant": f"c{n}",
            "group": "",
            "family": f"f{n}",
            "elder": "S1" if n == 1 else "",
            "near": "否" if n == count else "是",
            "zone": "",
        }
        for n in range(1, count + 1)
    ]
    return {
        "applicants": children,
        "options": [
            {"option": "S1", "batch": "摇号", "places": "3", "zone": "东"},
            {"option": "S2", "batch": "编号", "places": "2", "zone": "西"},
        ],
        "choices": [
            {"applicant": row["applicant"], "batch": batch, "rank": "1", "option": option}
            for row in children
            for batch, option in (("摇号", "S1"), ("编号", "S2"))
        ],
    }


def drawing() -> World:
    """Return the district that draws."""
    return world(DRAWN, drawn_tables())
