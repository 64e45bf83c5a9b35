"""The database itself refuses to change or remove acts and seals, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.platform.acts.writing import seal_all, write_acts
from xueyou.platform.acts.models import Act, Seal

pytestmark = pytest.mark.django_db

STATEMENTS = [
    "UPDATE {table} SET digest = 'x'",
    "UPDATE {table} SET id = id + 1000",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = (SELECT MAX(id) FROM {table})",
]


@pytest.mark.parametrize("table", ["acts_act", "acts_seal"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_sql_cannot_change_or_remove(table: str, statement: str) -> None:
    """Plain SQL with the application's own rights is refused."""
    write_acts(2)
    seal_all()
    before = list(Act.objects.values()), list(Seal.objects.values())
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))
    assert (list(Act.objects.values()), list(Seal.objects.values())) == before


@pytest.mark.parametrize("key", ["id", "uid"])
def test_a_row_cannot_be_replaced_by_an_insert(key: str) -> None:
    """SQLite's INSERT OR REPLACE (and PostgreSQL's ON CONFLICT UPDATE) are no way around."""
    write_acts(1)
    row = Act.objects.values().get()
    if connection.vendor == "sqlite":
        columns = ", ".join(column for column in row if column != ("uid" if key == "id" else "id"))
        other = "uid" if key == "id" else "id"
        fresh = "lower(hex(randomblob(16)))" if other == "uid" else "99"
        sql = (
            f"INSERT OR REPLACE INTO acts_act ({columns}, {other})"
            f" SELECT {columns}, {fresh} FROM acts_act"
        )
    else:
        sql = (
            "INSERT INTO acts_act SELECT * FROM acts_act"
            f" ON CONFLICT ({key}) DO UPDATE SET verb = 'tests.other'"
        )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Act.objects.values().get() == row


def test_postgresql_refuses_truncate_and_sqlite_knows_no_such_thing() -> None:
    """TRUNCATE fires no row trigger, so it has one of its own."""
    write_acts(1)
    with (
        pytest.raises(DatabaseError, match=r"append-only|syntax"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE acts_act CASCADE")
    assert Act.objects.count() == 1
