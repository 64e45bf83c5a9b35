"""What accounts have done by a job: a code goes out by text message."""

from typing import Any

from django.db.models import BigIntegerField, BinaryField, CharField, DateTimeField, QuerySet

from xueyou.platform.accounts.codes import LIFE, SEND, SENT_TO
from xueyou.platform.accounts.models import SignInCode
from xueyou.platform.accounts.sms import gateway
from xueyou.platform.db import Changes, prepared, prepared_update
from xueyou.platform.jobs.registry import job_handler
from xueyou.platform.jobs.running import RunningJob
from xueyou.platform.time import wall_now


@prepared(pk=BigIntegerField())
def _code(pk: Any) -> QuerySet[SignInCode]:
    return SignInCode.objects.filter(pk=pk)


@prepared_update(
    pk=BigIntegerField(), value_enc=BinaryField(), enc_key_id=CharField(), now=DateTimeField()
)
def _sent(pk: Any, now: Any, **kept: Any) -> Changes:
    return SignInCode.objects.filter(pk=pk), {"sent_at": now, **kept}


@job_handler(SEND, payload={"code": int}, queue="quick", max_attempts=3)
def send_code(run: RunningJob) -> None:
    """Send one code and forget it; a code whose time is over is not sent any more."""
    found: list[SignInCode] = _code(pk=run.payload["code"])
    if not found or found[0].sent_at is not None:
        return
    row = found[0]
    number, _, code = SENT_TO.text(row).partition(" ")
    if row.used_at is None and row.expires_at > wall_now():
        minutes = str(int(LIFE.total_seconds() // 60))
        gateway().send(
            number=number,
            template="sign-in-code",
            params={"code": code, "minutes": minutes},
            identity=row.uid,
        )
    with run.finish():
        _sent(pk=row.pk, now=wall_now(), **SENT_TO.columns(row.uid, number))
