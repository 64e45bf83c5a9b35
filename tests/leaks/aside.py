"""Work in a copy of this process, so that two cores look at the leak world at once.

The world lies in memory, its database too: a copy has a world of its own, and what each writes the
other never sees.
"""

import os
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TypeVar

T = TypeVar("T")


class AsideFailed(Exception):
    """The work raised; the message is its traceback."""


@contextmanager
def aside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do work in a copy of this process; give what waits for it and returns its result."""
    with TemporaryFile() as file:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside threads
            pid = os.fork()
        if not pid:
            try:
                told: tuple[bool, object] = (True, work())
            except BaseException:
                told = (False, traceback.format_exc())
            pickle.dump(told, file)
            file.flush()
            os._exit(0)
        ended = False

        def result() -> T:
            nonlocal ended
            os.waitpid(pid, 0)
            ended = True
            file.seek(0)
            done, found = pickle.load(file)
            if not done:
                raise AsideFailed(found)
            return found  # type: ignore[no-any-return]

        try:
            yield result
        finally:
            if not ended:
                os.kill(pid, 9)
                os.waitpid(pid, 0)
