"""Three small made-up towns whose results hold every reason there is.

Nobody in them exists. `senior()` gives places by scores, `primary()` by homes, families and a
draw, `rolling()` in two rounds of which the later counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import PersonExplained
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import Inputs, inputs_from

Tables = Mapping[str, Sequence[Mapping[str, str]]]

SENIOR = """
schema: xueyou-rules/1
title: 临澄市高中招生
status: 待核
jurisdiction: {code: 310000, name: 临澄市}
year: 2026
stage: senior
sources:
  S1: {title: 招生办法, issuer: 临澄市教育局, number: 临教〔2026〕1号, status: 待核}
facts:
  score: {zh: 总分, type: decimal, step: 0.5, min: 0, max: 750}
  moral: {zh: 综评分, type: integer, min: 0, max: 50}
  years: {zh: 在籍年数, type: integer, min: 0, max: 9}
  junior: {zh: 毕业初中, type: code}
attributes:
  name: {zh: 学校名称, type: code}
  classes: {zh: 班数, type: integer}
class_size: {limit: 2, classes: classes}
appeal: {until: "2026-07-20", to: 临澄市招生办, clause: {source: S1, at: 第三十条}}
batches:
  - id: 到校
    zh: 名额分配到校
    clause: {source: S1, at: 第二章}
    eligibility:
      - {id: y3, need: years >= 3, zh: 在籍满3年, clause: {source: S1, at: 第九条}}
      - {id: line, line: {of: score, at_least: 605}, clause: {source: S1, at: 第十条}}
    choices: {mode: parallel, max: 2}
    pools:
      - {id: 初中, zh: 各初中, by: junior, hard: true}
    rank: [{by: score desc, clause: {source: S1, at: 第十一条}}]
    ties: [{by: moral desc, clause: {source: S1, at: 第十二条}}]
    tie_last: admit_all
    leftover: {to: 统招}
    clauses: {tie_last: {source: S1, at: 第十三条}, locks: {source: S1, at: 第十四条}}
  - id: 统招
    zh: 统一招生
    clause: {source: S1, at: 第三章}
    choices: {mode: parallel, max: 3}
    rank: [score desc]
    ties: [moral desc]
    tie_last: stable_id
"""

SENIOR_TABLES: Tables = {
    "options": [
        {"option": "H1", "batch": "到校", "places": "3", "name": "一中", "classes": "2"},
        {"option": "H2", "batch": "到校", "places": "1", "name": "二中", "classes": "1"},
        {"option": "H1", "batch": "统招", "places": "1", "name": "一中", "classes": "2"},
        {"option": "H2", "batch": "统招", "places": "1", "name": "二中", "classes": "1"},
        {"option": "H3", "batch": "统招", "places": "0", "name": "三中", "classes": "1"},
    ],
    "quotas": [
        {"batch": "到校", "option": "H1", "pool": "J1", "places": "1"},
        {"batch": "到校", "option": "H1", "pool": "J2", "places": "2"},
        {"batch": "到校", "option": "H2", "pool": "J2", "places": "1"},
    ],
    "applicants": [
        {"applicant": "a1", "score": "720.5", "moral": "48", "years": "3", "junior": "J1"},
        {"applicant": "a2", "score": "720.5", "moral": "47", "years": "3", "junior": "J1"},
        {"applicant": "a3", "score": "600", "moral": "50", "years": "3", "junior": "J1"},
        {"applicant": "a4", "score": "730", "moral": "50", "years": "2", "junior": "J1"},
        {"applicant": "a5", "score": "710", "moral": "50", "years": "", "junior": "J2"},
        {"applicant": "a6", "score": "705", "moral": "40", "years": "3", "junior": "J2"},
        {"applicant": "a7", "score": "700", "moral": "40", "years": "3", "junior": "J2"},
        {"applicant": "a8", "score": "700", "moral": "40", "years": "3", "junior": "J2"},
        {"applicant": "b0", "score": "500", "moral": "", "years": "3", "junior": "J1"},
        {"applicant": "a9", "score": "690", "moral": "40", "years": "3", "junior": ""},
    ],
    "choices": [
        *({"applicant": a, "batch": "到校", "rank": "1", "option": "H1"} for a in (
            "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9",
        )),
        {"applicant": "a1", "batch": "到校", "rank": "2", "option": "H2"},
        {"applicant": "a2", "batch": "到校", "rank": "2", "option": "H2"},
        *({"applicant": a, "batch": "统招", "rank": "1", "option": "H3"} for a in (
            "a1", "a2", "a3", "a5",
        )),
        *({"applicant": a, "batch": "统招", "rank": "2", "option": "H1"} for a in (
            "a1", "a2", "a3", "a5",
        )),
        *({"applicant": a, "batch": "统招", "rank": "3", "option": "H2"} for a in (
            "a1", "a2", "a3", "a5",
        )),
    ],
}  # fmt: skip

PRIMARY = """
schema: xueyou-rules/1
title: 临澄市小学入学
status: 待核
jurisdiction: {code: 310000, name: 临澄市}
year: 2026
stage: primary
sources:
  S1: {title: 入学办法, status: 待核}
