"""Prepared queries give what their querysets give, and ask the database each time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.kernel.calls.world import organisation
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.db import prepared
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


@prepared(name=CharField(), before=DateTimeField())
def _named(name: Any, before: Any) -> QuerySet[User]:
    return User.objects.filter(name=name, created_at__lt=before).order_by("login_name")


@prepared(parent=BigIntegerField())
def _below(parent: Any) -> QuerySet[Organisation]:
    return Organisation.objects.filter(parent=parent).select_related("parent").order_by("pk")


@prepared(pk=BigIntegerField())
def _tuples(count: int, pk: Any) -> QuerySet[Any]:
    return User.objects.filter(pk=pk).values_list("name", "created_at", "uid")[:count]


@prepared(pk=BigIntegerField())
def _nobody(pk: Any) -> QuerySet[User]:
    return User.objects.none().filter(pk=pk)


@prepared(user=BigIntegerField())
def _prefetching(user: Any) -> QuerySet[Phone]:
    return Phone.objects.filter(user=user).prefetch_related("user")


def _account(name: str) -> User:
    return User.objects.make(login_name=f"u{uuid4().hex[:12]}", name=name)


def test_a_prepared_query_gives_the_models_of_its_queryset() -> None:
    """Tests every column, the order, and that other values in the slots give other rows."""
    ours, other = {_account("林").pk, _account("林").pk}, _account("陈")
    now = wall_now() + timedelta(seconds=1)
    found = _named(name="林", before=now)
    wanted = list(User.objects.filter(name="林").order_by("login_name"))
    assert {one.pk for one in found} == ours
    assert [vars(one).keys() for one in found] == [vars(one).keys() for one in wanted]
    columns = [field.attname for field in User._meta.concrete_fields]
    assert [[getattr(one, name) for name in columns] for one in found] == [
        [getattr(one, name) for name in columns] for one in wanted
    ]
    assert _named(name="陈", before=now) == [other]
    assert _named(name="陈", before=now - timedelta(days=1)) == []


def test_rows_that_are_joined_come_with_them() -> None:
    """Tests select_related: no second question is asked for what was joined."""
    city = organisation("市", "bureau")
    county = organisation("县", "county", city)
    with CaptureQueriesContext(connection) as asked:
        (found,) = _below(parent=city.pk)
        assert (found.pk, found.parent.name) == (county.pk, "市")
    assert len(asked) == 1


def test_every_call_asks_anew() -> None:
    """Tests that a changed row is seen at once, and a deleted one is gone."""
    user = _account("林")
    assert _tuples(1, pk=user.pk) == [("林", user.created_at, user.uid)]
    User.objects.filter(pk=user.pk).update(name="陈")
    assert _tuples(1, pk=user.pk)[0][0] == "陈"
    assert _tuples(2, pk=user.pk)[0][0] == "陈"
    User.objects.filter(pk=user.pk).delete()
    assert _tuples(1, pk=user.pk) == []


def test_what_cannot_be_prepared_is_refused() -> None:
    """Tests None in a slot, a queryset that prefetches, and one that is empty by itself."""
    with pytest.raises(ValueError, match="IS NULL"):
        _tuples(1, pk=None)
    with pytest.raises(ValueError, match="prefetch"):
        _prefetching(user=1)
    assert _nobody(pk=1) == []
