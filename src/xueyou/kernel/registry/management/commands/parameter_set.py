"""`parameter_set NAME ORGANISATION-CODE VALUE`: what a rule says from a day on."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xueyou.kernel.registry.parameters import parameter_kinds, set_parameter
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation


class Command(BaseCommand):
    """Sets one parameter of an organisation, with its source."""

    help = "设定参数。参数有：" + "、".join(
        f"{kind.name}（{kind.zh}）" for kind in parameter_kinds()
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take name, place, value, source and the first day."""
        parser.add_argument("name")
        parser.add_argument("organisation", help="单位代码")
        parser.add_argument("value", help="JSON，例如 5 或 '\"临教督\"'")
        parser.add_argument("--source", required=True, help="依据；没有核对过的写“待核”")
        parser.add_argument("--from", dest="valid_from", required=True, type=date.fromisoformat)
        parser.add_argument("--for", dest="applies_to", default="", help="只用于哪一种")
        parser.add_argument("--verified", action="store_true", help="已与依据原文核对")

    def handle(self, **options: Any) -> None:
        """Set it, or say in words why not."""
        place = Organisation.objects.filter(code=options["organisation"], closed_on=None).first()
        if place is None:
            raise CommandError("没有这个单位代码，什么都没有改。", returncode=3)
        try:
            uid = set_parameter(
                actor=SYSTEM,
                name=options["name"],
                organisation_uid=place.uid,
                value=json.loads(options["value"]),
                source=options["source"],
                valid_from=options["valid_from"],
                verified=options["verified"],
                applies_to=options["applies_to"],
                key=str(uuid4()),
            )
        except json.JSONDecodeError:
            raise CommandError("值要写成 JSON，什么都没有改。", returncode=3) from None
        except RegistryRefused as refused:
            raise CommandError(refused.zh, returncode=3) from None
        self.stdout.write(f"已设定：{options['name']}，{place.name}（{uid}）")
