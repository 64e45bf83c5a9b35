"""The command `xueyou`: the Django-free command line first, management commands after it."""

import os
import sys

USAGE = 2
PAIRS = {("call", "run"), ("call", "publish"), ("demo", "load"), ("demo", "city")}
"""Management commands that are written as two words, as those of the command line are."""
UNNAMED = (
    "已经用 DATABASE_URL 指定了数据库，还要用 XUEYOU_ENV 写明这是 prod（正式）还是 demo（演示），"
    "免得演示数据写进正式的库；现在什么都没有改动。"
)


def choose_settings() -> None:
    """Have Django use the settings of this deployment, unless others are named already."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module()


def settings_module() -> str:
    """Return the settings module that XUEYOU_ENV names (demo, test or prod).

    Without a name it is the demonstration in the own data folder. A database elsewhere may be a
    city's own: there the name is needed, else exit 2.
    """
    env = os.environ.get("XUEYOU_ENV")
    if not env and os.environ.get("DATABASE_URL"):
        print(UNNAMED, file=sys.stderr)
        raise SystemExit(USAGE)
    env = env or "demo"
    if env not in {"demo", "test", "prod"}:
        print(f"XUEYOU_ENV 只能是 demo、test 或 prod，现在是“{env}”。", file=sys.stderr)
        raise SystemExit(USAGE)
    return f"xueyou.site.settings.{env}"


def main() -> None:
    """Hand the arguments to the command line, or to Django where they name a management command."""
    arguments = sys.argv[1:]
    from xueyou.cli import COMMANDS
    from xueyou.cli import main as command_line
    from xueyou.cli.leaving import leave

    if not arguments or arguments[0] in COMMANDS or arguments[0].startswith("-"):
        leave(command_line(arguments))
    if tuple(arguments[:2]) in PAIRS:
        sys.argv[1:3] = ["_".join(arguments[:2])]
    manage()


def manage() -> None:
    """Run a management command."""
    choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
