"""`calendar_import [FILE] --year Y`: enter a year's holidays from the machine's console."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.formats.holidays import HolidaysFaulty, read_holidays
from xueyou.formats.refusal import Refusal
from xueyou.kernel.deadlines.calendars import HolidayRow, import_calendar
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.platform.acts.actors import SYSTEM


class Command(BaseCommand):
    """Enters the table of one year, or replaces it; open deadlines move with it."""

    help = (
        "录入一年的放假安排（day、works、name 三列，CSV 或 XLSX）。"
        "不写 FILE 时用随程序带的表：" + "、".join(str(year) for year in SOURCES)
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take file, year, source."""
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--source", default="", help="依据：通知的名称和文号")
        parser.add_argument("--verified", action="store_true", help="已与通知原文核对")

    def handle(self, **options: Any) -> None:
        """Enter it, or say in words why not."""
        year: int = options["year"]
        rows, source = _given(options["file"], year)
        try:
            moved = import_calendar(
                actor=SYSTEM,
                year=year,
                rows=rows,
                source=options["source"] or source,
                verified=options["verified"],
                key=str(uuid4()),
            )
        except DeadlineRefused as refused:
            raise CommandError(refused.zh, returncode=3) from None
        self.stdout.write(f"已录入{year}年的放假安排，共{len(rows)}天；有{moved}个时限随之变动。")


def _given(file: Path | None, year: int) -> tuple[tuple[HolidayRow, ...], str]:
    """Return the rows of that year, and the source that is shipped with them."""
    if file is None:
        if year not in SOURCES:
            raise CommandError(f"没有随程序带{year}年的表，请写明文件。", returncode=3)
        return shipped_table(year), SOURCES[year]
    try:
        days = read_holidays(file)
    except HolidaysFaulty as faulty:
        raise CommandError("\n".join(fault.zh for fault in faulty.faults), returncode=3) from None
    except Refusal as refusal:
        raise CommandError(refusal.zh, returncode=3) from None
    except OSError:
        raise CommandError(f"没有找到文件 {file}。", returncode=2) from None
    return tuple(HolidayRow(d.day, d.works, d.name) for d in days if d.day.year == year), ""
