"""A web process that dies between the COMMIT of what was handed in and its answer.

Only the tests' own site is changed so; nothing of the kind is in the product. Each press dies once
at most, so that its retry is answered; a note in a folder remembers it, for the next process too.
"""

import os
import signal
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_now = threading.local()


def die_after_commit(notes: Path, one_of: int) -> None:
    """Have about one of so many presses kill the process that serves it; its key decides which."""
    from xueyou.surfaces.family.views import forms

    notes.mkdir(exist_ok=True)
    submit, commit = forms.submit, BaseDatabaseWrapper._commit

    def marked(**given: Any) -> Any:
        _now.key = given["key"]
        try:
            return submit(**given)
        finally:
            _now.key = None

    def dying(self: BaseDatabaseWrapper) -> None:
        commit(self)
        key = getattr(_now, "key", None)
        if key and sha256(key.encode()).digest()[0] % one_of == 0 and _first(notes / key):
            os.kill(os.getpid(), signal.SIGKILL)

    forms.submit = marked
    BaseDatabaseWrapper._commit = dying  # type: ignore[method-assign]


def _first(note: Path) -> bool:
    try:
        note.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def died(notes: Path) -> int:
    """Return how many commits were left without an answer."""
    return len(list(notes.iterdir())) if notes.is_dir() else 0
