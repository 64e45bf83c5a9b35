"""A family keeps its account while the key of numbers is exchanged."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.platform.accounts.test_phone_sign_in import NUMBER, outbox, sign_in, unhurried
from tests.platform.crypto.conftest import WriteKeys, index_keys
from tests.platform.crypto.lines import line
from xueyou.platform.accounts.codes import PHONE_NUMBER
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.crypto import blind_index
from xueyou.platform.crypto.rotation import fill_next, swap

__all__ = ["index_keys", "outbox", "unhurried"]

pytestmark = pytest.mark.django_db
D, X1, X2 = line("digest", "d1"), line("index", "x1"), line("index", "x2")


def test_at_every_step_the_number_opens_the_same_account(
    outbox: Path, index_keys: WriteKeys
) -> None:
    """Old key, both, swapped under a process that knows both, and the new key alone."""
    index_keys(X1, D)
    sign_in(Client(), outbox)
    account = User.objects.get(staff=False)
    steps: list[tuple[tuple[str, ...], Any]] = [
        ((X1, X2, D), None),
        ((X1, X2, D), lambda: list(fill_next())),
        ((X1, X2, D), swap),
        ((X2, D), None),
        ((X2, D), swap),
    ]
    for keys, step in steps:
        index_keys(*keys)
        if step is not None:
            step()
        sign_in(Client(), outbox)
        assert list(User.objects.filter(staff=False)) == [account]
    phone = Phone.objects.get()
    assert (phone.bidx_key_id, phone.bidx_next) == ("x2", None)
    assert NUMBER[-4:] in PHONE_NUMBER.text(phone)


def test_a_number_written_before_the_last_swap_is_found(
    outbox: Path, index_keys: WriteKeys
) -> None:
    """By a process that has the new key only, while the row still stands under the old one."""
    index_keys(X1, X2, D)
    sign_in(Client(), outbox)
    index_keys(X2, D)
    sign_in(Client(), outbox)
    assert User.objects.filter(staff=False).count() == 1


def test_a_phone_is_searched_by_its_indexes() -> None:
    """No walk through all families (PostgreSQL decides by size: there the table is empty)."""
    found = Phone.objects.filter(blind_index("phone", "13800000000").found(), ended_at=None)
    if connection.vendor == "sqlite":
        assert "phone_by_next" in found.explain()
        assert "SCAN" not in found.explain()
    else:
        assert found.count() == 0
