"""The key that makes a form harmless to send twice: made by the server when the form is drawn."""

from uuid import UUID, uuid4

from django.http import HttpRequest

FIELD = "idempotency_key"


class KeyMissing(ValueError):
    """The form came without its key, or with something else in its place."""

    def __init__(self) -> None:
        super().__init__("这张表不完整，没有办理，原有内容没有变动。请重新打开页面再交一次。")


def new_key() -> str:
    """Return a new key. Given to a template uncalled, each form on the page gets its own."""
    return str(uuid4())


def form_key(request: HttpRequest) -> str:
    """Return the form's key in its canonical form. Raises KeyMissing."""
    try:
        return str(UUID(request.POST.get(FIELD, "")))
    except ValueError:
        raise KeyMissing from None
