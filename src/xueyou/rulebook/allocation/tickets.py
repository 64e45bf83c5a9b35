"""Owns the tickets of one run: where each group stands in the draw, for all options or for one."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from xueyou.engines import drawing
from xueyou.engines.drawing import EVERY_OPTION
from xueyou.rulebook.language.model import Lottery


class Tickets:
    """The draw of one run. `start` (32 bytes) and `direction` make it circular."""

    def __init__(
        self,
        seed: bytes,
        start: bytes | None = None,
        direction: Literal["up", "down"] | None = None,
    ) -> None:
        self.seed, self.start, self.direction = seed, start, direction
        self._everywhere: tuple[Sequence[str], NDArray[np.int64]] | None = None

    def everywhere(self, lottery: Lottery, groups: Sequence[str]) -> NDArray[np.int64]:
        """Return each group's place in the one order of tickets; equal tickets share one."""
        if self._everywhere is None or self._everywhere[0] is not groups:
            self._everywhere = groups, self.at_option(lottery, groups, EVERY_OPTION)
        return self._everywhere[1]

    def at_option(self, lottery: Lottery, groups: Sequence[str], option: str) -> NDArray[np.int64]:
        """Return the places of some groups among themselves, by their tickets at one option."""
        return self.places(lottery, self.drawn(groups, option))

    def drawn(self, groups: Sequence[str], option: str) -> list[bytes]:
        """Return the tickets of some groups at an option, 32 bytes each."""
        return drawing.tickets(self.seed, groups, option)

    def places(self, lottery: Lottery, drawn: Sequence[bytes]) -> NDArray[np.int64]:
        """Return where each ticket stands among these, 0 first."""
        if lottery.order != "circular":
            return drawing.ranks(drawn)
        assert self.start is not None
        assert self.direction is not None
        return drawing.circular(drawn, self.start, self.direction)

    def hexadecimal(self, lottery: Lottery, group: str, option: str) -> str:
        """Return one group's ticket as it is published."""
        option = option if lottery.ticket == "per_option" else EVERY_OPTION
        return self.drawn([group], option)[0].hex()


def tickets_from(seed: bytes) -> Tickets:
    """Return the tickets of a seed, with the circle that the seed gives."""
    # Imported here: most runs draw no circle, and start sooner without the draw's files.
    from xueyou.formats.proof import draws

    start, direction = draws.circle(seed)
    return Tickets(seed, start, "up" if direction == "up" else "down")
