"""Why a call refuses something: each says what happened, what is safe, what to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from xueyou.rulebook.language.faults import Fault


class CallRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class WindowClosed(CallRefused):
    """The window for this step has not opened yet, or is over; `closed_at` where it is over."""

    def __init__(self, zh: str, closed_at: datetime | None = None) -> None:
        super().__init__(zh)
        self.closed_at = closed_at


class AnswersRefused(CallRefused):
    """Some answers or wishes are missing or wrong: `faults` by field, `wishes` by batch."""

    def __init__(self, faults: Mapping[str, str], wishes: Mapping[str, str]) -> None:
        count = len(faults) + len(wishes)
        super().__init__(
            f"还有 {count} 处要补填或改正，申请没有交。已经填的都存着，请改好再交一次。"
        )
        self.faults = dict(faults)
        self.wishes = dict(wishes)


class Conflict(CallRefused):
    """The draft was saved by somebody else meanwhile: `now` and `choices` are what it holds."""

    def __init__(
        self, now: Mapping[str, str], choices: Mapping[str, Sequence[str]], revision: int
    ) -> None:
        super().__init__("这份申请刚才在别处改过。您这次写的没有存上，别处存的没有被盖掉。")
        self.now = dict(now)
        self.choices = {batch: list(wished) for batch, wished in choices.items()}
        self.revision = revision


class StalePage(CallRefused):
    """The page was opened before the draft it shows was begun."""

    def __init__(self) -> None:
        super().__init__(
            "这一页是早先打开的，申请后来又改过。没有交，也没有改动。请刷新后再交一次。"
        )


class AlreadyAsked(CallRefused):
    """Another application of the same child counts already; `uid` is that one."""

    def __init__(self, uid: UUID) -> None:
        super().__init__(
            "这个孩子已经有一份申请，由另一位监护人填写，您现在也看得到。两份不必都交，请用那一份。"
        )
        self.uid = uid


class RulesRefused(CallRefused):
    """The rulebook cannot be used; `faults` are told with their lines."""

    def __init__(self, zh: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(zh)
        self.faults = tuple(faults)


class RowsRefused(CallRefused):
    """Rows were not taken; `faults` are all that is wrong: (row from 1, column, words)."""

    def __init__(self, zh: str, faults: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(zh)
        self.faults = tuple(faults)


class Edited(CallRefused):
    """The page that was changed is not the newest; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "在您打开之后有人改过这一页。您写的没有存上，别人改的也没有被盖掉。请刷新后再改。"
        )
