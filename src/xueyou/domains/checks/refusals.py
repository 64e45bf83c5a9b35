"""Why something about checks is refused, in words for whoever does them."""


class ChecksRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
