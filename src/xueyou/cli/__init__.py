"""The command line over formats and engines: no Django, no logic of its own."""

from collections.abc import Sequence

COMMANDS = frozenset({"plan", "deadline", "admit", "draw", "verify", "schema", "audit", "classes"})
"""The first words that belong to this command line; all others are management commands."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit code."""
    from xueyou.cli.command import run

    return run(argv)
