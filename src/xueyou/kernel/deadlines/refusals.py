"""Why a deadline is not started or changed, in words for whoever asked."""


class DeadlineRefused(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
