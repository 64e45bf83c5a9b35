"""Row locks: once in a transaction, late, in one order, so that no two verbs can deadlock."""

from typing import Any

from django.db import models, transaction

from xueyou.platform.db.prepared import Prepared


def _row(model: type[models.Model], pk: Any) -> models.QuerySet[Any]:
    return model._base_manager.filter(pk=pk)


def _locked_row(model: type[models.Model], pk: Any) -> models.QuerySet[Any]:
    return model._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk=pk)


_KEY = {"pk": models.BigIntegerField()}
_lock = Prepared(_KEY, _locked_row)
_share = Prepared(_KEY, _row, ending=" FOR SHARE")


def lock(*objects: models.Model) -> None:
    """Lock the rows of these objects until the transaction ends and refresh them in place.

    Ordered by (table, id). What is decided after the lock is decided on the locked values, so
    changes made to an object before are lost: lock first, then change. On SQLite the IMMEDIATE
    transaction holds the only write lock already; there the call only refreshes.
    A row that is gone raises its model's DoesNotExist.
    """
    _require_transaction()
    for row in sorted(objects, key=lambda row: (row._meta.db_table, row.pk)):
        _refresh(row, _lock(type(row), pk=row.pk))
        # What was read along with the row before is read again when it is asked for.
        row._state.fields_cache.clear()
        vars(row).pop("_prefetched_objects_cache", None)


def share(row: models.Model) -> None:
    """Hold a row as it is until the transaction ends, beside others who hold it so; refresh it.

    Whoever wants to change it (`lock`) waits for all of them: so many verbs can rest on a row that
    one verb closes. On SQLite the IMMEDIATE transaction holds everybody else off already.
    """
    _require_transaction()
    _refresh(row, _share(type(row), pk=row.pk))


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a lock outside a transaction ends at once")


def _refresh(row: models.Model, found: list[models.Model]) -> None:
    """Take over what the database holds."""
    if not found:
        raise type(row).DoesNotExist(f"{row._meta.label} {row.pk} is gone")  # type: ignore[attr-defined]
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(found[0], field.attname))


def lock_value(value: bytes) -> None:
    """Let one transaction at a time decide about a value that no row stands for yet.

    Held until the transaction ends. `value` is spread evenly (a digest): its first 8 bytes count.
    On SQLite the IMMEDIATE transaction is alone already.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock outside a transaction ends at once")
    if connection.vendor == "postgresql":
        number = int.from_bytes(value[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
