"""The files of a lot in the store: encrypted, for they hold what is known of children."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from xueyou.domains.classes.models import Lot
from xueyou.domains.classes.parameters import LOT_DAYS
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.files.api import Attachment
from xueyou.platform.files.sealed_copies import SealedCopy, copy_bytes, sealed_copy
from xueyou.platform.orgs.models import Organisation

OWNER = "class_lot"
_LABEL = "classes.lot."


@contextmanager
def written(uid: UUID, files: Mapping[str, bytes]) -> Iterator[dict[str, SealedCopy]]:
    """Write files encrypted, outside any transaction; `keep` stores them inside the act."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(sealed_copy(data, name, label=_LABEL + name, uid=uid))
            for name, data in files.items()
        }


def keep(
    a: ActInProgress, copies: Mapping[str, SealedCopy], school: Organisation, days: str = LOT_DAYS
) -> None:
    """Store written files inside the act, for as many days as the parameter `days` says."""
    today = a.business_at.date()
    until = today + timedelta(days=int(parameter(days, school, today).value))
    for name, copy in copies.items():
        copy.keep(a, purpose=name, owner_kind=OWNER, delete_after=until)


def kept(lot: Lot, *names: str) -> dict[str, bytes]:
    """Return files of a lot in clear; all of them where none is named."""
    rows = Attachment.objects.filter(
        owner_kind=OWNER, owner_uid=lot.uid, voided_at=None
    ).select_related("blob")
    if names:
        rows = rows.filter(purpose__in=names)
    return {row.purpose: copy_bytes(row, label=_LABEL + row.purpose, uid=lot.uid) for row in rows}


@contextmanager
def folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Yield a folder with these files; it goes away with the block."""
    with TemporaryDirectory(prefix="xueyou-classes-") as made:
        for name, data in files.items():
            (Path(made) / name).write_bytes(data)
        yield Path(made)
