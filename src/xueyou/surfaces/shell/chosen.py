"""Owns what a choice in a form means, and what is said where nothing was chosen."""

from uuid import UUID

from django.http import HttpRequest


class NotChosen(ValueError):
    """Nothing was chosen, or something that is no choice; `zh` says what to choose."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def chosen(request: HttpRequest, name: str, zh: str) -> UUID:
    """Return the uid in a field. Raises NotChosen with the sentence given."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise NotChosen(zh) from None