facts:
  points: {zh: 积分, type: integer, min: 0, max: 200}
  zone: {zh: 学区, type: code}
  home: {zh: 住房, type: code}
  family: {zh: 家庭, type: code}
  used_on: {zh: 上次使用的日子, type: date}
  used_by: {zh: 上次使用的家庭, type: code}
  place: {zh: 住址, type: place, sensitivity: sensitive}
attributes:
  zone: {zh: 学区, type: code}
  place: {zh: 校址, type: place}
lottery: {ticket: one}
batches:
  - id: 学区
    zh: 学区入学
    eligibility:
      - {id: zone, need: zone == option.zone, zh: 住在学区内}
    choices: {mode: parallel, max: 1}
    home: {fact: home, family: family, used_on: used_on, used_by: used_by, years: 6, day: "2026-09-01", within_run: true}
    rank: [points desc]
    tie_last: lottery
    group: {bind: true, straddle: expand}
  - id: 摇号
    zh: 摇号入学
    choices: {mode: parallel, max: 1}
    rank: [points desc]
    tie_last: lottery
    group: {bind: true, straddle: skip}
  - id: 积分
    zh: 积分入学
    eligibility:
      - {line: {of: points, under: {batch: 学区, by: 10}, when_empty: closed}, zh: 不低于学区线下10分}
    choices: {mode: parallel, max: 2}
    rank: [points desc]
    tie_last: stable_id
  - id: 统筹
    zh: 统筹入学
    choices: {mode: deferred, generate: {by: distance}}
    rank: [distance asc]
    tie_last: stable_id
"""  # noqa: E501


def _child(id: str, **facts: str) -> Mapping[str, str]:
    return {"applicant": id, "group": "", "place": "0 0", "zone": "Z1", "points": "50"} | facts


def _wish(batch: str, option: str, rank: int, *who: str) -> list[Mapping[str, str]]:
    return [{"applicant": w, "batch": batch, "rank": str(rank), "option": option} for w in who]


PRIMARY_TABLES: Tables = {
    "options": [
        {"option": "S1", "batch": "学区", "places": "3", "zone": "Z1", "place": "0 300"},
        {"option": "S2", "batch": "学区", "places": "2", "zone": "Z2", "place": "400 0"},
        {"option": "S3", "batch": "摇号", "places": "2", "zone": "", "place": "0 0"},
        {"option": "S6", "batch": "摇号", "places": "2", "zone": "", "place": "0 0"},
        {"option": "S1", "batch": "积分", "places": "1", "zone": "Z1", "place": "0 300"},
        {"option": "S2", "batch": "积分", "places": "1", "zone": "Z2", "place": "400 0"},
        {"option": "S4", "batch": "统筹", "places": "3", "zone": "", "place": "300 400"},
        {"option": "S5", "batch": "统筹", "places": "1", "zone": "", "place": "30 40"},
    ],
    "applicants": [
        _child("c01", points="90", home="h1", family="f1"),
        # The home's place was used by another family five years ago: six must pass.
        _child("c02", home="h2", family="f2", used_on="2021-09-01", used_by="g2"),
        # Two families of one home: the better one may apply.
        _child("c03", points="80", home="h3", family="f3"),
        _child("c04", points="70", home="h3", family="f4"),
        # Twins stand across the last place and are taken both.
        _child("c05", group="t1", points="60", home="h5", family="f5"),
        _child("c06", group="t1", points="60", home="h5", family="f5"),
        _child("c07", points="40", zone="Z2"),
        _child("d01", group="t2"),
        _child("d02", group="t2"),
        _child("d03"),
        _child("d04"),
        _child("d05"),
        _child("e01", points="45"),
        _child("e02", points="52"),
        _child("e03", points=""),
        _child("e04", place=""),
        _child("e05", points="49"),
    ],
    "choices": [
        *_wish("学区", "S1", 1, "c01", "c02", "c03", "c04", "c05", "c06", "c07"),
        *_wish("摇号", "S3", 1, "d01", "d02", "d03", "d04"),
        *_wish("摇号", "S6", 1, "d05"),
        *_wish("积分", "S1", 1, "e01", "e02", "e03", "e05"),
        *_wish("积分", "S2", 2, "e01", "e02"),
    ],
}


ROLLING = """
schema: xueyou-rules/1
title: 临澄市转学
status: 待核
jurisdiction: {code: 310000, name: 临澄市}
year: 2026
stage: primary
sources:
  S1: {title: 转学办法, status: 待核}
