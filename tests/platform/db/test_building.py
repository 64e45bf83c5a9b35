"""Rows become models directly only where that is all that Django would do."""

from typing import Any

import pytest
from django.db import models
from django.db.models import BigIntegerField, QuerySet
from django.db.models.signals import post_init, pre_init
from django.test.utils import isolate_apps

from xueyou.platform.accounts.models import User
from xueyou.platform.db import prepared
from xueyou.platform.db.building import is_plain

pytestmark = pytest.mark.django_db


@prepared(pk=BigIntegerField())
def _some_columns(pk: Any) -> QuerySet[User]:
    return User.objects.filter(pk=pk).only("name")


@isolate_apps("tests")  # what walks over all models must not meet these
def test_only_plain_models_are_filled_directly() -> None:
    """Tests a model with its own `__init__`, one with a file, and one that somebody listens to."""

    class WithInit(User):
        class Meta:
            proxy = True
            app_label = "tests"

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)

    class WithFile(models.Model):
        file = models.FileField()

        class Meta:
            app_label = "tests"

        def __str__(self) -> str:
            return self.file.name

    assert is_plain(User)
    assert not is_plain(WithInit)
    assert not is_plain(WithFile)
    for signal in (pre_init, post_init):
        signal.connect(_hear, sender=User)
        try:
            assert not is_plain(User)
        finally:
            signal.disconnect(_hear, sender=User)
    assert is_plain(User)


def _hear(**_given: Any) -> None:
    pass


def test_columns_that_were_not_read_are_deferred() -> None:
    """Tests that they are read when asked for, and that the row can be saved as one of Django's."""
    user = User.objects.make(login_name="u-lin", name="林")
    (found,) = _some_columns(pk=user.pk)
    assert found.get_deferred_fields() == User.objects.only("name").get().get_deferred_fields()
    assert (found.name, found.login_name) == ("林", "u-lin")
    found.name = "陈"
    found.save(update_fields=["name"])
    assert User.objects.get() == found
    assert User.objects.get().name == "陈"
