"""`manage.py role_revoke UID`: take a role away, at once."""

from typing import Any
from uuid import UUID, uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.services import revoke_role
from xueyou.platform.acts.actors import SYSTEM


class Command(BaseCommand):
    """Take a role away; it counts with the next request."""

    help = "收回角色，马上生效，已经登录的设备也一样。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the assignment's uid."""
        parser.add_argument("uid", type=UUID, help="授予时打印的编号")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it away, and say so."""
        try:
            revoke_role(actor=SYSTEM, assignment_uid=options["uid"], key=str(uuid4()))
        except NotFound:
            raise CommandError("没有这条授予，或者已经收回了，什么都没有改。") from None
        self.stdout.write("已收回。")
