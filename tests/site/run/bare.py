"""The product's own web server around an application of a test's."""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def serve(application: Application, *, busy: float, processes: int = 0) -> None:
    """Print the port, and serve until standard input ends.

    `busy`: when a process counts as crowded, in the place of the setting. `processes`: how many;
    0 for as many as the product starts.
    """
    import django

    django.setup()
    from django.conf import settings

    from xueyou.site.run import children
    from xueyou.site.run.door import open_door

    settings.XUEYOU_BUSY = busy
    children.WEB_PROCESSES = processes or children.WEB_PROCESSES
    children._Web.load = lambda self: application  # type: ignore[method-assign]
    door = open_door("127.0.0.1", "0")
    pid = children.start("web", door, settings.DATA / "bare.log")
    print(door.getsockname()[1], flush=True)
    sys.stdin.read()
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
