"""`keys_rotate_index fill|swap|check`: exchange the key by which numbers are found."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.kernel.registry import verbs
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.crypto.indexing import index_keys
from xueyou.platform.crypto.rotation import BATCH, NotReady, fill_next, rows_by_key, swap
from xueyou.platform.db import uuid7


class Command(BaseCommand):
    """One step at a time; each may be repeated."""

    help = (
        "更换索引密钥。先在密钥文件末尾加上第二行 index 并重启各进程，再依次运行 fill、swap；"
        "删去旧的一行、重启之后，再运行一次 swap。check 只看不改。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the step."""
        parser.add_argument("step", choices=["fill", "swap", "check"])
        parser.add_argument("--batch", type=int, default=BATCH, help="一个事务改多少行")

    def handle(self, **options: Any) -> None:
        """Do the step, or say in words what comes before it."""
        try:
            if options["step"] == "fill":
                self._fill(options["batch"])
            if options["step"] == "swap":
                self._swap()
        except NotReady as early:
            raise CommandError(early.zh, returncode=3) from None
        for label, rows in rows_by_key().items():
            if label.endswith(" index"):
                for key, count in rows.items():
                    self.stdout.write(f"{label}：密钥 {key} 有 {count} 行")

    def _fill(self, batch: int) -> None:
        changed, unreadable = 0, []
        for done in fill_next(batch):
            changed += done.changed
            unreadable += [f"{done.label} {uid}" for uid in done.unreadable]
            self.stdout.write(f"{done.label}：又编了 {done.changed} 行，共 {changed} 行")
        _remember("fill", changed, len(unreadable))
        if unreadable:
            raise CommandError(
                f"有 {len(unreadable)} 行打不开，不能切换：" + "；".join(unreadable[:20]),
                returncode=1,
            )

    def _swap(self) -> None:
        with act(SYSTEM, verbs.EXCHANGE_KEYS.name) as a:
            changed = swap()
            a.about("keys", uuid7())
            a.data = {"step": "swap", "to": _newest(), "rows": changed, "unreadable": 0}
        self.stdout.write(f"已切换 {changed} 行。")


def _newest() -> str:
    keys = index_keys()
    return (keys.following or keys.current).name


def _remember(step: str, rows: int, unreadable: int) -> None:
    with act(SYSTEM, verbs.EXCHANGE_KEYS.name) as a:
        a.about("keys", uuid7())
        a.data = {"step": step, "to": _newest(), "rows": rows, "unreadable": unreadable}
