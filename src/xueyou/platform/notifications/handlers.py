"""Sending a notification by e-mail, once, after the commit that made it."""

from django.core.mail import EmailMessage

from xueyou.platform.jobs.registry import every, job_handler
from xueyou.platform.jobs.running import RunningJob
from xueyou.platform.notifications.kinds import kind_named
from xueyou.platform.notifications.models import Notification
from xueyou.platform.notifications.telling import MAIL, forget_old
from xueyou.platform.time import wall_now

SIGNATURE = "\n\n请登录学优查看。这封信由系统发出，请不要回复。\n"


@job_handler(MAIL, payload={"notification": int}, queue="quick", max_attempts=6)
def send_mail(run: RunningJob) -> None:
    """Send one mail and note that it went.

    A worker killed between the two sends it again under the same Message-ID: the outbox keeps one
    file, a mail server or reader may show two. Nothing short of that is to be had with SMTP.
    """
    found = Notification.objects.select_related("user").filter(pk=run.payload["notification"])
    notification = found.first()
    if notification is None or notification.mailed_at or not notification.user.email:
        return
    kind = kind_named(notification.kind)
    EmailMessage(
        subject=kind.sentence(notification.params),
        body=kind.body.format_map(notification.params) + SIGNATURE,
        to=[notification.user.email],
        headers={"Message-ID": f"<{notification.uid}@xueyou>"},
    ).send()
    with run.finish():
        found.update(mailed_at=wall_now())


@every("notifications.forget", hours=24)
def forget() -> None:
    """Forget what nobody needs any more."""
    forget_old()
