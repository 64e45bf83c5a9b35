"""`places_import FILE --round UID --by OFFICER`: adds a table's schools and places to a round."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.domains.enrolment.services.school_places import COLUMNS, set_up_places
from xueyou.formats.tables import SUFFIXES, TableRefused, read_table
from xueyou.kernel.calls.management.officers import add_officer, officer
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.access.reading import NotFound


class Command(BaseCommand):
    """Adds schools and places, or says all that is wrong in the table."""

    help = f"导入一轮入学的学校和计划人数（xlsx 或 csv）。列名：{'、'.join(COLUMNS)}。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the officer and the round."""
        parser.add_argument("file", type=Path)
        add_officer(parser)
        parser.add_argument("--round", required=True, type=UUID, help="这一轮的编号")

    def handle(self, **options: Any) -> None:
        """Take it, or say in words why not; the same file again goes on where it stopped."""
        file: Path = options["file"]
        if not file.is_file() or file.suffix not in SUFFIXES:
            raise CommandError("找不到这个文件，或者不是 xlsx、csv。什么都没有改。", returncode=3)
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        try:
            count = set_up_places(
                actor=officer(options["by"]),
                round_uid=options["round"],
                table=read_table(file),
                key=digest,
            )
        except NotFound:
            raise CommandError(
                "没有这一轮，或者不归这位经办人管，什么都没有改。", returncode=3
            ) from None
        except TableRefused as refused:
            lines = "\n".join(f"第{fault.row}行 {fault.zh}" for fault in refused.faults)
            raise CommandError(f"这张表读不了，什么都没有改。\n{lines}", returncode=3) from None
        except TableNotTaken as refused:
            lines = "\n".join(
                f"第{fault.row}行 {fault.column}：{fault.zh}" for fault in refused.faults
            )
            raise CommandError(f"{refused.zh}\n{lines}", returncode=3) from None
        except CallRefused as refused:
            raise CommandError(refused.zh, returncode=3) from None
        self.stdout.write(f"已登记{count}所学校的计划人数。")
