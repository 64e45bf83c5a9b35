"""Reconciles the school names of published tables: which names mean one school, and why.

Names are matched within one district (senior highs: within the city), one to one, in this order:
written alike; alike in form (brackets, spaces, the city's name in front); the former name given in
brackets; one a shortening of the other. A name with two candidates is matched with none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_FORMER = re.compile(r"\(原(?:名)?([^()]+)\)$")
_CITY = re.compile(r"^上海市?")


@dataclass(frozen=True, slots=True)
class Names:
    """`same[name of the first table]` = (name of the second, how it was found)."""

    same: dict[str, tuple[str, str]]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def form(name: str) -> str:
    """Return a name without what only looks different: widths, spaces, the city in front."""
    return _CITY.sub("", _plain(name))


def _now(name: str) -> str:
    return _FORMER.sub("", form(name))


def _ago(name: str) -> str:
    found = _FORMER.search(form(name))
    return form(found[1]) if found else ""


def _shortens(short: str, long: str) -> bool:
    """Whether the shorter name's characters stand in order in the longer, both ends alike."""
    if len(short) >= len(long) or short[-2:] != long[-2:]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _by(key: Callable[[str], str], other: Callable[[str], str]) -> Callable[[str, str], bool]:
    return lambda one, two: bool(key(one)) and key(one) == other(two)


STEPS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("written alike", lambda one, two: one == two),
    ("alike in form", _by(form, form)),
    ("former name", lambda one, two: _by(_ago, form)(one, two) or _by(form, _ago)(one, two)),
    ("without the former name", _by(_now, _now)),
    ("shortened", lambda a, b: _shortens(_plain(a), _plain(b)) or _shortens(_plain(b), _plain(a))),
)


def reconcile(first: Iterable[str], second: Iterable[str]) -> Names:
    """Match two sets of names one to one; what has two candidates at a step stays open."""
    left, right = sorted(set(first)), sorted(set(second))
    same: dict[str, tuple[str, str]] = {}
    for how, means_one in STEPS:
        pairs = [(one, two) for one in left for two in right if means_one(one, two)]
        for one, two in pairs:
            once = sum(one == other for other, _ in pairs) == 1
            if once and sum(two == other for _, other in pairs) == 1:
                same[one] = (two, how)
        taken = {two for two, _ in same.values()}
        left = [name for name in left if name not in same]
        right = [name for name in right if name not in taken]
    return Names(same)
