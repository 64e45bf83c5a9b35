"""Owns how the command line ends: with its exit code, whatever its libraries do when they unload.

The table library (pyarrow) keeps threads. Where one of them still works when the interpreter takes
itself down, the process is aborted after everything was said and written (apache/arrow#34314): a
verifier would say that all is right and exit as if it had crashed.
"""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with this code, as soon as what was said is written out.

    Nothing that is registered for the end is run: a command line leaves no file open behind it.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody listens any more
            if stream is not None:  # it never was open
                stream.flush()
    os._exit(code)
