"""Row locks: once in a transaction, late, in one order, so that no two verbs can deadlock."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction


def lock(*objects: models.Model) -> None:
    """Lock the rows of these objects until the transaction ends and refresh them in place.

    Ordered by (table, id). What is decided after the lock is decided on the locked values, so
    changes made to an object before are lost: lock first, then change. On SQLite the IMMEDIATE
    transaction holds the only write lock already; there the call only refreshes.
    A row that is gone raises its model's DoesNotExist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a lock outside a transaction ends at once")
    for row in sorted(objects, key=lambda row: (row._meta.db_table, row.pk)):
        manager = type(row)._base_manager
        row.refresh_from_db(from_queryset=manager.select_for_update(no_key=True, of=("self",)))


def share(row: models.Model) -> None:
    """Hold a row as it is until the transaction ends, beside others who hold it so; refresh it.

    Whoever wants to change it (`lock`) waits for all of them: so many verbs can rest on a row that
    one verb closes. On SQLite the IMMEDIATE transaction holds everybody else off already.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock outside a transaction ends at once")
    options = row._meta
    quoted = [connection.ops.quote_name(name) for name in (options.db_table, options.pk.column)]
    ending = " FOR SHARE" if connection.features.has_select_for_update else ""
    asked = f"SELECT * FROM {quoted[0]} WHERE {quoted[1]} = %s{ending}"  # noqa: S608 - our names
    found = next(iter(type(row)._base_manager.raw(asked, [row.pk])), None)
    if found is None:
        raise ObjectDoesNotExist(f"{options.label} {row.pk} is gone")
    for field in options.concrete_fields:
        setattr(row, field.attname, getattr(found, field.attname))


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
