"""`organisation_open`: enter an organisation by hand, the bureau first."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.orgs.tree import OrganisationRefused, create_organisation
from xueyou.platform.orgs.verbs import CREATE


class Command(BaseCommand):
    """Enters one organisation; the first one has nothing above it and is the bureau."""

    help = "登记一个单位：第一个是市教育局，其余用 --under 写明上级单位的代码。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take code, name, kind and what it belongs under."""
        parser.add_argument("code", help="单位代码，授予角色时用它指明单位")
        parser.add_argument("name", help="单位全称")
        parser.add_argument("kind", choices=OrganisationKind.values)
        parser.add_argument("--short", default="", help="简称")
        parser.add_argument("--under", default="", help="上级单位的代码")

    def handle(self, **options: Any) -> None:
        """Enter it, or say in words why not."""
        code, under = options["code"], options["under"]
        if Organisation.objects.filter(code=code).exists():
            raise CommandError(f"代码 {code} 已经有单位在用，没有重复登记。")
        parent = Organisation.objects.filter(code=under).first() if under else None
        if under and parent is None:
            raise CommandError(f"没有代码是 {under} 的单位，请先登记上级单位。什么都没有改动。")
        try:
            with act(SYSTEM, CREATE.name, key=str(uuid4())) as a:
                made = create_organisation(
                    a,
                    name=options["name"],
                    kind=options["kind"],
                    parent=parent,
                    short_name=options["short"],
                    code=code,
                )
        except OrganisationRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"已登记：{made.name}（{code}）")
