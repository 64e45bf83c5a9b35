"""Owns the process that has loaded what decodes photographs, and forks a reader for each of them.

Started by `begun` as `python -m xueyou.formats.reading_nursery DESCRIPTOR`, of a socket over which
it is asked: [kind, path, work folder or ""] with two pipes, one for the reader's report and one on
which it tells the reader's number and, at last, how it ended. A reader whose report nobody listens
to any more is killed; so are all when the asker is gone. It has no threads, and reads nothing.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass

from xueyou.formats import reading_process
from xueyou.formats.begun import CODE, READY

_LONGEST = 64 * 1024
_PIPES = 2


@dataclass(frozen=True)
class _Reader:
    pid: int
    ended: int
    """Descriptor that is readable once the process has ended."""
    report: int
    status: int


class _Nursery:
    def __init__(self, asked: socket.socket) -> None:
        self._asked = asked
        self._readers: dict[int, _Reader] = {}
        self._waiting = select.poll()
        self._waiting.register(
            asked, select.POLLIN
        )  # first: it is looked at before numbers are free

    def run(self) -> None:
        """Fork readers until the asker is gone."""
        while True:
            for number, _ in self._waiting.poll():
                if number == self._asked.fileno():
                    if not self._fork():
                        self._end_all()
                        return
                elif reader := self._readers.get(number):
                    self._heard(reader, number)

    def _fork(self) -> bool:
        said, pipes, _, _ = socket.recv_fds(self._asked, _LONGEST, _PIPES)
        if not said:
            return False
        report, status = pipes
        pid = os.fork()
        if not pid:
            _read(json.loads(said), report)
        reader = _Reader(pid, os.pidfd_open(pid), report, status)
        _tell(status, pid)
        self._readers |= {reader.ended: reader, report: reader}
        self._waiting.register(reader.ended, select.POLLIN)
        self._waiting.register(report, 0)  # told only when its other end is closed
        return True

    def _heard(self, reader: _Reader, number: int) -> None:
        if number == reader.report:
            os.kill(reader.pid, signal.SIGKILL)  # still ours: nobody waited for it yet
            self._waiting.unregister(number)
            del self._readers[number]
            return
        code = os.waitstatus_to_exitcode(os.waitpid(reader.pid, 0)[1])
        for descriptor in (reader.ended, reader.report):
            if self._readers.pop(descriptor, None):
                self._waiting.unregister(descriptor)
            os.close(descriptor)
        _tell(reader.status, code)
        os.close(reader.status)

    def _end_all(self) -> None:
        for reader in self._readers.values():
            os.kill(reader.pid, signal.SIGKILL)


def _tell(status: int, number: int) -> None:
    with suppress(BrokenPipeError):  # who asked did not wait so long
        os.write(status, CODE.pack(number))


def _read(words: list[str], report: int) -> None:
    """Be a reader, and end. Of what the nursery holds, its own report is left to it alone."""
    code = 1
    try:
        os.dup2(report, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        code = reading_process.main(words)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def main(number: int) -> int:
    """Load what readers need, and fork them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with whoever asks
    for kind in READY:
        reading_process.loaded(kind)
    gc.freeze()
    _Nursery(socket.socket(fileno=number)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
