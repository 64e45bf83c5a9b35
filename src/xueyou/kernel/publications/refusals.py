"""Why something is not published or taken down: what happened, what is safe, what to do."""


class PublicationRefused(Exception):
    """Nothing was published or taken down; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh
