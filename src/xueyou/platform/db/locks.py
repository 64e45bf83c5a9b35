"""Row locks: once in a transaction, late, in one order, so that no two verbs can deadlock."""

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
