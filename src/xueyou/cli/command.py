"""Owns the parsing of a command line, the choice of its command, and what its failures become."""

import argparse
import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from xueyou.cli import exits
from xueyou.cli.admission_commands import add_admission
from xueyou.cli.classes_command import add_classes
from xueyou.cli.console import Console
from xueyou.cli.exits import Stop
from xueyou.cli.usage_words import headings, mistake

Handler = Callable[[argparse.Namespace, Console], int]

HANDLERS = {
    "plan.read": "plan:read",
    "plan.score": "score:score",
    "plan.lights": "lights:lights",
    "plan.settle": "settle:settle",
    "deadline.due": "deadline:due",
    "admit.check": "admit_run:check",
    "admit.run": "admit_run:run",
    "admit.schema": "admit:schema",
    "admit.sheet": "admit:sheet",
    "admit.explain": "admit_answers:explain",
    "admit.compare": "admit_answers:compare",
    "admit.appeal": "admit_answers:run_appeal",
    "admit.refill": "admit_refill:run_refill",
    "admit.row": "admit_row:write_rows",
    "admit.simulate": "admit_simulate:run_simulation",
    "audit.verify": "audit:verify",
    "classes": "classes:classes",
    "draw.commit": "draw:commit",
    "draw.seal": "draw:seal",
    "draw.reveal": "draw:reveal",
    "schema": "admit:named_schema",
    "verify": "verify:verify",
}


class _Parser(argparse.ArgumentParser):
    """Says usage errors in Chinese first and ends with the usage code."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"命令没有写对：{mistake(message)}", file=sys.stderr)
        raise SystemExit(exits.USAGE)

    def format_usage(self) -> str:
        return headings(super().format_usage())

    def format_help(self) -> str:
        return headings(super().format_help())


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; never raises."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else exits.USAGE
    if options.version:
        return _print_version()
    if getattr(options, "handler", None) is None:
        _parser().print_help(sys.stderr)
        return exits.USAGE
    console = Console(progress=options.progress, quiet=options.quiet)
    return _guarded(options, console)


def _guarded(options: argparse.Namespace, console: Console) -> int:
    try:
        code = int(_handler(options.handler)(options, console))
        sys.stdout.flush()
    except Stop as stop:
        console.error(stop.zh)
        return stop.code
    except KeyboardInterrupt:
        console.error("已经停下，没有写出结果。")
        return exits.INTERRUPTED
    except BrokenPipeError:
        # Whoever read stdout has gone; say nothing more, also not when Python flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.INTERRUPTED
    except Exception as fault:
        if denied := _of_the_machine(fault):
            console.error(denied.zh)
            return denied.code
        if os.environ.get("XUEYOU_DEBUG"):
            traceback.print_exc()
        console.error(
            f"程序自己出了错，编号 {fault_id(fault)}。您的文件没有变动，结果没有写出。"
            "请把这个编号和所用的命令告诉维护人员；设 XUEYOU_DEBUG=1 再运行可以看到细节。"
        )
        return exits.OUR_FAULT
    return code


def _of_the_machine(fault: Exception) -> Stop | None:
    """Return how a command ends on what neither it nor its input can help; None for our faults."""
    if isinstance(fault, OSError):
        where = fault.filename or "文件"
        return Stop(exits.MISSING, f"读写 {where} 没有成功（{fault.strerror}）。请看看磁盘和权限。")
    if isinstance(fault, RecursionError):
        return Stop(exits.REFUSED, "输入里的内容一层套一层，套得太深，没有读。什么都没有写出。")
    if isinstance(fault, MemoryError):
        return Stop(exits.MISSING, "内存不够，没有做完。什么都没有写出。")
    return None


def fault_id(fault: BaseException) -> str:
    """Name a fault by its type and place, so that the same fault bears the same id everywhere."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = [f"{Path(f.filename).name}:{f.name}:{f.lineno}" for f in frames]
    return hashlib.sha256("\n".join([type(fault).__name__, *place]).encode()).hexdigest()[:12]


def _handler(name: str) -> Handler:
    """Import the room of one command only when it is called."""
    module, _, function = HANDLERS[name].partition(":")
    handler: Handler = getattr(import_module(f"xueyou.cli.{module}"), function)
    return handler


def _print_version() -> int:
    from xueyou.cli.version import version_line

    print(version_line())
    return exits.DONE


