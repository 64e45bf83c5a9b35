"""`manage.py account_open LOGIN NAME`: open an account and print the link for its password."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.services import first_password_path, open_account
from xueyou.platform.acts.actors import SYSTEM


class Command(BaseCommand):
    """Open an account; the person sets the password and the second factor."""

    help = "开一个账号，并打印设密码的地址（两小时内有效，只能用一次）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare login name, name and e-mail."""
        parser.add_argument("login_name", help="登录名，小写字母、数字和 . _ - @")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--email", default="", help="邮箱，忘记密码时用")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, and say what comes next."""
        try:
            uid = open_account(
                actor=SYSTEM,
                login_name=options["login_name"],
                name=options["name"],
                email=options["email"],
                key=str(uuid4()),
            )
        except ValidationError as refused:
            raise CommandError("没有开成：" + "".join(refused.messages)) from None
        self.stdout.write(f"账号已开。请本人打开：{first_password_path(User.objects.get(uid=uid))}")
        self.stdout.write("接着用 role_grant 授予角色。")
