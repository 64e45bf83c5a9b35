"""`manage.py worker`: work off jobs until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from xueyou.platform.jobs.foreman import Foreman


class Command(BaseCommand):
    """Work off jobs: N processes for long work, one more for what must not wait."""

    help = "处理后台任务，直到收到停止信号（10 秒内结束；没做完的任务交回队列）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --processes."""
        parser.add_argument("--processes", type=int, default=1, help="同时处理几件，默认 1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the foreman."""
        raise SystemExit(Foreman(processes=max(1, options["processes"])).run())
