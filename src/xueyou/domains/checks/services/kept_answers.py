"""A workbook that was handed in and is kept encrypted, read again."""

from uuid import UUID

from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.formats.check_reader import RawAnswer, read_answer
from xueyou.platform.files.api import FileNotAvailable
from xueyou.platform.files.models import Attachment
from xueyou.platform.files.sealed_copies import opened_copy
from xueyou.platform.files.turns import turn


def kept_answer(
    attachment: Attachment | None, *, label: str, uid: UUID, name: str, gone: str
) -> RawAnswer:
    """Return what the workbook says; `gone`: what is said where it is destroyed by now.

    Raises ChecksRefused, Refusal, ReaderBusy.
    """
    if attachment is None:
        raise ChecksRefused(gone)
    try:
        with turn(), opened_copy(attachment, label=label, uid=uid) as path:
            return read_answer(path, name=name)
    except FileNotAvailable:
        raise ChecksRefused(gone) from None
