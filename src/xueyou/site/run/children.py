"""The two child processes: the web server (gunicorn) and the worker."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from xueyou.platform.jobs.foreman import Foreman

WEB_PROCESSES = 2
WEB_THREADS = 4
WEB_CONNECTIONS = 2000
GRACE = 4


class _Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around our application, set up for a machine of two cores."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        super().__init__()

    def load_config(self) -> None:
        settings: dict[str, Any] = {
            "bind": f"fd://{self._door.fileno()}",
            "worker_class": "xueyou.site.run.web_worker.WebWorker",
            "workers": WEB_PROCESSES,
            "threads": WEB_THREADS,
            "worker_connections": WEB_CONNECTIONS,
            "preload_app": True,  # loaded once, shared by the forked workers
            "timeout": 120,
            "graceful_timeout": GRACE,
            "keepalive": 15,
            "accesslog": None,  # our own middleware writes one line a request, without addresses
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "xueyou",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from xueyou.site.wsgi import application

        return application


class _Guarded(Arbiter):  # type: ignore[misc]
    """Gunicorn's master, which also ends when the supervisor is gone (looked at every second)."""

    def __init__(self, app: BaseApplication, parent: int) -> None:
        self._parent = parent
        super().__init__(app)

    def maybe_promote_master(self) -> None:
        if os.getppid() != self._parent:
            raise StopIteration


def serve_web(door: socket.socket, parent: int) -> None:
    """Serve until SIGTERM or until the parent is gone."""
    _Guarded(_Web(door), parent).run()


def work(_door: socket.socket, _parent: int) -> None:
    """Work off jobs until SIGTERM or until the parent is gone."""
    Foreman(processes=1).run()


ROLES = {"web": serve_web, "worker": work}


def start(name: str, door: socket.socket, log: Path) -> int:
    """Fork a child in a session of its own; return its process id.

    The supervisor has no threads and holds no connection when it forks, so the child begins with
    everything loaded and nothing shared but the listening socket.
    """
    parent = os.getpid()
    _ = get_resolver().url_patterns  # imports every page: once, so that who comes after is quick
    pid = os.fork()
    if pid:
        return pid
    _become(name, door, log, parent)


def _become(name: str, door: socket.socket, log: Path, parent: int) -> NoReturn:
    status = 70
    try:
        os.setsid()
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, signal.SIG_DFL)
        _redirect(log)
        ROLES[name](door, parent)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 70
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def _redirect(log: Path) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.stdout.flush()
    sys.stderr.flush()
    for source, target in ((nothing, 0), (file, 1), (file, 2)):
        os.dup2(source, target)
    os.close(nothing)
    os.close(file)