facts:
  points: {zh: 积分, type: integer, min: 0, max: 200}
  migrant: {zh: 随迁子女, type: flag}
batches:
  - id: 首轮
    zh: 首轮
    choices: {mode: parallel, max: 1}
    pools:
      - {id: 随迁, zh: 随迁名额, who: migrant == 是, hard: true}
    rank: [points desc]
    tie_last: stable_id
    locks: false
  - id: 次轮
    zh: 次轮
    choices: {mode: parallel, max: 1}
    rank: [points desc]
    tie_last: stable_id
"""

ROLLING_TABLES: Tables = {
    "options": [
        {"option": "S1", "batch": "首轮", "places": "2"},
        {"option": "S2", "batch": "次轮", "places": "1"},
    ],
    "quotas": [{"batch": "首轮", "option": "S1", "pool": "随迁", "places": "2"}],
    "applicants": [
        {"applicant": "r1", "points": "9", "migrant": "是"},
        {"applicant": "r2", "points": "8", "migrant": "是"},
        {"applicant": "r3", "points": "7", "migrant": "否"},
    ],
    "choices": [
        *_wish("首轮", "S1", 1, "r1", "r2", "r3"),
        *_wish("次轮", "S2", 1, "r1", "r3"),
    ],
}


@dataclass(frozen=True)
class World:
    """One run, ready to be explained."""

    rulebook: Rulebook
    inputs: Inputs
    outcome: Outcome
    tickets: Tickets | None
    tables: Tables

    def explainer(self) -> Explainer:
        """Return what explains it."""
        return Explainer(self.rulebook, self.inputs, self.outcome, self.tickets)

    def explained(self) -> dict[str, PersonExplained]:
        """Return everybody's explanation by id."""
        explainer = self.explainer()
        return {id: explainer.explain(n) for n, id in enumerate(self.inputs.applicants)}


def world(rules: str, tables: Tables, seed: bytes = bytes(32)) -> World:
    """Run a rulebook on made tables."""
    rulebook = rulebook_of(rules.encode(), "rules.yaml")
    inputs = inputs_from(rulebook, tables)
    tickets = Tickets(seed) if rulebook.draws else None
    return World(rulebook, inputs, allocate(rulebook, inputs, tickets), tickets, tables)


def senior() -> World:
    """Return the town that gives places by scores."""
    return world(SENIOR, SENIOR_TABLES)


def primary() -> World:
    """Return the town that gives places by homes, families, a draw and distance."""
    return world(PRIMARY, PRIMARY_TABLES)


def rolling() -> World:
    """Return the town whose first places are given up for later ones."""
    return world(ROLLING, ROLLING_TABLES)
