"""`manage.py audit_export FILE`: acts and seals for anybody to verify."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.acts.exporting import write_export


class Command(BaseCommand):
    """Write the export; refuse to overwrite without --force."""

    help = "导出办理记录和印记，供 xueyou audit verify 核对"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare FILE and --force."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--force", action="store_true", help="文件已经有了也照写")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how much is in it."""
        path: Path = options["file"]
        if path.exists() and not options["force"]:
            raise CommandError(f"{path} 已经存在，没有改动；要覆盖请加 --force。", returncode=3)
        counts = write_export(path)
        self.stderr.write(f"已导出 {counts['acts']} 条办理记录、{counts['seals']} 个印记。")
