"""Before anybody comes in: tables up to date, and a demonstration city where there was nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from xueyou.demo.people import PLACES
from xueyou.platform.orgs.models import Organisation
from xueyou.site.entry import UNNAMED
from xueyou.site.run.exits import MACHINE, USAGE, CannotRun

PENDING = "demo-city.pending"
COMMAND = "demo_city"


def prepare(data: Path, *, unnamed: bool = False) -> None:
    """Migrate where something is to be migrated; found the city in a database that was empty.

    `unnamed`: nobody said which deployment the database belongs to. Then it must be empty, or
    hold the demonstration city already; a city's own database is left alone (CannotRun, exit 2).

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
    if unnamed and executor.loader.applied_migrations and not (pending.exists() or _has_city()):
        raise CannotRun(UNNAMED, USAGE)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("正在准备数据库……", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
    if pending.exists() and COMMAND in get_commands():
        print("正在建立演示城市……", flush=True)
        call_command(COMMAND, quiet=True)
        pending.unlink()


def _has_city() -> bool:
    try:
        return Organisation.objects.filter(code=PLACES[0].code, name=PLACES[0].name).exists()
    except DatabaseError:  # tables of another version, or of another program
        return False
