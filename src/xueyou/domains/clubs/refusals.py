"""How a verb of this room says no: a sentence; nothing was changed."""


class ClubRefused(ValueError):
    """What was asked cannot be done; `zh` says why, and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
