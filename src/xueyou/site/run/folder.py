"""The data folder: made, and held by one supervisor at a time."""

import fcntl
import os
import time
from pathlib import Path

from xueyou.site.run.exits import MACHINE, CannotRun

LOCK = "run.lock"
LOGS = "logs"
GONE_WITHIN = 15.0
LARGEST_LOG = 20 * 1024 * 1024


def hold(data: Path) -> int:
    """Make the data folder and lock it for this process; return the descriptor that holds it."""
    try:
        (data / LOGS).mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotRun(
            f"数据目录 {data} 不能写入（{error.strerror}）。没有改动任何东西。"
            "请检查目录的权限，或用 XUEYOU_DATA 指定另一个目录。",
            MACHINE,
        ) from error
    ending = not record_path(data).exists() or not _alive(holder(data))
    if not _locked(descriptor, patient=ending):
        os.close(descriptor)
        raise CannotRun(
            f"这个数据目录的学优已经在运行，网址写在 {record_path(data)} 里。"
            "要重新启动，请先运行 make stop。",
            MACHINE,
        )
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def holder(data: Path) -> int | None:
    """Return the process id of the supervisor that holds, or last held, the data folder."""
    try:
        return int((data / LOCK).read_text())
    except (OSError, ValueError):
        return None


def _locked(descriptor: int, *, patient: bool) -> bool:
    """Take the lock, waiting for one that is just ending (its children hold the lock too)."""
    end = time.monotonic() + (GONE_WITHIN if patient else 0)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        else:
            return True


def _alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def record_path(data: Path) -> Path:
    """Return where the running site says what it is."""
    return data / "run.json"


def is_held(data: Path) -> bool:
    """Return whether a supervisor holds the data folder."""
    try:
        descriptor = os.open(data / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def wait_until_free(data: Path, seconds: float) -> bool:
    """Wait until no supervisor holds the data folder; False where that takes longer."""
    end = time.monotonic() + seconds
    while is_held(data):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def log_path(data: Path, name: str) -> Path:
    """Return where a child process logs; an overlong log is put aside once."""
    path = data / LOGS / f"{name}.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path
