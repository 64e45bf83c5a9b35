"""Why something about classes is refused, in words for whoever divides a grade."""


class ClassesNotDone(ValueError):
    """Nothing was changed; `zh` says why and what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


SEALED_ZH = (
    "名单已经封存，不能再改，也没有改。确实要改，请由教育局作废这次分班，写明原因，重新来过；"
    "作废的那一次也留在抽签登记里。"
)
