"""Why a step of a paper is not taken: each says what happened, what is safe, what to do."""

from typing import Any


class PaperRefused(Exception):
    """The step was not taken and nothing has changed; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class NotItsTurn(PaperRefused):
    """The paper does not stand where this step begins."""


class SamePerson(PaperRefused):
    """Somebody would check or sign what he drafted himself."""


class NumberTaken(PaperRefused):
    """Another paper of the organisation, kind and year has that number."""


class NotSigned(PaperRefused):
    """Nobody has signed the paper that an outward act rests on."""


class Conflict(PaperRefused):
    """It was changed after the page was opened: `now` is its content, `revision` its mark."""

    def __init__(self, now: dict[str, Any], revision: int) -> None:
        super().__init__("这份公文在您打开之后有人改过。您写的没有存上，也没有盖掉别人写的。")
        self.now = now
        self.revision = revision
