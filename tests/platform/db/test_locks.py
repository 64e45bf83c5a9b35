"""Locks are taken in one order, refresh what they lock, and need a transaction."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from xueyou.platform.db import lock
from xueyou.platform.orgs.models import Organisation


def organisation(number: int) -> Organisation:
    """Insert a bare organisation."""
    return Organisation.objects.create(
        path=f"{number:06d}.", depth=1, kind="school", name="校", opened_on="2020-01-01"
    )


@pytest.mark.django_db
def test_rows_are_locked_by_table_and_id_whatever_the_caller_wrote() -> None:
    """Two verbs that name the same rows in any order meet in one order."""
    rows = [organisation(number) for number in (1, 2, 3)]
    with CaptureQueriesContext(connection, ) as queries, transaction.atomic():  # fmt: skip
        lock(rows[2], rows[0], rows[1])
    reads = [q["sql"] for q in queries.captured_queries if q["sql"].startswith("SELECT")]
    ids = [row.pk for row in rows]
    assert [any(f"= {pk} " in sql + " " for pk in [ids[i]]) for i, sql in enumerate(reads)] == [
        True
    ] * 3
    if connection.vendor == "postgresql":
        assert all("FOR NO KEY UPDATE OF" in sql for sql in reads)


@pytest.mark.django_db
def test_a_locked_row_is_fresh() -> None:
    """What is decided under the lock is decided on what the lock found."""
    row = organisation(1)
    Organisation.objects.update(name="新名")
    with transaction.atomic():
        lock(row)
    assert row.name == "新名"


@pytest.mark.django_db
def test_a_row_that_is_gone_is_said_so() -> None:
    """Nothing may be decided on a ghost."""
    row = organisation(1)
    Organisation.objects.all().delete()
    with pytest.raises(Organisation.DoesNotExist), transaction.atomic():
        lock(row)


@pytest.mark.alone
@pytest.mark.usefixtures("own_database")
def test_outside_a_transaction_a_lock_is_refused() -> None:
    """It would end before the next statement."""
    row = organisation(1)
    with pytest.raises(transaction.TransactionManagementError):
        lock(row)
