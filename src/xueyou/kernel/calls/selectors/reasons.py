"""A result's reasons, line by line: the same lines on the family's page, in its letter, to a code.

Each wish says why it came out so. Where the rules made a list of their own (统筹: nearest first)
its lines follow: the schools that were tried before, those with one sentence together, and how the
place was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from xueyou.kernel.calls.selectors.results import WishTold
from xueyou.rulebook.allocation.outcome import PLACED
from xueyou.rulebook.answers.explaining import FIRST

NAMED = 4
"""Schools of one made list that are named beside one sentence; the others are counted."""
MADE = "统筹安排"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line: which option, why it came out so, and what may be done about it ("" for nothing).

    `title` is empty where a line is about the whole result.
    """

    title: str
    zh: str
    can: str

    @property
    def line(self) -> str:
        """Return it as one sentence of a letter."""
        return f"{self.title}：{self.zh}" if self.title else self.zh


def reasons_of(zh: str, wishes: Sequence[WishTold], titles: Mapping[str, str]) -> list[Reason]:
    """Return the lines of a result from its sentence, its wishes down to the one met, and titles.

    An option that has no title any more is left out; so is nothing else.
    """
    told = [one for one in wishes if one.option in titles]
    wished = [Reason(titles[one.option], one.zh, one.can) for one in told if not one.made]
    made = [one for one in told if one.made]
    lines = [*wished, *_made(made, titles)]
    whole = zh.removeprefix(FIRST)
    if whole and all(whole != _whole(one) for one in wishes):
        # Nobody's wish and no school: why no list could be made at all.
        lines.append(Reason(MADE if lines else "", whole if lines else zh, ""))
    return lines


def _made(made: Sequence[WishTold], titles: Mapping[str, str]) -> list[Reason]:
    found = []
    for _, alike in groupby(made, key=lambda one: (one.reason, one.zh)):
        some = list(alike)
        first = some[0]
        if first.reason in PLACED:
            found.append(Reason(titles[first.option], first.zh, first.can))
            continue
        named = "、".join(titles[one.option] for one in some[:NAMED])
        more = f"等{len(some)}所" if len(some) > NAMED else ""
        found.append(Reason(f"{named}{more}", f"{MADE}时也没有轮到。{_rest(first)}", first.can))
    return found


def _rest(wish: WishTold) -> str:
    return wish.zh.replace(FIRST, "")


def _whole(wish: WishTold) -> str:
    return f"{wish.head}{wish.zh}".replace(FIRST, "")
