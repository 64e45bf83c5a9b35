"""The product's web server around an application that answers what it was given, and how.

`python -m tests.site.run.echo` prints its port and serves until its standard input ends.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], answer: Callable[..., Any]) -> Iterable[bytes]:
    """Answer the length of the body, the verdict of the gate and the lane of the thread."""
    from xueyou.site.gate import verdict

    found = verdict.get()
    said = json.dumps(
        {
            "path": environ["PATH_INFO"],
            "length": len(environ["wsgi.input"].read()),
            "wait": found.wait,
            "entry_pass": found.entry_pass,
            "lane": threading.current_thread().name.rpartition("_")[0],
        }
    ).encode()
    answer("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said]


def serve() -> None:
    """Serve with the product's own gunicorn, for which one request is a crowd."""
    import django

    django.setup()
    from django.conf import settings

    from xueyou.site.run import children
    from xueyou.site.run.door import open_door

    settings.XUEYOU_BUSY = 0.0
    children.WEB_PROCESSES = 1
    children._Web.load = lambda self: application  # type: ignore[method-assign]
    door = open_door("127.0.0.1", "0")
    pid = children.start("web", door, settings.DATA / "echo.log")
    print(door.getsockname()[1], flush=True)
    sys.stdin.read()
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    serve()
