"""What a file looked like when it was opened: what is decided on a page holds for that alone."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from xueyou.kernel.calls.models import Application, Attestation
from xueyou.kernel.calls.refusals import CallRefused

AT_ONCE = 1000


class FileChanged(CallRefused):
    """The file is not what the page showed; nothing was decided."""

    def __init__(self) -> None:
        super().__init__(
            "您打开以后，这份申请又有了新的：家长重新交过，或者有单位来了新的说法。没有办，也没有改动。"
            "请看过新的再定。"
        )


def seen_of(application: Application) -> str:
    """Return the mark of a file as it stands: what the family handed in, who has said what.

    A draft that the family is still writing changes nothing in it.
    """
    return _mark(application, _words_of(application))


def require_seen(application: Application, seen: str) -> list[int]:
    """Return the keys of what sources say of a locked file. Raises FileChanged."""
    words = _words_of(application)
    if seen != _mark(application, words):
        raise FileChanged
    return words


def seen_of_each(applications: Sequence[Application]) -> dict[int, tuple[str, list[int]]]:
    """Return by key the mark of each file, and the keys of what sources say of it; one query."""
    words: dict[int, list[int]] = {one.pk: [] for one in applications}
    for start in range(0, len(applications), AT_ONCE):
        keys = [one.pk for one in applications[start : start + AT_ONCE]]
        rows = Attestation.objects.filter(
            application__in=keys, option=None, superseded_at=None
        ).order_by("pk")
        for pk, application in rows.values_list("pk", "application_id"):
            words[application].append(pk)
    return {one.pk: (_mark(one, words[one.pk]), words[one.pk]) for one in applications}


def _words_of(application: Application) -> list[int]:
    rows = Attestation.objects.filter(application=application, option=None, superseded_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _mark(application: Application, words: Iterable[int]) -> str:
    handed_in = application.submitted_at
    parts = (
        str(application.uid),
        "" if handed_in is None else handed_in.isoformat(),
        application.answers_sha256,
        *map(str, words),
    )
    return sha256("\n".join(parts).encode()).hexdigest()
