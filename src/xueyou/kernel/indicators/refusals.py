"""Why a figure is not taken, in words for the person who gave it."""


class FigureRefused(ValueError):
    """A value, target or definition that cannot be right; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
