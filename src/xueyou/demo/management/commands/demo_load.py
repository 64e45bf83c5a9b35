"""`demo_load --applications N --seed H`: many made applications in the call that is open."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from xueyou.demo.loading import load
from xueyou.demo.year.enrolment import OPEN
from xueyou.kernel.calls.models import Call

LENGTH = 64


class Command(BaseCommand):
    """Loads rows for who measures; refuses in production and without the city's open call."""

    help = "Load made applications into the open call of the demonstration city 临澄市."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --applications and --seed."""
        parser.add_argument("--applications", type=int, required=True, help="how many")
        parser.add_argument("--seed", required=True, help="64 hex digits")

    def handle(self, **options: Any) -> None:
        """Load them and say how many are new, as JSON."""
        count, seed = int(options["applications"]), str(options["seed"]).lower()
        if settings.XUEYOU_ENV == "prod":
            raise CommandError("正式环境不装演示报名。什么都没有改动。")
        if count < 1 or len(seed) != LENGTH or set(seed) - set("0123456789abcdef"):
            raise CommandError(
                "份数要大于0，种子要64位十六进制数字。什么都没有改动。", returncode=2
            )
        found = Call.objects.filter(organisation__code=OPEN.county, title=OPEN.title).first()
        if found is None:
            raise CommandError("演示城市里还没有开着的报名。请先 make run，等首页上有了再装。")
        new = load(count, seed)
        self.stdout.write(json.dumps({"call": str(found.uid), "applications": new, "seed": seed}))
