"""`keys_rotate_fields`: seal everything again under the newest line of XUEYOU_FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from xueyou.kernel.registry import verbs
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto.rotation import BATCH, rows_by_key, seal_again
from xueyou.platform.crypto.sealing import field_keys
from xueyou.platform.db import uuid7
from xueyou.platform.files.models import Blob


class Command(BaseCommand):
    """Goes through all sealed columns in batches; stopped, it goes on where it was."""

    help = "把加密保存的内容改用密钥文件最后一行的密钥；可以随时中断，再运行会接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size of a batch."""
        parser.add_argument("--batch", type=int, default=BATCH, help="一个事务改多少行")

    def handle(self, **options: Any) -> None:
        """Say how far it is, and in the end which keys are still needed."""
        changed, unreadable = 0, []
        for done in seal_again(options["batch"]):
            changed += done.changed
            unreadable += [f"{done.label} {uid}" for uid in done.unreadable]
            self.stdout.write(f"{done.label}：又改了 {done.changed} 行，共 {changed} 行")
        with act(SYSTEM, verbs.EXCHANGE_KEYS.name) as a:
            a.about("keys", uuid7())
            a.data = {
                "step": "fields",
                "to": field_keys().newest.name,
                "rows": changed,
                "unreadable": len(unreadable),
            }
        for label, rows in rows_by_key().items():
            for key, count in rows.items():
                self.stdout.write(f"{label}：密钥 {key} 有 {count} 行")
        files = Blob.objects.exclude(enc_key_id="").order_by("enc_key_id")
        for key, count in files.values_list("enc_key_id").annotate(files=Count("pk")):
            self.stdout.write(f"加密文件：密钥 {key} 有 {count} 个，文件不改写，这把密钥要留着")
        if unreadable:
            raise CommandError(
                f"有 {len(unreadable)} 行打不开，没有改动，旧密钥不能删："
                + "；".join(unreadable[:20]),
                returncode=1,
            )
        self.stdout.write("做完了。没有行和文件使用的旧密钥，可以从文件里移走，另存在保险柜里。")
