"""`call_run CALL --by OFFICER`: run a frozen round by its rulebook, or rehearse it."""

from typing import Any
from uuid import UUID, uuid4

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
from xueyou.kernel.calls.models import Run, RunPurpose, RunState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.platform.access.reading import NotFound

FAILED = 1


class Command(BaseCommand):
    """Runs it as the officer's page would; a first official run is not run a second time."""

    help = "按规则书运行封存了的一轮。结果要有签发的公布决定才能公布。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take call, officer, purpose and draw."""
        add_call(parser)
        add_officer(parser)
        purposes = (RunPurpose.OFFICIAL.value, RunPurpose.REHEARSAL.value)
        parser.add_argument("--purpose", choices=purposes, default=purposes[0])
        parser.add_argument("--draw", type=UUID, help="揭晓了的抽签；规则不抽签的不用写")

    def handle(self, **options: Any) -> None:
        """Run it, wait for its end, and say as JSON how it went."""
        round_ = round_meant(options)
        try:
            uid = prepare_run(
                actor=officer(options["by"]),
                round_uid=round_.uid,
                purpose=options["purpose"],
                draw_uid=options["draw"],
                key=str(uuid4()),
            )
        except NotFound:
            raise CommandError(
                "没有这一轮或者这次抽签，或者不归这位经办人管，没有运行。", returncode=REFUSED
            ) from None
        except CallRefused as refused:
            raise CommandError(refused.zh, returncode=FORBIDDEN) from None
        rows = Run.objects.filter(uid=uid)
        over = rows.filter(state__in=(RunState.DONE, RunState.FAILED))
        seconds = wait_for(over.exists, "正在运行……")
        run = rows.get()
        if run.state == RunState.FAILED:
            raise CommandError(f"没有运行成，什么都没有公布：{run.failure}", returncode=FAILED)
        answer = {
            "call": str(round_.call.uid),
            "round": str(round_.uid),
            "run": str(uid),
            "purpose": run.purpose,
            "ordinal": run.ordinal,
            "input_sha256": run.input_sha256,
            "result_sha256": run.result_sha256,
            "seconds": seconds,
        }
        if text := say(options, answer):
            self.stdout.write(text)