def _parser() -> _Parser:
    parser = _Parser(prog="xueyou", description="学优：教育局的计划、招生与督办，公开可核。")
    parser.add_argument("--version", action="store_true", help="版本和程序摘要")
    commands = parser.add_subparsers(metavar="COMMAND")
    _add_plan(commands)
    _add_deadline(commands)
    add_admission(commands, _common)
    add_classes(commands, _common)
    _add_audit(commands)
    return parser


def _common() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("--json", metavar="FILE|-", help="结果写成 JSON；- 为标准输出")
    common.add_argument("--errors", type=Path, metavar="FILE", help="所有错误，每行一个 JSON")
    common.add_argument(
        "--progress",
        choices=("auto", "jsonl", "none"),
        default="auto",
        help="进度：auto 给人看，jsonl 给程序看，none 不说",
    )
    common.add_argument("--quiet", action="store_true", help="只说错误")
    common.add_argument("--force", action="store_true", help="覆盖已有的结果文件")
    return common


def _add_plan(commands: "argparse._SubParsersAction[_Parser]") -> None:
    plan = commands.add_parser("plan", help="规划与年度工作")
    kinds = plan.add_subparsers(required=True, metavar="read|score|settle|lights")
    read = kinds.add_parser("read", parents=[_common()], help="读一份规划、要点或总结")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--text", type=Path, metavar="T", help="读出的正文，位置按它计")
    read.add_argument("--xlsx", type=Path, metavar="X", help="结果写成 Excel")
    read.add_argument("--no-ocr", action="store_true", help="扫描件不做文字识别")
    read.set_defaults(handler="plan.read")
    score = kinds.add_parser("score", parents=[_common()], help="与人工标注对照")
    score.add_argument("gold", type=Path, metavar="GOLD")
    score.add_argument("prediction", type=Path, metavar="PRED")
    score.add_argument("text", type=Path, nargs="?", metavar="TEXT")
    score.add_argument("--gates", choices=("seen", "unseen"), help="低于这组门槛时退出码为 1")
    score.set_defaults(handler="plan.score")
    settle = kinds.add_parser("settle", parents=[_common()], help="年底对账：计划对照总结")
    settle.add_argument("plan", type=Path, metavar="PLAN", help="计划，或 plan read 读它的结果")
    settle.add_argument("summary", type=Path, metavar="SUMMARY", help="总结，或读它的结果")
    settle.set_defaults(handler="plan.settle")
    lights = kinds.add_parser("lights", parents=[_common()], help="按进度判灯")
    lights.add_argument("plan", type=Path, metavar="PLAN.json")
    lights.add_argument("--readings", type=Path, required=True, metavar="R.csv")
    lights.add_argument("--on", required=True, metavar="DATE", help="判哪一天，例如 2026-11-20")
    lights.set_defaults(handler="plan.lights")


def _add_deadline(commands: "argparse._SubParsersAction[_Parser]") -> None:
    deadline = commands.add_parser("deadline", help="时限")
    kinds = deadline.add_subparsers(required=True, metavar="due")
    due = kinds.add_parser(
        "due", parents=[_common()], conflict_handler="resolve", help="若干个工作日到哪一天截止"
    )
    due.add_argument("--start", required=True, metavar="T", help="开始的日子，当天不算")
    due.add_argument("--working-days", required=True, type=int, metavar="N")
    due.add_argument(
        "--holidays", required=True, type=Path, metavar="F", help="day、works、name 三列"
    )
    due.add_argument("--pause", action="append", default=[], metavar="A/B", help="可以写多次")
    due.add_argument("--extend", action="append", default=[], type=int, metavar="N", help="延期")
    due.add_argument("--json", nargs="?", const="-", metavar="FILE|-", help="结果写成 JSON")
    due.set_defaults(handler="deadline.due")


def _add_audit(commands: "argparse._SubParsersAction[_Parser]") -> None:
    audit = commands.add_parser("audit", help="核对留痕")
    kinds = audit.add_subparsers(required=True, metavar="verify")
    verify = kinds.add_parser("verify", parents=[_common()], help="核对导出的留痕有没有被改过")
    verify.add_argument("export", type=Path, metavar="EXPORT")
    verify.add_argument("--head", metavar="HEX", help="另处保存的最后一个封印")
    verify.set_defaults(handler="audit.verify")
