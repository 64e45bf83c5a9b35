"""Rows of a prepared question hold what Django's own reading gives."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import BigIntegerField, QuerySet

from xueyou.platform.accounts.models import User
from xueyou.platform.db import prepared

AT = [None, datetime(2026, 8, 12, 9, tzinfo=UTC), datetime(2026, 8, 12, 9, 0, 0, 5, tzinfo=UTC)]


@prepared(pk=BigIntegerField())
def _one(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


@pytest.mark.django_db
@pytest.mark.parametrize("at", AT)
def test_a_moment_is_read_as_django_reads_it(at: datetime | None) -> None:
    """Tests none, whole seconds and parts of them, in UTC; and all other fields of the row."""
    row = User.objects.create(login_name="one", last_login=at)
    (found,) = _one(pk=row.pk)
    other = User.objects.get(pk=row.pk)
    assert found.last_login == other.last_login == at
    if at is not None:
        assert found.last_login.utcoffset() == timedelta(0)
    fields = [one.attname for one in User._meta.concrete_fields]
    assert [getattr(found, one) for one in fields] == [getattr(other, one) for one in fields]
    assert isinstance(found.uid, UUID)


@pytest.mark.django_db
def test_a_moment_from_another_zone_is_left_to_django(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests a database whose moments stand in another zone than UTC."""
    if connection.vendor == "sqlite":
        row = User.objects.create(login_name="one", last_login=AT[1])
        monkeypatch.setitem(connection.settings_dict, "TIME_ZONE", "Asia/Shanghai")
        vars(connection).pop("timezone", None)
        try:
            assert _one(pk=row.pk)[0].last_login == User.objects.get(pk=row.pk).last_login
        finally:
            vars(connection).pop("timezone", None)
