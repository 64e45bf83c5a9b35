"""Owns the arguments of `xueyou classes`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

Commands = Any  # argparse's own type of subcommands is private
Common = Callable[[], argparse.ArgumentParser]

_MOST_STEPS = 10**11
_MOST_MS = 3_600_000


def add_classes(commands: Commands, common: Common) -> None:
    """Add the command to the first words of the command line."""
    classes = commands.add_parser("classes", parents=[common()], help="均衡分班")
    classes.add_argument(
        "roster", type=Path, metavar="ROSTER", help="名单、各校名单的文件夹，或封存的一份"
    )
    how_many = classes.add_mutually_exclusive_group()
    how_many.add_argument("--classes", type=_number("班数", 400), metavar="K", help="分成几个班")
    how_many.add_argument("--sizes", type=_sizes, metavar="45,46,…", help="各班人数")
    classes.add_argument("--scores", metavar="语文,数学,…", help="哪几列是分数，用逗号隔开")
    classes.add_argument("--score-source", metavar="TEXT", help="分数从哪里来")
    classes.add_argument("--rules", type=Path, metavar="R.yaml", help="分班规则")
    classes.add_argument("--seed", metavar="HEX64", help="公开的种子，64 位十六进制数")
    classes.add_argument("--method", choices=("search", "snake", "snake-sex"), help="分班的办法")
    how_long = classes.add_mutually_exclusive_group()
    how_long.add_argument(
        "--search-ms", type=_number("毫秒", _MOST_MS), metavar="N", help="大约搜索多少毫秒"
    )
    how_long.add_argument(
        "--iterations", type=_number("步数", _MOST_STEPS), metavar="N", help="搜索多少步，可以重算"
    )
    classes.add_argument(
        "--threads", type=_number("线程数", 256), metavar="N", help="几所学校同时算"
    )
    classes.add_argument("--resume", action="store_true", help="文件夹：已经分好的学校不再算")
    classes.add_argument(
        "--after",
        type=Path,
        metavar="A.csv",
        help="已经分好的 assignment.csv：名单里没有班的抽一个班，有班的一个不动",
    )
    classes.add_argument(
        "--most", type=_number("每班至多", 99), metavar="N", help="--after：每班至多多少人"
    )
    classes.add_argument(
        "--published", metavar="TEXT", help="封存的一份（.zip）：当场报出的号码，照抄一行"
    )
    classes.add_argument(
        "--witness",
        type=Path,
        action="append",
        default=[],
        metavar="W.txt",
        help="见证人封存的那一行，一人一个文件",
    )
    classes.add_argument(
        "--names",
        type=Path,
        metavar="N.xlsx",
        help="封存的一份：学校自己的编号和姓名，排张贴的名单",
    )
    classes.add_argument("--out", type=Path, metavar="DIR", help="新的文件夹")
    classes.set_defaults(handler="classes")


def _number(what: str, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:12]) <= most):
            raise argparse.ArgumentTypeError(f"{what}要写成 1 到 {most} 的整数，现在是“{text}”")
        return int(text)

    return read


def _sizes(text: str) -> list[int]:
    parts = text.replace("，", ",").split(",")
    if not all(part.isascii() and part.isdecimal() and 1 <= int(part[:6]) <= 999 for part in parts):
        raise argparse.ArgumentTypeError(f"要写成 45,46,46 这样，现在是“{text}”")
    return [int(part) for part in parts]
