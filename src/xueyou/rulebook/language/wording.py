"""Owns how conditions, keys and lines read in Chinese, with their numbers as people write them."""

import re
from collections.abc import Mapping

from xueyou.rulebook.language.exact import printed, spoken_day
from xueyou.rulebook.language.expressions import OPPOSITE
from xueyou.rulebook.language.model import Expression, Fact, Line, Rulebook, Term
from xueyou.rulebook.language.reading_facts import as_fact

_COMPARED = {
    "ge": "不低于",
    "gt": "高于",
    "le": "不高于",
    "lt": "低于",
    "eq": "是",
    "ne": "不是",
}
_DAYS = {"ge": "不早于", "gt": "晚于", "le": "不晚于", "lt": "早于", "eq": "是", "ne": "不是"}
# Of levels the ordinal counts from the best, so that a smaller one is a better level.
_LEVELS = {"le": "不低于", "lt": "高于", "ge": "不高于", "gt": "低于", "eq": "是", "ne": "不是"}
_ALIKE = {"eq": "相同", "ne": "不同"}
_METRES = {
    "ge": "不少于",
    "gt": "超过",
    "le": "不超过",
    "lt": "少于",
    "eq": "正好",
    "ne": "不是",
}


class Wording:
    """Says parts of one rulebook in Chinese."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self.facts: Mapping[str, Fact] = dict(rulebook.facts) | {
            name: as_fact(sum) for name, sum in rulebook.derived.items()
        }
        self._attributes = rulebook.attributes
        self._secured = {batch.secured for batch in rulebook.batches if batch.secured}

    def name(self, fact: str) -> str:
        """Return the Chinese name of a fact or sum."""
        return self.facts[fact].zh

    def value(self, fact: str, value: int | str | None) -> str:
        """Return a value of a fact as people write it; None is unknown."""
        return written(self.facts[fact], value)

    def condition(self, said: Expression) -> str:
        """Return a condition as half a sentence."""
        return self._said(said, nested=False)

    def _said(self, said: Expression, *, nested: bool) -> str:
        word = said[0]
        if word in ("all", "any"):
            joint = "，并且" if word == "all" else "，或者"
            whole = joint.join(self._said(part, nested=True) for part in said[1:])
            return f"（{whole}）" if nested and len(said) > 2 else whole
        if word == "not":
            return self._not(said[1])
        if word == "sibling":
            return "有兄弟姐妹在这所学校"
        if word == "secured":
            return self._seat("就是", "在这所学校保留了学位")
        if word == "in":
            fact = self._asked(said[1])
            values = "、".join(written(fact, value) for value in said[2])
            return f"{fact.zh}是{values}之一"
        if word == "levels":
            return self._levels(said)
        return self._compared(said)

    def _not(self, inner: Expression) -> str:
        if inner[0] == "in":
            fact = self._asked(inner[1])
            return f"{fact.zh}不是" + "、".join(written(fact, one) for one in inner[2])
        if inner[0] == "sibling":
            return "没有兄弟姐妹在这所学校"
        if inner[0] == "secured":
            return self._seat("不是", "没有在这所学校保留学位")
        if inner[0] in OPPOSITE:
            return self._said((OPPOSITE[inner[0]], *inner[1:]), nested=False)
        return f"不属于“{self.condition(inner)}”的情形"

    def _seat(self, verb: str, otherwise: str) -> str:
        """Say of the fact that names a kept seat what it is, where all batches mean the same."""
        if len(self._secured) != 1:
            return otherwise
        return f"{plain_name(self.name(min(self._secured)))}{verb}这所学校"

    def _levels(self, said: Expression) -> str:
        _, names, ordinal, count = said
        level = self.facts[names[0]].order[ordinal]
        listed = "、".join(self.name(name) for name in names)
        return f"{listed}中至少有{count}项达到{level}"

    def _compared(self, said: Expression) -> str:
        word, left, right = said
        fact = self._asked(left)
        if fact.type == "flag" and right[0] == "int":
            yes = "是" if (right[1] == 1) == (word == "eq") else "否"
            return f"{self._whose(left)}为{yes}"
        if word in _ALIKE and right[0] not in ("int", "code"):
            return f"{self._whose(left)}与{self._whose(right)}{_ALIKE[word]}"
        return f"{self._whose(left)}{self.asked(said)}"

    def asked(self, said: Expression) -> str:
        """Return what a comparison asks for, without what it compares: 不低于605, 不早于…."""
        word, left, right = said
        fact = self._asked(left)
        words = {"date": _DAYS, "level": _LEVELS}.get(fact.type, _COMPARED)
        if left[0] in ("distance", "rank"):
            words = _METRES
        unit = "米" if left[0] == "distance" else ""
        against = written(fact, right[1]) if right[0] in ("int", "code") else self._whose(right)
        return f"{words[word]}{against}{unit}"

    def _whose(self, value: Expression) -> str:
        """Return what a value is called, of the option's attributes that they are the school's."""
        zh = self._asked(value).zh
        return f"学校的{zh}" if value[0] == "option" and not zh.startswith("学校") else zh

    def _asked(self, value: Expression) -> Fact:
        if value[0] == "distance":
            return Fact("distance", "住址到学校的距离", "integer")
        if value[0] == "rank":
            return Fact("choice_rank", "志愿序号", "integer")
        if value[0] == "option":
            return self._attributes[value[1]]
        return self.facts[value[1]]

    def line(self, line: Line) -> str:
        """Return a line as half a sentence."""
        fact = self.facts[line.of]
        if line.at_least is not None:
            return f"{fact.zh}不低于{printed(line.at_least, fact.scale)}"
        other = next(b.zh for b in self._rulebook.batches if b.id == line.under)
        less = f"减{printed(line.by, fact.scale)}" if line.by else ""
        none = "那里没有人录取时不设线" if line.when_empty == "open" else "那里没有人录取时不录"
        return f"{fact.zh}不低于“{other}”在同一学校录取的最低{fact.zh}{less}（{none}）"

    def term(self, term: Term) -> str:
        """Return one term of a key: who comes first."""
        key = term.key
        if term.zh:
            return term.zh
        if key[0] == "when":
            return f"{self.condition(key[1])}的在前"
        if key[0] == "distance":
            return "住得离学校近的在前"
        if key[0] == "lottery":
            return "摇号，号小的在前"
        if key[0] == "levels":
            listed = "、".join(self.name(name) for name in key[1])
            best = self.facts[key[1][0]].order[0]
            return f"{listed}中{best}多的在前，一样多的比下一等，依次类推"
        return self._ordered(self.facts[key[1]], descending=key[0] == "desc")

    def _ordered(self, fact: Fact, *, descending: bool) -> str:
        if fact.type == "date":
            return f"{fact.zh}{'晚' if descending else '早'}的在前"
        if fact.type == "flag":
            return f"{fact.zh}为{'是' if descending else '否'}的在前"
        if fact.type == "level":  # ordinals count from the best
            return f"{fact.zh}等级{'低' if descending else '高'}的在前"
        return f"{fact.zh}{'高' if descending else '低'}的在前"


def plain_name(zh: str) -> str:
    """Return a name without the remark in brackets behind it: 积分（已审核公布） is 积分."""
    return re.sub(r"（[^（）]*）$", "", zh) or zh


def written(fact: Fact, value: int | str | None) -> str:
    """Return a value as people write it: 720.5, 2010年8月31日, 是, A; None is 未填."""
    if value is None:
        return "未填"
    if isinstance(value, str):
        return fact.said(value)
    if fact.type == "date":
        return spoken_day(value)
    if fact.type == "flag":
        return "是" if value else "否"
    if fact.type == "level":
        return fact.order[value]
    return printed(value, fact.scale)
