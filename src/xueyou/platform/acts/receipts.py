"""Receipts: a repeated key is answered with the first outcome, also when both arrive at once."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField

from xueyou.platform.acts.canonical import CanonicalJSON
from xueyou.platform.acts.models import Receipt
from xueyou.platform.db import Changes, insert_row, prepared_update

LIFE = timedelta(days=180)


class KeyReused(ValueError):
    """One key was used for two different requests; nothing was done for the second."""

    def __init__(self) -> None:
        super().__init__(
            "这个提交编号已经用在另一份内容上了。先前那份已经办好，没有受影响；"
            "这一份没有办理，请重新打开页面再提交一次。"
        )


def request_digest(verb: str, on_behalf: str, request: Mapping[str, Any] | None) -> str:
    """Return the SHA-256 (hex) of what was asked for, in canonical JSON (uids, days as text)."""
    asked = {"verb": verb, "on_behalf": on_behalf, "request": dict(request or {})}
    return hashlib.sha256(json.dumps(asked, cls=CanonicalJSON, default=str).encode()).hexdigest()


def claim(scope: str, key: str, digest: str, now: datetime) -> tuple[Receipt, bool]:
    """Return the receipt of this key and whether this call is the first to use it.

    Inside the act's transaction. The unique key makes a simultaneous second call wait until the
    first has committed (then it reads its outcome) or rolled back (then it is the first).
    """
    if not 0 < len(key) <= 80:
        raise ValueError("a key has 1 to 80 characters")
    receipt = Receipt(scope=scope, key=key, request_digest=digest, at=now, expires_at=now + LIFE)
    first = insert_row(receipt, unless=("scope", "key"))
    if not first:
        receipt = Receipt.objects.get(scope=scope, key=key)
    if receipt.request_digest != digest:
        raise KeyReused
    return receipt, first


@prepared_update(pk=BigIntegerField(), outcome=Receipt._meta.get_field("outcome"))
def _answered(pk: Any, outcome: Any) -> Changes:
    return Receipt.objects.filter(pk=pk), {"outcome": outcome}


def keep_outcome(receipt: Receipt, outcome: Any) -> None:
    """Keep what every repetition will be answered with."""
    receipt.outcome = outcome
    _answered(pk=receipt.pk, outcome=outcome)


def purge_expired(now: datetime) -> int:
    """Forget receipts whose life is over; return how many."""
    return Receipt.objects.filter(expires_at__lte=now).delete()[0]
