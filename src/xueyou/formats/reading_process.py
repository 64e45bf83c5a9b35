"""Owns the process in which a parser works: it gets a file, limits itself, and reports in JSON.

Begun by `begun` as `python -m xueyou.formats.reading_process`, or forked. It may use little memory,
may write no file (but into a work folder where one is given), and may not compute long without a
step forward; whatever a hostile file does to the parser ends with this process. On stdout: lines
{"step": [done, total]}, last {"document": …}, {"result": …}, {"refusal": …} or {"pictures": …}:
how many bytes each has, and then those.

There is one for every photograph that a family sends: what only documents need is imported for
documents alone.
"""

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xueyou.formats.refusal import Refusal

MEMORY_BYTES = 480 * 1024 * 1024
RECOGNITION_MEMORY_BYTES = 4 * 1024 * 1024 * 1024
STEP_SECONDS = 3.5
"""Processor seconds that may pass without a step forward."""
RECOGNITION_STEP_SECONDS = 60.0
TOTAL_SECONDS = 120
RECOGNITION_TOTAL_SECONDS = 3600

CONVERTED_BYTES = 64 * 1024 * 1024

GENTLE, YIELDS = frozenset({"paper-photo", "paper-pages"}), 10
"""What many families send at once is read behind everybody else's work; how nice it is."""

READERS: dict[str, tuple[str, str]] = {
    "docx": ("xueyou.formats.word", "read_word"),
    "doc": ("xueyou.formats.old_word", "read_old_word"),
    "xlsx": ("xueyou.formats.spreadsheet", "read_spreadsheet"),
    "html": ("xueyou.formats.webpage", "read_webpage"),
    "pdf": ("xueyou.formats.pdf", "read_pdf"),
    "pdf-unless-scanned": ("xueyou.formats.pdf", "read_pdf_unless_scanned"),
    "scan": ("xueyou.formats.scan", "read_scan"),
    "scan-first-page": ("xueyou.formats.scan", "read_first_page"),
    "ofd": ("xueyou.formats.ofd", "read_ofd"),
}

RESULTS: dict[str, tuple[str, str]] = {
    "check": ("xueyou.formats.check_reader", "answer_rows"),
    "progress": ("xueyou.formats.progress_reader", "progress_rows"),
    "table": ("xueyou.formats.uploaded_table", "table_rows"),
    "roll": ("xueyou.formats.roll_reader", "roll_rows"),
    "review": ("xueyou.formats.review_workbook", "review_sheets"),
}
"""Readers of what is no document: they return JSON values of their own."""

PICTURES: dict[str, tuple[str, str]] = {
    "paper-photo": ("xueyou.formats.paper_photo", "photo_drawn"),
    "paper-pages": ("xueyou.formats.paper_pdf", "pages_drawn"),
}
"""Readers that return pictures."""


Step = Callable[[int, int], None]
Report = dict[str, Any]


class Limits:
    """The limits of this process; `step` starts the clock of the next step."""

    def __init__(self, *, recognition: bool, may_write: bool) -> None:
        self._seconds = RECOGNITION_STEP_SECONDS if recognition else STEP_SECONDS
        memory = RECOGNITION_MEMORY_BYTES if recognition else MEMORY_BYTES
        total = RECOGNITION_TOTAL_SECONDS if recognition else TOTAL_SECONDS
        for limit, value in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, total),
            (resource.RLIMIT_FSIZE, CONVERTED_BYTES if may_write else 0),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(limit)
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        self.step()

    def step(self) -> None:
        """Give the parser its seconds anew. The default action of SIGPROF ends the process."""
        signal.setitimer(signal.ITIMER_PROF, self._seconds)


def main(arguments: list[str]) -> int:
    """Read the file named by [kind, path, work folder or ""]; always ends with one report."""
    kind, path, work = arguments
    # Parsers that print must not disturb the report, so only this file object writes to it.
    report = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Imported before the limits hold, so that the parser's compiled modules can be kept.
    read = loaded(kind)
    if kind in GENTLE:
        os.nice(YIELDS)
    limits = Limits(recognition=kind.startswith("scan"), may_write=work != "")

    def step(done: int, total: int) -> None:
        limits.step()
        _say(report.write, {"step": [done, total]})
        report.flush()

    try:
        said = read([Path(one) for one in (path, work) if one], step)
        pictures: list[bytes] = said.get("pictures", [])
        _say(report.write, said | {"pictures": [*map(len, pictures)]} if pictures else said)
        for picture in pictures:
            report.write(picture)
    except Refusal as refusal:
        _say(report.write, {"refusal": _as_json(refusal)})
    except (MemoryError, RecursionError):
        _say(report.write, {"refusal": _as_json(Refusal("too_large"))})
    report.flush()
    return 0


def loaded(kind: str) -> Callable[[list[Path], Step], Report]:
    """Import what reads a kind of file; return the function that reads paths and reports."""
    if kind in READERS:
        return _document_reader(kind)
    module, function = (RESULTS | PICTURES)[kind]
    reader = getattr(importlib.import_module(module), function)
    name = "result" if kind in RESULTS else "pictures"
    return lambda paths, step: {name: reader(*paths, step)}


def _document_reader(kind: str) -> Callable[[list[Path], Step], Report]:
    from dataclasses import asdict

    from xueyou.formats.canonical import sha256_of_file
    from xueyou.formats.draft import Draft

    module, function = READERS[kind]
    reader = getattr(importlib.import_module(module), function)

    def read(paths: list[Path], step: Step) -> Report:
        draft = Draft("pdf" if "scan" in kind else kind, step)
        reader(*paths, draft)
        return {"document": asdict(draft.finish(sha256=sha256_of_file(paths[0]), name=""))}

    return read


def _as_json(refusal: Refusal) -> dict[str, object]:
    return {
        "code": refusal.code,
        "detail": refusal.detail,
        "detail_en": refusal.detail_en,
        "sheet": refusal.sheet,
        "row": refusal.row,
        "column": refusal.column,
    }


def _say(write: Callable[[bytes], object], message: dict[str, object]) -> None:
    # Escaped, so that a lone surrogate in a document cannot break the pipe's encoding.
    write(json.dumps(message).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
