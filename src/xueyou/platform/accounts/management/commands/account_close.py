"""`manage.py account_close LOGIN`: close an account at once."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.services import close_account
from xueyou.platform.acts.actors import SYSTEM


class Command(BaseCommand):
    """Close an account; its open sessions end with the next request."""

    help = "停用一个账号，已经登录的设备马上失效；办过的事都留在记录里。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the login name."""
        parser.add_argument("login_name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close it, and say so."""
        user = User.objects.filter(login_name=options["login_name"]).first()
        if user is None:
            raise CommandError("没有这个登录名，什么都没有改。")
        close_account(actor=SYSTEM, user=user, key=str(uuid4()))
        self.stdout.write("账号已停用。")
