"""Why something about a roll is refused, in words for whoever keeps it."""


class RollRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
