"""Sealing: acts that can no longer be joined by an earlier one are fixed in batches.

On PostgreSQL an id is given before its row is committed, so a smaller id may appear after a
larger one. An act waits to be sealed until twice the longest allowed transaction has passed:
whatever got a smaller id has then been committed or rolled back.
"""

from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from xueyou.formats.seal_digests import GENESIS, leaf, leaves_text, merkle_root, seal_digest
from xueyou.platform.acts.columns import exported_moment
from xueyou.platform.acts.models import Act, Seal
from xueyou.platform.acts.writing import LONGEST_SECONDS
from xueyou.platform.time import wall_now

AGE = timedelta(seconds=2 * LONGEST_SECONDS)
LARGEST_BATCH = 4096
PATIENCE_MILLISECONDS = 2000
LOCK_NOT_AVAILABLE = "55P03"


def seal_due(now: datetime | None = None, *, largest: int = LARGEST_BATCH) -> int:
    """Seal every act older than AGE, in batches; return how many seals were made.

    Several may run at once: each takes the next batch, none is skipped or sealed twice.
    """
    boundary = _settled_id((now or wall_now()) - AGE)
    made = 0
    while boundary is not None and _seal_next(boundary, largest):
        made += 1
    return made


def last_seal() -> Seal | None:
    """Return the head of the chain."""
    return Seal.objects.order_by("-seq").first()


def _settled_id(before: datetime) -> int | None:
    """Return the greatest id up to which no act can appear any more.

    On PostgreSQL the table is locked for the moment of looking, which waits for rows inserted but
    not committed: an age alone would trust that the wall clock was never set back. Where a writer
    is slow we give up and leave it to the next minute, so that others do not queue behind us.
    """
    if connection.vendor != "postgresql":
        return _greatest_id(before)
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_MILLISECONDS}ms'")
            cursor.execute(f"LOCK TABLE {Act._meta.db_table} IN SHARE MODE")
            return _greatest_id(before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        return None


def _greatest_id(before: datetime) -> int | None:
    found: int | None = Act.objects.filter(at__lte=before).aggregate(Max("id"))["id__max"]
    return found


def _seal_next(boundary: int, largest: int) -> bool:
    """Seal the next batch up to `boundary`; return whether there was one."""
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        before = last_seal()
        after_id = before.last_id if before else 0
        waiting = Act.objects.filter(id__gt=after_id, id__lte=boundary).order_by("id")
        digests = waiting.values_list("id", "digest")[:largest]
        leaves = {act_id: leaf(act_id, digest) for act_id, digest in digests}
        if not leaves:
            return False
        _write(before, leaves).save(force_insert=True)
    return True


def _write(before: Seal | None, leaves: dict[int, bytes]) -> Seal:
    at = wall_now()
    ids = list(leaves)
    columns = {
        "seq": before.seq + 1 if before else 1,
        "first_id": ids[0],
        "last_id": ids[-1],
        "count": len(ids),
        "root": merkle_root(list(leaves.values())),
        "leaves": leaves_text(leaves),
        "prev": before.digest if before else GENESIS,
    }
    digest = seal_digest(columns | {"at": exported_moment(at)})
    return Seal(**columns, at=at, digest=digest)
