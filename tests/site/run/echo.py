"""The product's web server around an application that answers what it was given, and how.

`python -m tests.site.run.echo` prints its port and serves until its standard input ends.
"""

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from tests.site.run.bare import serve


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


if __name__ == "__main__":
    serve(application, busy=0.0, processes=1)  # one request is a crowd
