"""Owns having a page set by Typst: in a process of its own, with limits of time and memory."""

import json
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from xueyou.formats.begun import child_environment

LONGEST_SECONDS = 40.0
_AT_ONCE = BoundedSemaphore(2)


class NotSet(Exception):
    """No PDF came of it; `zh` says what to do instead."""

    zh = "这份PDF没有排出来，公文本身没有变动。请先下载Word文件；再试一次还不行，请找系统管理员。"


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template of this package filled with `data` (plain JSON).

    The same data give the same bytes on machines with the same fonts. Raises NotSet.
    """
    command = [sys.executable, "-P", "-m", "xueyou.formats.official.typesetting_process", template]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                command,
                input=json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"),
                capture_output=True,
                env=child_environment(),
                timeout=LONGEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotSet from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise NotSet(done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout
