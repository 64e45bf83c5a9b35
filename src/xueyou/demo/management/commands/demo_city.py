"""`demo_city`: set up 临澄市 in an empty database; its rooms fill in a job."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from xueyou.demo.handlers import FILL, begin_story
from xueyou.demo.stories import STORIES
from xueyou.demo.world import found_city
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import enqueue
from xueyou.platform.orgs.models import Organisation


class Command(BaseCommand):
    """Founds the city where there is none; does nothing where organisations exist."""

    help = "Set up the demonstration city 临澄市 in an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --quiet."""
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, **options: Any) -> None:
        """Found the city and put the filling of its rooms into the queue."""
        if settings.XUEYOU_ENV == "prod":
            raise CommandError("正式环境不建演示城市。什么都没有改动。")
        if Organisation.objects.exists():
            return
        found_city()
        with transaction.atomic():
            enqueue(FILL, {}, actor=SYSTEM, dedupe_key=FILL)
            begin_story(next(iter(STORIES)))
        if not options["quiet"]:
            self.stdout.write("演示城市临澄市已经建好，文件正在读。")
