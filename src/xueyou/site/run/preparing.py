"""Before anybody comes in: tables up to date, and a demonstration city where there was nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from xueyou.site.run.exits import MACHINE, CannotRun

PENDING = "demo-city.pending"
COMMAND = "demo_city"


def prepare(data: Path) -> None:
    """Migrate where something is to be migrated; found the city in a database that was empty.

    A note in the data folder remembers that the city is still to be founded, so a start that is
    killed half-way is completed by the next one.
    """
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CannotRun(
            "连不上数据库，学优没有启动。请检查 DATABASE_URL，以及数据库是否在运行。", MACHINE
        ) from error
    pending = data / PENDING
    if not executor.loader.applied_migrations and settings.XUEYOU_ENV == "demo":
        pending.touch()
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("正在准备数据库……", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    if pending.exists() and COMMAND in get_commands():
        print("正在建立演示城市……", flush=True)
        call_command(COMMAND, quiet=True)
        pending.unlink()
