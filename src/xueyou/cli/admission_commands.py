"""Owns the arguments of the admission engine's commands: admit, draw, verify, schema."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

Commands = Any  # argparse's own type of subcommands is private
Common = Callable[[], argparse.ArgumentParser]

_MOST_THREADS = 256


def _threads(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= _MOST_THREADS):
        raise argparse.ArgumentTypeError(f"要写成 1 到 {_MOST_THREADS} 的整数，现在是“{text}”")
    return int(text)


def add_admission(commands: Commands, common: Common) -> None:
    """Add the commands to the first words of the command line."""
    admit = commands.add_parser("admit", help="招生录取")
    kinds = admit.add_subparsers(
        required=True, metavar="schema|check|run|sheet|explain|compare|appeal|refill|row|simulate"
    )
    schema = kinds.add_parser("schema", parents=[common()], help="rules.yaml 的 JSON Schema")
    schema.set_defaults(handler="admit.schema")
    sheet = kinds.add_parser("sheet", parents=[common()], help="把规则逐条印成中文，旁边是依据")
    sheet.add_argument(
        "rules", type=Path, nargs="?", metavar="RULES", help="规则文件，或随附规则的名称"
    )
    sheet.add_argument("--list", action="store_true", help="列出随附的规则，核到什么程度")
    kind = sheet.add_mutually_exclusive_group()
    kind.add_argument("--html", type=Path, metavar="FILE", help="写成网页")
    kind.add_argument("--docx", type=Path, metavar="FILE", help="写成 Word 文件")
    sheet.set_defaults(handler="admit.sheet")
    _add_run(kinds, common)
    _add_answers(kinds, common)
    _add_after(kinds, common)
    _add_simulate(kinds, common)
    _add_draw(commands, common)
    _add_verify(commands, common)
    named = commands.add_parser("schema", parents=[common()], help="一种 YAML 输入的 JSON Schema")
    named.add_argument("name", metavar="NAME", help="rules、frame 等")
    named.set_defaults(handler="schema")


def _add_run(kinds: Commands, common: Common) -> None:
    check = kinds.add_parser("check", parents=[common()], help="规则和四张表能不能用")
    check.add_argument("folder", type=Path, metavar="IN", help="rules.yaml 和四张表的文件夹")
    check.set_defaults(handler="admit.check")
    run = kinds.add_parser("run", parents=[common()], help="按规则录取，写出结果和证明")
    run.add_argument("folder", type=Path, metavar="IN", help="rules.yaml 和四张表所在的文件夹")
    run.add_argument("--out", type=Path, required=True, metavar="OUT", help="新的文件夹")
    run.add_argument("--draw", type=Path, metavar="DIR", help="draw reveal 写出的文件夹")
    run.add_argument("--seed", metavar="HEX64", help="演练的种子，64 位十六进制数")
    run.add_argument("--threads", type=_threads, default=1, metavar="N")
    run.set_defaults(handler="admit.run")


def _add_answers(kinds: Commands, common: Common) -> None:
    explain = kinds.add_parser(
        "explain", parents=[common()], conflict_handler="resolve", help="对一个人逐个志愿说明"
    )
    explain.add_argument("folder", type=Path, metavar="DIR", help="admit run 写出的文件夹")
    explain.add_argument("--applicant", required=True, metavar="A", help="编号，全角也可以")
    explain.add_argument("--json", nargs="?", const="-", metavar="FILE|-", help="写成 JSON")
    explain.set_defaults(handler="admit.explain")
    compare = kinds.add_parser("compare", parents=[common()], help="和去年的名单逐人对照")
    compare.add_argument("old", type=Path, metavar="OLD.xlsx", help="去年的名单，不必整理")
    compare.add_argument("folder", type=Path, metavar="DIR", help="admit run 写出的文件夹")
    compare.add_argument(
        "--out", type=Path, required=True, metavar="DIFF.csv", help="不同的人，每人一行"
    )
    compare.set_defaults(handler="admit.compare")
    appeal = kinds.add_parser("appeal", parents=[common()], help="按更正的事实重算，只增不夺")
    appeal.add_argument("folder", type=Path, metavar="DIR", help="admit run 写出的文件夹")
    appeal.add_argument(
        "--change",
        type=Path,
        required=True,
        metavar="facts.csv",
        help="更正的事实，applicant、fact、value 三列；fact 写列名",
    )
    appeal.add_argument("--out", type=Path, required=True, metavar="D2", help="新的文件夹")
    appeal.set_defaults(handler="admit.appeal")
    for one in (explain, compare, appeal):
        one.add_argument("--threads", type=_threads, default=1, metavar="N")


def _add_after(kinds: Commands, common: Common) -> None:
    refill = kinds.add_parser("refill", parents=[common()], help="有人放弃，按候补名单递补")
    refill.add_argument("folder", type=Path, metavar="DIR", help="admit run 或 refill 写出的文件夹")
    refill.add_argument(
        "--withdrawn", type=Path, required=True, metavar="W.csv", help="applicant、batch 两列"
    )
    refill.add_argument("--out", type=Path, required=True, metavar="D2")
    refill.add_argument("--threads", type=_threads, default=1, metavar="N")
    refill.set_defaults(handler="admit.refill")
    row = kinds.add_parser("row", parents=[common()], help="写出一家自己的数据文件")
    row.add_argument("folder", type=Path, metavar="DIR", help="admit run 写出的文件夹")
    who = row.add_mutually_exclusive_group(required=True)
    who.add_argument("--applicant", metavar="A")
    who.add_argument("--all", type=Path, metavar="FOLDER", help="每人一个文件，写进新的文件夹")
    row.add_argument("--out", type=Path, metavar="FILE", help="和 --applicant 一起用")
    row.set_defaults(handler="admit.row")


def _add_simulate(kinds: Commands, common: Common) -> None:
    simulate = kinds.add_parser("simulate", parents=[common()], help="几种规则，同样的许多次摇号")
    simulate.add_argument("folder", type=Path, metavar="IN", help="rules.yaml 和四张表的文件夹")
    simulate.add_argument(
        "--variants",
        type=Path,
        required=True,
        metavar="V.yaml",
        help="几种改法：名称，下面是“位置: 值”，例如 batches.统招.tie_last: lottery；{} 是不改",
    )
    simulate.add_argument("--draws", type=int, required=True, metavar="N", help="摇多少次号")
    simulate.add_argument("--seed", required=True, metavar="H", help="64 位十六进制数")
    simulate.add_argument("--workers", type=int, default=1, metavar="N", help="进程数")
    simulate.add_argument(
        "--by", action="append", default=[], metavar="FACT", help="按哪一项分组，可以写多次"
    )
    simulate.add_argument("--out", type=Path, required=True, metavar="DIR", help="新的文件夹")
    simulate.set_defaults(handler="admit.simulate")


def _add_draw(commands: Commands, common: Common) -> None:
    draw = commands.add_parser("draw", help="摇号：先承诺，后揭晓")
    kinds = draw.add_subparsers(required=True, metavar="commit|seal|reveal")
    commit = kinds.add_parser("commit", parents=[common()], help="承诺名册、规则、名额和公开源")
    commit.add_argument(
        "--in", dest="folder", type=Path, metavar="IN", help="admit run 所用的整个文件夹"
    )
    commit.add_argument("--roster", type=Path, metavar="G.csv", help="名册，group、applicant 两列")
    commit.add_argument("--rules", type=Path, metavar="rules.yaml", help="录取规则")
    commit.add_argument(
        "--places", type=Path, metavar="Q.csv", help="名额表，batch、option、pool、places 四列"
    )
    commit.add_argument(
        "--options", type=Path, metavar="O.csv", help="选项表；不给就用规则旁边的 options"
    )
    commit.add_argument(
        "--source",
        required=True,
        metavar="名字=形式",
        help="公开源和它公布的形式，例如“双色球 2026130 期 红球=numbers:6:1:33:sorted”",
    )
    commit.add_argument(
        "--fallback",
        action="append",
        default=[],
        metavar="名字=形式",
        help="备用的公开源，可以写多次",
    )
    commit.add_argument("--not-before", required=True, metavar="T", help="公开源最早什么时候公布")
    commit.add_argument(
        "--witness",
        type=Path,
        action="append",
        default=[],
        metavar="D",
        help="文件，里面是见证人的一行；只存摘要",
    )
    commit.add_argument(
        "--seal",
        action="append",
        default=[],
        metavar="HEX64",
        help="见证人自己用 draw seal 算的摘要",
    )
    commit.add_argument("--out", type=Path, required=True, metavar="c.json")
    commit.set_defaults(handler="draw.commit")
    seal = kinds.add_parser("seal", parents=[common()], help="见证人封存自己的数字")
    seal.add_argument(
        "--witness", type=Path, required=True, metavar="D", help="文件，里面是见证人的一行"
    )
    seal.set_defaults(handler="draw.seal")
    reveal = kinds.add_parser("reveal", parents=[common()], help="揭晓，一号承诺只有一次")
    reveal.add_argument("--commit", type=Path, required=True, metavar="c.json")
    reveal.add_argument(
        "--randomness",
        type=Path,
        required=True,
        metavar="F",
        help="文件，里面是公开源公布的一行",
    )
    reveal.add_argument(
        "--witness",
        type=Path,
        action="append",
        default=[],
        metavar="D",
        help="文件，里面是一个见证人的一行，可以写多次",
    )
    reveal.add_argument(
        "--fallback-used", type=int, default=0, metavar="K", help="用了第几个备用源，0 为没有用"
    )
    reveal.add_argument("--because", default="", metavar="TEXT", help="前面的源为什么没有公布")
    reveal.add_argument("--out", type=Path, required=True, metavar="DIR")
    reveal.set_defaults(handler="draw.reveal")
    for one in (commit, reveal):
        one.add_argument(
            "--ledger",
            type=Path,
            metavar="DIR",
            help="摇号登记簿的文件夹，默认在 XUEYOU_DATA/draws，否则在 c.json 旁边",
        )


def _add_verify(commands: Commands, common: Common) -> None:
    verify = commands.add_parser("verify", parents=[common()], help="核验一份录取结果")
    verify.add_argument("folder", type=Path, metavar="DIR")
    verify.add_argument("--commitment", metavar="HEX", help="另处公布过的承诺码")
    verify.add_argument("--row", type=Path, metavar="FILE", help="一家自己的数据文件")
    verify.set_defaults(handler="verify")
