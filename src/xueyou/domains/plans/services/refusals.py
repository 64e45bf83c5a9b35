"""Owns how a verb of this room says no: a sentence for each field, and nothing was changed."""

WHOLE = ""
"""Key of a sentence that is about no single field."""


class PlanRefused(ValueError):
    """A verb was refused in words; nothing was changed. `wrong`: field → what to put right."""

    def __init__(self, wrong: dict[str, str] | str) -> None:
        self.wrong = {WHOLE: wrong} if isinstance(wrong, str) else dict(wrong)
        super().__init__("；".join(self.wrong.values()))


def refuse_if(wrong: dict[str, str]) -> None:
    """Raise PlanRefused where something is wrong: all sentences at once, not one a try."""
    if wrong:
        raise PlanRefused(wrong)
