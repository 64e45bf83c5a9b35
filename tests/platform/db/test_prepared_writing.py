"""Rows written by prepared statements are the rows that Django would have written."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, F
from django.db.models.signals import post_save

from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.acts.models import Receipt
from xueyou.platform.db import (
    Changes,
    insert_row,
    insert_rows,
    prepared_update,
    update_row,
    uuid7,
)
from xueyou.platform.db.prepared_writing import FEW
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


def _receipt(key: str, outcome: Any = None) -> Receipt:
    now = wall_now()
    return Receipt(
        scope="test", key=key, request_digest="d" * 64, outcome=outcome, at=now, expires_at=now
    )


def _columns(row: Any) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def test_an_inserted_row_reads_back_as_it_was() -> None:
    """Tests defaults, JSON, moments, bytes and NULL, and that the key is set."""
    receipt = _receipt("k", {"receipt_no": "林", "at": 1})
    assert insert_row(receipt)
    assert receipt.pk is not None
    assert _columns(Receipt.objects.get(pk=receipt.pk)) == _columns(receipt)
    user = User.objects.make_by_phone(name="家长")
    now = wall_now()
    phone = Phone(
        user=user, value_enc=b"\x00x", enc_key_id="k", bidx=b"\x01" * 32, bidx_key_id="k",
        since=now, proved_at=now, uid=uuid7(),
    )  # fmt: skip
    insert_row(phone)
    found = Phone.objects.get(pk=phone.pk)
    assert (bytes(found.value_enc), bytes(found.bidx)) == (b"\x00x", b"\x01" * 32)
    assert (found.bidx_next, found.ended_at, found.user_id) == (None, None, user.pk)


def test_the_same_row_again_is_refused_or_left_alone() -> None:
    """Tests the unique key: an error without `unless`, nothing written with it."""
    assert insert_row(_receipt("k", {"n": 1}))
    assert not insert_row(_receipt("k", {"n": 2}), unless=("scope", "key"))
    assert Receipt.objects.get(key="k").outcome == {"n": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_row(_receipt("k"))
    assert Receipt.objects.filter(key="k").count() == 1


@pytest.mark.parametrize("many", [0, 1, 3, FEW, FEW + 1])
def test_rows_inserted_together_read_back_as_they_were(many: int) -> None:
    """Tests none, few, and so many that they go Django's way; each row keeps its own values."""
    rows = [_receipt(f"k{n}", {"n": n} if n % 2 else None) for n in range(many)]
    insert_rows(rows)
    found = Receipt.objects.order_by("pk")
    assert [_columns(one)[1:] for one in found] == [_columns(one)[1:] for one in rows]


def test_rows_that_are_there_already_stay_as_they_are() -> None:
    """Tests the unique key of many rows: an error without `unless`, the others with it."""
    insert_row(_receipt("k1", {"n": 1}))
    rows = [_receipt(f"k{n}", {"n": 0}) for n in range(3)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(rows)
    insert_rows(rows, unless=("scope", "key"))
    assert {one.key: one.outcome["n"] for one in Receipt.objects.all()} == {
        "k0": 0,
        "k1": 1,
        "k2": 0,
    }


def test_every_column_of_a_row_is_written() -> None:
    """Tests update_row, and that a row which is gone is told."""
    receipt = _receipt("k", {"n": 1})
    insert_row(receipt)
    receipt.key, receipt.outcome = "other", None
    receipt.expires_at += timedelta(days=1)
    update_row(receipt)
    assert _columns(Receipt.objects.get(pk=receipt.pk)) == _columns(receipt)
    Receipt.objects.filter(pk=receipt.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        update_row(receipt)


def test_a_model_that_somebody_listens_to_is_saved_by_django() -> None:
    """Tests that no signal is lost."""
    heard: list[bool] = []

    def listen(created: bool, **_rest: object) -> None:
        heard.append(created)

    post_save.connect(listen, sender=Receipt)
    try:
        receipt = _receipt(uuid4().hex)
        insert_row(receipt)
        update_row(receipt)
    finally:
        post_save.disconnect(listen, sender=Receipt)
    assert heard == [True, False]


@prepared_update(pk=BigIntegerField(), outcome=Receipt._meta.get_field("outcome"))
def _answer(pk: Any, outcome: Any) -> Changes:
    later = F("expires_at") + timedelta(days=1)
    return Receipt.objects.filter(pk=pk), {"outcome": outcome, "expires_at": later}


def test_a_prepared_change_says_how_many_rows_it_met() -> None:
    """Tests values, expressions and NULL in what is set, and a row that is not there."""
    receipt = _receipt("k")
    insert_row(receipt)
    assert _answer(pk=receipt.pk, outcome={"said": "好"}) == 1
    found = Receipt.objects.get(pk=receipt.pk)
    assert found.outcome == {"said": "好"}
    assert found.expires_at == receipt.expires_at + timedelta(days=1)
    assert _answer(pk=receipt.pk, outcome=None) == 1
    assert Receipt.objects.get(pk=receipt.pk).outcome is None
    assert _answer(pk=receipt.pk + 1, outcome=None) == 0
