"""Owns which pupils and columns are told apart by what they hold, whatever they are called.

Pupils are told apart by their values and groups, columns and groups by who holds what in them, and
so on in turn until nothing more is told apart. What then is alike may be called anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueyou.rulebook.classes.model import SEX, ClassRules, FeatureRule, Roster
from xueyou.rulebook.classes.steps import in_steps

_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Told:
    """A number each, the same for those that nothing tells apart; no number comes from a name."""

    pupils: Sequence[int]
    numbers: Sequence[int]
    kinds: Sequence[int]

    @property
    def apart(self) -> int:
        """Return how many are told apart."""
        return sum(len(set(own)) for own in (self.pupils, self.numbers, self.kinds))


def told_apart(roster: Roster, rules: ClassRules) -> Told:
    """Return pupils and columns as far as their contents tell them apart."""
    telling = _Telling(roster, rules)
    found = telling.first()
    while (finer := telling.finer(found)).apart > found.apart:
        found = finer
    return finer


class _Telling:
    def __init__(self, roster: Roster, rules: ClassRules) -> None:
        self._roster = roster
        self._cells = [
            [_UNKNOWN if step is None else step for step in in_steps(number.values)[0]]
            for number in roster.numbers
        ]
        self._numbers_asked = [(n.role, *_asked(rules, n.name)) for n in roster.numbers]
        self._kinds_asked = [(str(k.name == SEX), *_asked(rules, k.name)) for k in roster.kinds]
        self._words: list[Sequence[Sequence[str]]] = [
            *([(value,) for value in kind.values] for kind in roster.kinds),
            [(text,) if text else () for text in roster.together],
            roster.apart,
            roster.spread,
        ]
        """What is written of each pupil: kinds first, then groups."""
        self._caps: dict[tuple[int, str], tuple[int, ...]] = {}
        for at, kind in enumerate(roster.kinds):
            for cap in (cap for cap in rules.caps if cap.column == kind.name):
                before = self._caps.get((at, cap.value), ())
                self._caps[at, cap.value] = tuple(sorted((*before, cap.most)))

    def first(self) -> Told:
        """Return everybody alike."""
        roster = self._roster
        return Told([0] * len(roster.ids), [0] * len(roster.numbers), [0] * len(roster.kinds))

    def finer(self, told: Told) -> Told:
        """Return what is told apart by what was told apart before."""
        pupils = told.pupils
        numbers = _ranked(
            (asked, tuple(sorted(zip(cells, pupils, strict=True))))
            for asked, cells in zip(self._numbers_asked, self._cells, strict=True)
        )
        held = [
            {word: (self._caps.get((at, word), ()), own) for word, own in _held(words, pupils)}
            for at, words in enumerate(self._words)
        ]
        kinds = _ranked(
            (asked, tuple(sorted(own.values())))
            for asked, own in zip(self._kinds_asked, held, strict=False)
        )
        groups = range(len(kinds), len(held))
        keys = [(at, word) for at, own in enumerate(held) for word in own]
        ranks = _ranked(((*kinds, *groups)[at], held[at][word]) for at, word in keys)
        return Told(
            self._pupils(pupils, numbers, dict(zip(keys, ranks, strict=True))), numbers, kinds
        )

    def _pupils(
        self, before: Sequence[int], numbers: Sequence[int], words: Mapping[tuple[int, str], int]
    ) -> list[int]:
        return _ranked(
            (
                before[i],
                self._roster.fixed[i] or 0,
                tuple(
                    sorted(
                        (number, own[i]) for number, own in zip(numbers, self._cells, strict=True)
                    )
                ),
                tuple(
                    sorted(words[at, word] for at, own in enumerate(self._words) for word in own[i])
                ),
            )
            for i in range(len(before))
        )


def _asked(rules: ClassRules, name: str) -> tuple[str, ...]:
    rule = rules.features.get(name, FeatureRule())
    return tuple(str(part) for part in (rule.weight, rule.spread, rule.tails, rule.tolerance))


def _held(
    column: Iterable[Sequence[str]], pupils: Sequence[int]
) -> Iterable[tuple[str, tuple[int, ...]]]:
    """Return each word, and what tells its holders apart."""
    found: dict[str, list[int]] = {}
    for words, pupil in zip(column, pupils, strict=True):
        for word in words:
            found.setdefault(word, []).append(pupil)
    return ((word, tuple(sorted(own))) for word, own in found.items())


def _ranked(said: Iterable[Any]) -> list[int]:
    """Return the rank of each among all that are different."""
    each = list(said)
    ranks = {one: rank for rank, one in enumerate(sorted(set(each)))}
    return [ranks[one] for one in each]
