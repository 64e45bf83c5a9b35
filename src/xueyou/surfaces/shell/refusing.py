"""What a page says when a verb refuses."""


def words_of(refused: BaseException | None) -> str:
    """Return the sentence of a refusal, "" where nothing was refused.

    Refusals carry it as `zh`; one without words of its own there says what it was raised with.
    """
    if refused is None:
        return ""
    return str(getattr(refused, "zh", "") or refused)
