"""Owns `xueyou verify`: check a bundle of results with the verifier of this release.

Nothing of the bundle is ever executed. What verify.py cannot do alone is done here: that rules.json
comes from rules.yaml, that the tables keep to the rules, SM3 of the draw, and whether the verifiers
inside are those that were written.
"""

import argparse
import csv
import json
import re
from pathlib import Path
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, write_output
from xueyou.cli.verify_refill import code_of_run, refilled
from xueyou.cli.verify_row import opened_row
from xueyou.formats.canonical import canonical_json, sha256_of_file
from xueyou.formats.proof import draws
from xueyou.formats.proof.bundle import VERIFIERS, unbound_files, verifier_digest
from xueyou.formats.proof.refilled import BASE, is_refilled
from xueyou.formats.proof.verify import Differs, check

_HEX64 = re.compile("[0-9a-fA-F]{64}")
_UNREADABLE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError,
    csv.Error,
)  # fmt: skip


def verify(options: argparse.Namespace, console: Console) -> int:
    """Exit 0 where all holds, 1 with the file and its first row where it does not."""
    folder: Path = options.folder
    if not folder.is_dir():
        raise Stop(
            USAGE, f"没有这个文件夹：{folder}。请给 admit run 写出的文件夹，或其中的 public。"
        )
    if options.commitment and not _HEX64.fullmatch(options.commitment):
        raise Stop(USAGE, "--commitment 要给 64 位十六进制数。")
    if options.row is not None:
        require_file(options.row)
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    said: dict[str, Any] = {"schema": "admission-verified/1", "ok": True, "zh": []}
    try:
        said["zh"] += _checked(folder, options.commitment or "", options.row)
    except Differs as differs:
        said |= {"ok": False, "zh": [f"核验不通过：{differs}"]}
    except _UNREADABLE as broken:
        sentence = f"核验不通过：这份结果读不懂（{type(broken).__name__}）。"
        said |= {"ok": False, "zh": [sentence]}
    said["verifier"] = verifier_digest()
    said["zh"].append(f"本版放行的 verify.py：sha256 {said['verifier']}")
    _tell(said, json_file, options, console)
    return DONE if said["ok"] else FALSE


def _checked(folder: Path, commitment: str, row: Path | None) -> list[str]:
    """Check a run, or a refill and the run inside it, and a family's row; say what was found."""
    if not is_refilled(folder):
        run = folder
        said = check(str(run), commitment) + _more(run)
    else:
        run = folder / BASE
        said = check(str(run), code_of_run(folder, commitment)) + _more(run)
        said += refilled(folder, commitment)
    if row is not None:
        said += opened_row(_public(run), _public(folder), row)
    return said


def _public(folder: Path) -> Path:
    return folder / "public" if (folder / "public").is_dir() else folder


def _more(folder: Path) -> list[str]:
    """Check what only this program can, and say it."""
    certificate = json.loads((folder / "certificate.json").read_bytes())
    bases = ("", "public/") if (folder / "public").is_dir() else ("",)
    for key, name in ((key, base + name) for base in bases for key, name in VERIFIERS.items()):
        if sha256_of_file(folder / name) != certificate[key]:
            raise Differs(f"{name} 第 1 行起不是写出这份结果的那个程序放进去的。没有运行它。")
    for name in unbound_files(folder):
        raise Differs(f"{name} 是多出来的文件。")
    said = []
    if certificate["verifier"] != verifier_digest():
        said.append(
            "里面的 verify.py 不是本版放行的（可能是别的版本），没有运行它；请向发布者核对。"
        )
    if (folder / "inputs").is_dir():
        said += _sealed(folder)
    return said


def _sealed(folder: Path) -> list[str]:
    from xueyou.rulebook.language.compiled import compiled
    from xueyou.rulebook.language.faults import InputRefused
    from xueyou.rulebook.language.reading import read_rulebook
    from xueyou.rulebook.tables.inputs import read_inputs

    rules = folder / "inputs" / "rules.yaml"
    try:
        rulebook = read_rulebook(rules, framed=False)
        same = canonical_json(compiled(rulebook)) == (folder / "rules.json").read_bytes()
    except InputRefused:
        same = False
    if not same:
        raise Differs("rules.json 第 1 行不是由 inputs/rules.yaml 得来的。")
    try:
        read_inputs(folder / "inputs", rulebook)
    except InputRefused as refused:
        fault = refused.faults[0]
        raise Differs(f"inputs/{fault.file} 第 {fault.row} 行不合规则：{fault.zh}") from None
    if not (folder / "draw").is_dir():
        return ["rules.json 由 rules.yaml 得来，一致。"]
    fixed = draws.Committed(
        roster=(folder / "draw" / "roster.csv").read_bytes(),
        rules=rules.read_bytes(),
        places=(folder / "inputs" / "quotas.csv").read_bytes(),
        options=(folder / "inputs" / "options.csv").read_bytes(),
    )
    try:
        draws.hold_against(draws.read_draw(folder / "draw"), fixed)
    except (draws.DrawBroken, draws.DrawDiffers) as wrong:
        raise Differs(f"draw：{wrong}") from None
    return ["rules.json 由 rules.yaml 得来，一致；摇号承诺的 SHA-256 与 SM3 都一致。"]


def _tell(
    said: dict[str, Any], json_file: Path | None, options: argparse.Namespace, console: Console
) -> None:
    as_json = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, as_json.encode())
    if options.json == "-":
        console.result(as_json)
    elif json_file is None or not options.quiet:
        console.result("\n".join(said["zh"]))
