"""`manage.py role_grant LOGIN ROLE ORGANISATION-CODE`: give a role from the machine's console."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.access.roles import roles
from xueyou.platform.access.services import RoleRefused, grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation


class Command(BaseCommand):
    """Give a role; the first security administrator of a deployment is made like this."""

    help = "授予角色。角色有：" + "、".join(f"{role.name}（{role.zh}）" for role in roles())

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whom, what, where, and the days."""
        parser.add_argument("login_name")
        parser.add_argument("role")
        parser.add_argument("organisation", help="单位代码")
        parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, default=None)
        parser.add_argument("--to", dest="valid_to", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Give it, or say why not."""
        user = User.objects.filter(login_name=options["login_name"]).first()
        place = Organisation.objects.filter(code=options["organisation"]).first()
        if user is None or place is None:
            raise CommandError("没有这个登录名或单位代码，什么都没有改。")
        try:
            uid = grant_role(
                actor=SYSTEM,
                user=user,
                role=options["role"],
                organisation=place,
                valid_from=options["valid_from"],
                valid_to=options["valid_to"],
                key=str(uuid4()),
            )
        except RoleRefused as refused:
            raise CommandError(refused.zh) from None
        self.stdout.write(f"已授予。收回时用：role_revoke {uid}")
