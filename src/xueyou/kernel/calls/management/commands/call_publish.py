"""`call_publish CALL --by OFFICER`: publish a round's official run, which a signed order allows."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.kernel.calls.management.officers import add_officer, officer
from xueyou.kernel.calls.management.rounds import (
    FORBIDDEN,
    REFUSED,
    add_call,
    round_meant,
    say,
    wait_for,
)
from xueyou.kernel.calls.models import Round, Run, RunPurpose, RunState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.desk import signed_order_of
from xueyou.kernel.calls.services.ordering import publish_run
from xueyou.platform.access.reading import NotFound


class Command(BaseCommand):
    """Publishes at once; without a signed order it ends with 6."""

    help = "公布一轮的正式结果：要先在页面上起草、核稿、签发公布决定。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take call and officer."""
        add_call(parser)
        add_officer(parser)

    def handle(self, **options: Any) -> None:
        """Publish it, wait until it counts, and say so as JSON."""
        round_, actor = round_meant(options), officer(options["by"])
        runs = Run.objects.filter(round=round_, purpose=RunPurpose.OFFICIAL, state=RunState.DONE)
        run = runs.filter(replaced_by=None).order_by("-ordinal").first()
        if run is None:
            raise CommandError("这一轮没有跑完的正式运行，没有公布。", returncode=FORBIDDEN)
        try:
            order = signed_order_of(actor, run.uid)
            publish_run(actor=actor, run_uid=run.uid, paper_uid=order, key=str(uuid4()))
        except NotFound:
            raise CommandError("这一轮不归这位经办人管，没有公布。", returncode=REFUSED) from None
        except CallRefused as refused:
            raise CommandError(refused.zh, returncode=FORBIDDEN) from None
        counts = Round.objects.filter(pk=round_.pk, effective_run=run)
        seconds = wait_for(counts.exists, "正在公布……")
        published_at = counts.values_list("published_at", flat=True).get()
        answer = {
            "call": str(round_.call.uid),
            "round": str(round_.uid),
            "run": str(run.uid),
            "order": str(order),
            "published_at": published_at and published_at.isoformat(),
            "seconds": seconds,
        }
        if text := say(options, answer):
            self.stdout.write(text)
