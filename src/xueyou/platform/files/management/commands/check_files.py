"""`manage.py check_files`: compare the store with its table."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from xueyou.platform.files.consistency import disagreements, remove_orphans


class Command(BaseCommand):
    """Print every disagreement; exit 1 where there is one."""

    help = "核对文件库和登记：一致退出 0，不一致逐条列出并退出 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --remove-orphans."""
        parser.add_argument("--remove-orphans", action="store_true", help="删去没有登记的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say."""
        if options["remove_orphans"]:
            self.stdout.write(f"已删去 {remove_orphans()} 个没有登记的文件。")
        found = list(disagreements())
        for each in found:
            self.stdout.write(each.zh)
        if found:
            raise SystemExit(1)
        self.stdout.write("文件库和登记一致。")
