"""One small rulebook as text, for tests that change a word of it and look what is said."""

from xueyou.rulebook.faults import Fault, RulebookRefused
from xueyou.rulebook.model import Rulebook
from xueyou.rulebook.reading import rulebook_of

RULES = """\
schema: xueyou-rules/1
title: 试点市高中招生
jurisdiction: {code: 310000, name: 试点市}
year: 2026
stage: senior
sources:
  S1: {title: 实施细则, issuer: 市教育局, number: 甲〔2026〕1号, date: "2026-03-01", status: verified}
facts:
  score: {zh: 投档分, type: decimal, step: 0.5, min: 0, max: 750}
  bonus: {zh: 加分, type: integer, min: 0, max: 10}
  years: {zh: 在籍年数, type: integer, min: 0, max: 9}
  junior: {zh: 初中学校, type: code}
  district: {zh: 区, type: code}
  preferred: {zh: 同分优待, type: flag}
  agreed: {zh: 同意拆开, type: flag}
  birth: {zh: 出生日期, type: date, min: "2008-01-01", max: "2014-12-31"}
  moral: {zh: 综合素质, type: level, order: [A, B, C, D]}
  art: {zh: 艺术, type: level, order: [A, B, C, D]}
  health: {zh: 体质, type: level, order: [优, 良, 差]}
  family: {zh: 家庭编号, type: code}
  seat: {zh: 保留的学校, type: code}
  place: {zh: 住址, type: place, sensitivity: sensitive}
attributes:
  place: {zh: 校址, type: place}
  classes: {zh: 班数, type: integer}
  area: {zh: 片区, type: code}
  line: {zh: 学校线, type: decimal, step: 0.5}
derived:
  total: {zh: 总分, sum: [score, {fact: bonus, times: 0.25, cap: 2}, {when: preferred == 是, gives: 5}]}
lottery: {ticket: one}
siblings: {family: family, same: area}
class_size: {limit: 50, classes: classes}
batches:
  - id: 到校
    zh: 名额分配到校
    clause: {source: S1, at: 第二十条, says: 按初中分配}
    eligibility:
      - {id: y3, need: years >= 3, zh: 在籍在读满3年}
      - {id: line, line: {of: score, at_least: 605}}
    choices: {mode: parallel, max: 2}
    pools:
      - {id: 初中, by: junior, hard: true}
    rank: [score desc]
    ties: [preferred desc, moral desc]
    tie_last: admit_all
    leftover: {to: 统招}
  - id: 统招
    zh: 统一招生
    choices: {mode: deferred, max: 15}
    rank: [total desc, distance asc]
    tie_last: lottery
"""


def read(*changes: tuple[str, str]) -> Rulebook:
    """Return the small rulebook with pieces of its text replaced; each piece must be there."""
    return rulebook_of(changed(*changes).encode(), "rules.yaml")


def changed(*changes: tuple[str, str]) -> str:
    """Return the text with pieces replaced."""
    text = RULES
    for old, new in changes:
        assert old in text, f"{old!r} is not in the rules"
        text = text.replace(old, new, 1)
    return text


def faults(*changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Return what is said of the changed rulebook; it must be refused."""
    return faults_of(changed(*changes))


def faults_of(text: str | bytes) -> tuple[Fault, ...]:
    """Return what is said of a text that must be refused."""
    data = text.encode() if isinstance(text, str) else text
    try:
        rulebook_of(data, "rules.yaml")
    except RulebookRefused as refused:
        return refused.faults
    raise AssertionError("the rules were taken")


def line_of(piece: str, *changes: tuple[str, str]) -> int:
    """Return the line a piece of the changed text begins in."""
    text = changed(*changes)
    return text[: text.index(piece)].count("\n") + 1
