"""`manage.py audit_seal`: seal what is due now (the worker does it every minute)."""

from typing import Any

from django.core.management.base import BaseCommand

from xueyou.platform.acts.sealing import seal_due


class Command(BaseCommand):
    """Seal every act that is old enough."""

    help = "封存到时间的办理记录"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal and say how many batches were made."""
        self.stderr.write(f"新封存 {seal_due()} 批。")
