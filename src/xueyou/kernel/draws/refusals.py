"""Why a step of a draw is not taken: what happened, what is safe, what to do."""


class DrawNotMade(Exception):
    """Nothing was committed, revealed or voided; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
