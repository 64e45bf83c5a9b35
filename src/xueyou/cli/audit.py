"""Owns `xueyou audit verify`: check an export of the audit trail, on any machine."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, write_output
from xueyou.formats.sealed import verify_export


def verify(options: argparse.Namespace, console: Console) -> int:
    """Exit 0 when every seal holds, 1 with the first bad seal and act when one does not."""
    require_file(options.export)
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    try:
        verdict = verify_export(options.export, options.head)
    except ValueError as error:
        raise Stop(USAGE, f"--head 写得不对：{error}") from None
    as_json = json.dumps(asdict(verdict), ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, as_json.encode())
    if options.json == "-":
        console.result(as_json)
    elif json_file is None or not options.quiet:
        console.result(verdict.zh)
    if verdict.ok and options.head is None:
        console.say("没有给 --head：最后几条被整段删去，或封印被整体重做，这样核对看不出来。")
    return DONE if verdict.ok else FALSE
