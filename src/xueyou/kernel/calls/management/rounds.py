"""What commands about a call's round share: which round is meant, waiting for its work, saying."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from xueyou.kernel.calls.models import Call, Round, RoundMode
from xueyou.platform.jobs.api import work_off

REFUSED, FORBIDDEN = 3, 6
"""Exit codes: the input was refused; a rule or the ledger forbids it."""
PAUSE, LONGEST = 0.2, 3600
"""Seconds between two looks, and until the command no longer waits; the work goes on."""


def add_call(parser: CommandParser) -> None:
    """Take the call, its round where it has several, and where the answer goes."""
    parser.add_argument("call", type=UUID, help="这一项的编号")
    parser.add_argument("--round", type=UUID, help="哪一轮；只有一轮的不用写")
    parser.add_argument("--json", type=Path, default=Path("-"), help="结果写到哪里，- 是屏幕")


def round_meant(options: dict[str, Any]) -> Round:
    """Return the round. Raises CommandError where there is none, or it is not said which."""
    if not Call.objects.filter(uid=options["call"]).exists():
        raise CommandError("没有这个编号的一项，什么都没有改。", returncode=REFUSED)
    rows = Round.objects.filter(call__uid=options["call"]).exclude(mode=RoundMode.ROLLING)
    found = list(rows.filter(uid=options["round"]) if options["round"] else rows)
    if not found:
        raise CommandError("这一项没有这一轮，什么都没有改。", returncode=REFUSED)
    if len(found) > 1:
        named = "、".join(f"{one.ordinal}：{one.uid}" for one in found)
        raise CommandError(
            f"这一项有{len(found)}轮，请用 --round 写明哪一轮（{named}）。什么都没有改。",
            returncode=REFUSED,
        )
    return found[0]


def wait_for(done: Callable[[], bool], words: str) -> float:
    """Return the seconds until it is done: by the site's worker, or here where none is running.

    Raises CommandError after LONGEST.
    """
    begun = time.monotonic()
    print(words, file=sys.stderr, flush=True)
    while not done():
        if time.monotonic() - begun > LONGEST:
            raise CommandError("等了一小时还没有完。已经排上的还在后台办，请到页面上看结果。")
        if not work_off(limit=1):
            time.sleep(PAUSE)
    return round(time.monotonic() - begun, 1)


def say(options: dict[str, Any], answer: dict[str, Any]) -> str:
    """Return what goes to the screen: the answer as JSON, or "" where it went into a file."""
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    if str(options["json"]) == "-":
        return text
    try:
        with options["json"].open("x", encoding="utf-8", newline="") as file:
            file.write(f"{text}\n")
    except FileExistsError:
        raise CommandError("已经有这个文件，没有改写它。要看结果，请到页面上看。") from None
    return ""
