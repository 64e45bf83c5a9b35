"""Owns the arguments of the admission engine's commands: admit, draw, verify, schema."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

Commands = Any  # argparse's own type of subcommands is private
Common = Callable[[], argparse.ArgumentParser]


def add_admission(commands: Commands, common: Common) -> None:
    """Add the commands to the first words of the command line."""
    admit = commands.add_parser("admit", help="招生录取")
    kinds = admit.add_subparsers(required=True, metavar="schema|sheet")
    schema = kinds.add_parser("schema", parents=[common()], help="rules.yaml 的 JSON Schema")
    schema.set_defaults(handler="admit.schema")
    sheet = kinds.add_parser("sheet", parents=[common()], help="把规则逐条印成中文，旁边是依据")
    sheet.add_argument("rules", type=Path, metavar="RULES")
    kind = sheet.add_mutually_exclusive_group()
    kind.add_argument("--html", type=Path, metavar="FILE", help="写成网页")
    kind.add_argument("--docx", type=Path, metavar="FILE", help="写成 Word 文件")
    sheet.set_defaults(handler="admit.sheet")
    named = commands.add_parser("schema", parents=[common()], help="一种 YAML 输入的 JSON Schema")
    named.add_argument("name", metavar="NAME", help="rules、frame 等")
    named.set_defaults(handler="schema")
