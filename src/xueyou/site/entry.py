"""The command `xueyou`: the Django-free command line first, management commands after it."""

import os
import sys


def settings_module() -> str:
    """Return the settings module that XUEYOU_ENV names (demo, test or prod)."""
    env = os.environ.get("XUEYOU_ENV", "demo")
    if env not in {"demo", "test", "prod"}:
        raise SystemExit(f"XUEYOU_ENV 只能是 demo、test 或 prod，现在是“{env}”。")
    return f"xueyou.site.settings.{env}"


def main() -> None:
    """Hand the arguments to the command line, or to Django where they name a management command."""
    arguments = sys.argv[1:]
    from xueyou.cli import COMMANDS
    from xueyou.cli import main as command_line

    if not arguments or arguments[0] in COMMANDS or arguments[0].startswith("-"):
        sys.exit(command_line(arguments))
    manage()


def manage() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
