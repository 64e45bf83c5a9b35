"""The port: opened before anything else is started, kept open while the web server restarts."""

import errno
import socket

from xueyou.site.run.exits import MACHINE, CannotRun

BACKLOG = 1024


def open_door(bind: str, port: str) -> socket.socket:
    """Return a listening socket on BIND:PORT (port "0" for any that is free).

    Visitors who come before the web server stands wait in the socket instead of being refused.
    """
    try:
        number = int(port)
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((bind, number))
        door.listen(BACKLOG)
    except (ValueError, OverflowError):
        raise CannotRun(f"PORT 要写成 0 到 65535 的数字，现在是“{port}”。", MACHINE) from None
    except OSError as error:
        raise CannotRun(_sentence(bind, port, error), MACHINE) from error
    door.set_inheritable(True)
    return door


def url_of(door: socket.socket) -> str:
    """Return the address to type into a browser on this machine."""
    host, port = door.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{host}:{port}/"


def _sentence(bind: str, port: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已被别的程序占用，学优没有启动，数据没有改动。"
            f"请关掉那个程序，或换一个端口：make run PORT={int(port) + 1}。"
        )
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。请换一个 1024 以上的端口：make run PORT=8000。"
    return f"不能在 {bind}:{port} 上等候访问（{error.strerror}）。请检查 BIND 和 PORT。"
