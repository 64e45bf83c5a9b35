"""`manage.py audit_head`: print the head of the chain and keep it in the data folder."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.acts.columns import exported_moment
from xueyou.platform.acts.heads import write_head
from xueyou.platform.acts.sealing import last_seal


class Command(BaseCommand):
    """Print `seq:digest`, or all that is known of the last seal as JSON."""

    help = "显示链头（最后一个印记），并写入数据目录的 audit/heads.txt"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --json."""
        parser.add_argument("--json", action="store_true", help="写成 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head; exit 1 where nothing is sealed yet."""
        write_head(settings.DATA)
        seal = last_seal()
        if seal is None:
            raise CommandError("还没有封存过办理记录：记录满两分钟后由后台任务封存。")
        if not options["json"]:
            self.stdout.write(f"{seal.seq}:{seal.digest}")
            return
        head = {"seq": seal.seq, "digest": seal.digest, "last_act": seal.last_id}
        self.stdout.write(json.dumps(head | {"at": exported_moment(seal.at)}))
