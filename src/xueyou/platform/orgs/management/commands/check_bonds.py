"""`manage.py check_bonds`: look for overlaps and misplacements; exit 1 where there are any."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from xueyou.platform.orgs.bonds import faults


class Command(BaseCommand):
    """Print each fault in bonds and tree."""

    help = "检查单位关系有没有重叠、单位路径有没有错位"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the faults and exit 1, or say that there are none."""
        found = list(faults())
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            sys.exit(1)
        self.stderr.write("单位关系检查完毕，没有发现问题。")
