"""`school_year_set YEAR FIRST-DAY END`: when a school year begins and ends."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.acts.actors import SYSTEM


class Command(BaseCommand):
    """Enters or corrects one school year."""

    help = "设定学年起止：2026 指 2026/27 学年；结束日是下一学年的第一天。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year and its two days."""
        parser.add_argument("year", type=int)
        parser.add_argument("starts_on", type=date.fromisoformat)
        parser.add_argument("ends_on", type=date.fromisoformat)

    def handle(self, **options: Any) -> None:
        """Enter it, or say in words why not."""
        try:
            set_school_year(
                actor=SYSTEM,
                year=options["year"],
                starts_on=options["starts_on"],
                ends_on=options["ends_on"],
                key=str(uuid4()),
            )
        except RegistryRefused as refused:
            raise CommandError(refused.zh, returncode=3) from None
        self.stdout.write(f"已设定{options['year']}学年。")
