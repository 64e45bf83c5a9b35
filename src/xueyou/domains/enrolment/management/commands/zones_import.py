"""`zones_import FILE --county CODE --stage S --from DAY --source TEXT --by OFFICER`."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.domains.enrolment.refusals import EnrolmentRefused, TableNotTaken
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.domains.enrolment.zone_rows import COLUMNS
from xueyou.formats.tables import SUFFIXES, TableRefused, read_table
from xueyou.kernel.calls.management.officers import add_officer, officer
from xueyou.platform.access.reading import NotFound
from xueyou.platform.orgs.models import Organisation


class Command(BaseCommand):
    """Takes a county's zone table from a file, or says all that is wrong in it."""

    help = f"导入划片表（xlsx 或 csv）。列名：{'、'.join(COLUMNS)}。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the officer, the county, the stage, the first day and the notice."""
        parser.add_argument("file", type=Path)
        add_officer(parser)
        parser.add_argument("--county", required=True, help="县区教育局的单位代码")
        parser.add_argument("--stage", required=True, choices=("kindergarten", "primary", "junior"))
        parser.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat)
        parser.add_argument("--source", required=True, help="通告名称和文号；没有核对过的写“待核”")

    def handle(self, **options: Any) -> None:
        """Take it, or say in words why not."""
        county = Organisation.objects.filter(code=options["county"], closed_on=None).first()
        file: Path = options["file"]
        if county is None:
            raise CommandError("没有这个单位代码，什么都没有改。", returncode=3)
        if not file.is_file() or file.suffix not in SUFFIXES:
            raise CommandError("找不到这个文件，或者不是 xlsx、csv。什么都没有改。", returncode=3)
        try:
            uid = import_zones(
                actor=officer(options["by"]),
                organisation_uid=county.uid,
                stage=options["stage"],
                valid_from=options["valid_from"],
                source=options["source"],
                table=read_table(file),
                key=str(uuid4()),
            )
        except TableRefused as refused:
            lines = "\n".join(f"第{fault.row}行 {fault.zh}" for fault in refused.faults)
            raise CommandError(f"这张表读不了，什么都没有改。\n{lines}", returncode=3) from None
        except TableNotTaken as refused:
            lines = "\n".join(
                f"第{fault.row}行 {fault.column}：{fault.zh}" for fault in refused.faults
            )
            raise CommandError(f"{refused.zh}\n{lines}", returncode=3) from None
        except NotFound:
            raise CommandError("这个县区不归这位经办人管，什么都没有改。", returncode=3) from None
        except EnrolmentRefused as refused:
            raise CommandError(refused.zh, returncode=3) from None
        self.stdout.write(f"已导入：{county.name}的划片表（{uid}）")
