"""What accounts have done by a job: a code goes out by text message."""

from xueyou.platform.accounts.codes import LIFE, SEND, SENT_TO
from xueyou.platform.accounts.models import SignInCode
from xueyou.platform.accounts.sms import gateway
from xueyou.platform.jobs.registry import job_handler
from xueyou.platform.jobs.running import RunningJob
from xueyou.platform.time import wall_now


@job_handler(SEND, payload={"code": int}, queue="quick", max_attempts=3)
def send_code(run: RunningJob) -> None:
    """Send one code and forget it; a code whose time is over is not sent any more."""
    row = SignInCode.objects.filter(pk=run.payload["code"]).first()
    if row is None or row.sent_at is not None:
        return
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
        SignInCode.objects.filter(pk=row.pk).update(
            **SENT_TO.columns(row.uid, number), sent_at=wall_now()
        )
