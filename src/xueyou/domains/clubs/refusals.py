"""How a verb of this room says no: a sentence; nothing was changed."""


class ClubRefused(ValueError):
    """What was asked cannot be done; `zh` says why, and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


class ClubChanged(ClubRefused):
    """Somebody else changed the same club meanwhile: what is typed is not stored yet."""

    def __init__(self) -> None:
        super().__init__("这门课刚才有人改过，您写的还没有存。请对照两边，再存一次。")
