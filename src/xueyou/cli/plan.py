"""Owns `xueyou plan read`: load a file, let the engine read it, write what was found."""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, REFUSED
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import ErrorRow, claim_all, write_errors, write_output
from xueyou.cli.summary import summary_lines
from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal


def read(options: argparse.Namespace, console: Console) -> int:
    """Read one document; exit 3 with a line in --errors when it is refused."""
    json_file = Path(options.json) if options.json not in (None, "-") else None
    require_file(options.file)
    claim_all((json_file, options.text, options.xlsx), force=options.force)
    try:
        document, reading = _read(options, console)
    except Refusal as refusal:
        write_errors(options.errors, [ErrorRow.of(str(options.file), refusal)])
        console.error(f"{options.file.name}：{refusal.zh}（{refusal.code}）")
        return REFUSED
    if options.text is not None:
        write_output(options.text, document.text.encode("utf-8", "surrogatepass"))
    if options.xlsx is not None:
        from xueyou.formats.plan_workbook import plan_workbook

        write_output(options.xlsx, plan_workbook(reading))
    if json_file is not None:
        write_output(json_file, _pretty(reading).encode())
    write_errors(options.errors, [])
    if options.json == "-":
        console.result(_pretty(reading))
    elif json_file is None or not options.quiet:
        console.result("\n".join(summary_lines(reading)))
    return DONE


def _pretty(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _read(options: argparse.Namespace, console: Console) -> tuple[Document, dict[str, Any]]:
    """Return the document and its reading in the public shape, with the seconds of each."""
    start = time.perf_counter()
    document = load(
        options.file,
        ocr=not options.no_ocr,
        progress=lambda done, total: console.step("load", done, total),
    )
    load_seconds = time.perf_counter() - start
    # Importing the engine takes as long as reading a document, and belongs to neither figure.
    from xueyou.engines.reading import NoPlan
    from xueyou.engines.reading import read as read_document

    start = time.perf_counter()
    try:
        reading = read_document(
            document, progress=lambda done, total: console.step("read", done, total)
        ).as_json()
    except NoPlan:
        raise Refusal("no_plan") from None
    read_seconds = time.perf_counter() - start
    seconds = {"load": round(load_seconds, 4), "read": round(read_seconds, 4)}
    head = {"schema": reading["schema"], "engine": reading["engine"], "seconds": seconds}
    return document, head | reading | {"doc": _doc(document) | reading["doc"]}


def _doc(document: Document) -> dict[str, Any]:
    """Give what the file itself says about the document."""
    return {
        "file": document.name,
        "sha256": document.sha256,
        "media": document.media,
        "encoding": document.encoding,
        "pages": len(document.pages) or None,
        "unread_pages": list(document.unread_pages),
        "recognised": [list(span) for span in document.recognised],
    }
