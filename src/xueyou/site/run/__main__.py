"""`python -m xueyou.site.run` starts the site; `--stop` ends the one that runs."""

import argparse
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xueyou.site.entry import settings_module
from xueyou.site.run import clock, door, folder
from xueyou.site.run.exits import DONE, INTERRUPTED, OUR_FAULT, CannotRun
from xueyou.site.settings.environment import PROJECT, data_directory

if TYPE_CHECKING:
    from xueyou.site.run.record import Record

STOP_WITHIN = 15.0


def main() -> int:
    """Start or stop the site; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m xueyou.site.run", description=__doc__)
    parser.add_argument("--stop", action="store_true", help="结束正在运行的站点")
    chosen = parser.parse_args()
    data = data_directory()
    try:
        return stop(data) if chosen.stop else run(data)
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return reason.status
    except KeyboardInterrupt:
        return INTERRUPTED


def run(data: Path) -> int:
    """Run the site until it is told to end."""
    os.umask(0o077)
    unnamed = bool(os.environ.get("DATABASE_URL")) and not os.environ.get("XUEYOU_ENV")
    if unnamed:  # preparing looks into the database before anything is written there
        os.environ["XUEYOU_ENV"] = "demo"
    module = settings_module()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)
    held = folder.hold(data)
    folder.record_path(data).unlink(missing_ok=True)  # of one that was killed
    opened = door.open_door(os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000")
    clock.anchor_business_clock(data, module.rpartition(".")[2])
    try:
        return _run(data, opened, unnamed=unnamed)
    finally:
        opened.close()
        os.close(held)


def _run(data: Path, opened: socket.socket, *, unnamed: bool) -> int:
    import django

    django.setup()
    from django.db import connections

    from xueyou.site.run import preparing, record
    from xueyou.site.run.supervisor import Supervisor

    supervisor = Supervisor(data, opened)
    try:
        preparing.prepare(data, unnamed=unnamed)
        written = record.record_of(door.url_of(opened), PROJECT)
        connections.close_all()
        supervisor.catch_signals()
        supervisor.start_all()
        supervisor.wait_until_up()
        if not supervisor.leaving:
            record.write(data, written)
            _announce(data, written)
        supervisor.keep()
    finally:
        record.remove(data)
        supervisor.end_all()
    print("学优已经停止，数据都在。", flush=True)
    return DONE


def _announce(data: Path, written: "Record") -> None:
    print(f"学优已经启动：{written['url']}", flush=True)
    people = written["persons"]
    if people:
        print("点开下面的链接，就以这位（虚构的）人物登录：")
        for person in people:
            print(f"  {person['name']}　{person['organisation']} · {person['role']}")
            print(f"    {person['sign_in_url']}")
    print(
        f"数据在 {data}，日志在 {data / folder.LOGS}。按 Ctrl-C 停止，或运行 make stop。",
        flush=True,
    )


def stop(data: Path) -> int:
    """End the site that runs on this data folder, and wait until it has ended."""
    if not folder.is_held(data):
        print("学优没有在运行。")
        return DONE
    pid = folder.holder(data)
    if pid is not None:
        with suppress(ProcessLookupError):  # it was killed; its children are just ending
            os.kill(pid, signal.SIGTERM)
    if not folder.wait_until_free(data, STOP_WITHIN):
        raise CannotRun(f"学优（进程 {pid}）没有在 15 秒内停止，请再试一次。", OUR_FAULT)
    print("学优已经停止，数据都在。")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
