"""The workbook of a roll in the store: encrypted, for it holds the numbers of children."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.roll.models import RollImport
from xueyou.platform.files.api import Incoming, void
from xueyou.platform.files.sealed_copies import SealedCopy, opened_copy
from xueyou.platform.files.sealed_copies import sealed_copy as sealed

LABEL = "roll.import"


@contextmanager
def sealed_copy(arrived: Incoming, uid: UUID) -> Iterator[SealedCopy]:
    """Write an upload encrypted; yield the copy, which is kept inside the act."""
    with (
        arrived.path.open("rb") as source,
        sealed(source, arrived.name, label=LABEL, uid=uid) as copy,
    ):
        yield copy


def destroy(rolls: QuerySet[RollImport]) -> None:
    """Destroy the workbooks of rolls, inside an act: what they were for is over."""
    for roll in rolls.select_related("attachment").order_by("pk"):
        void(roll.attachment)


@contextmanager
def opened(roll: RollImport) -> Iterator[Path]:
    """Yield the path of the workbook in clear; it goes away with the block."""
    with opened_copy(roll.attachment, label=LABEL, uid=roll.uid) as path:
        yield path
