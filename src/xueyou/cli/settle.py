"""Owns `xueyou plan settle`: hold a plan against the summary of its year."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, REFUSED, Stop
from xueyou.cli.inputs import read_json_object, require_file
from xueyou.cli.outputs import ErrorRow, claim_all, write_errors, write_output
from xueyou.formats.load import load
from xueyou.formats.printable import printable
from xueyou.formats.refusal import Refusal

if TYPE_CHECKING:
    from xueyou.engines.settling import Paper

_SHOWN = 12
_MET = {"yes": "做到了", "no": "没有做到", "unclear": "拿不准"}


def settle(options: argparse.Namespace, console: Console) -> int:
    """Print what was promised and reported; exit 3 where the two do not belong together."""
    from xueyou.engines.settling import Mismatch
    from xueyou.engines.settling import settle as settle_papers

    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    at = options.plan
    try:
        plan = _paper(options.plan, console)
        at = options.summary
        summary = _paper(options.summary, console)
        result = settle_papers(
            plan, summary, progress=lambda done, total: console.step("settle", done, total)
        ).as_json()
    except Refusal as refusal:
        write_errors(options.errors, [ErrorRow.of(str(at), refusal)])
        console.error(f"{at.name}：{refusal.zh}（{refusal.code}）")
        return REFUSED
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise Stop(
            REFUSED,
            f"给出的 JSON 形状不对（{type(error).__name__}），没有对账。"
            "请核对它是不是 plan read 的结果。",
        ) from error
    except Mismatch as mismatch:
        write_errors(options.errors, [_row(at, mismatch.code, mismatch.zh)])
        console.error(f"{mismatch.zh}（{mismatch.code}）")
        return REFUSED
    pretty = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    if json_file is not None:
        write_output(json_file, pretty.encode())
    write_errors(options.errors, [])
    if options.json == "-":
        console.result(pretty)
    elif json_file is None or not options.quiet:
        console.result("\n".join(summary_lines(result)))
    return DONE


def _paper(path: Path, console: Console) -> "Paper":
    """Return a document with its reading: read now, or taken from what `plan read` wrote."""
    from xueyou.engines.reading import NoPlan
    from xueyou.engines.reading import read as read_document
    from xueyou.engines.settling import Paper

    require_file(path)
    if path.suffix.lower() == ".json":
        return Paper(read_json_object(path))
    document = load(path, progress=lambda done, total: console.step("load", done, total))
    try:
        return Paper(read_document(document).as_json(), document.text)
    except NoPlan:
        raise Refusal("no_plan") from None


def _row(path: Path, code: str, zh: str) -> ErrorRow:
    return ErrorRow(
        file=str(path),
        sheet=None,
        row=None,
        column=None,
        code=code,
        value=None,
        zh=zh,
        en="The two documents do not settle each other; nothing was written.",
    )


def summary_lines(result: dict[str, Any]) -> list[str]:
    """Return the lines for people; what was promised and passed over stands first."""
    pairs, silent = result["promised_reported"], result["promised_silent"]
    extra = result["reported_unpromised"]
    counts = {met: sum(1 for line in pairs if line["met"] == met) for met in _MET}
    lines = [
        f"《{printable(str(result['plan']['title']))}》对照《{printable(str(result['summary']['title']))}》，"
        f"{result['year']}年",
        f"承诺 {len(pairs) + len(silent)} 项：报告了 {len(pairs)} 项"
        f"（{'，'.join(f'{_MET[met]} {number}' for met, number in counts.items())}），"
        f"没有提到 {len(silent)} 项；另报告了没有承诺的 {len(extra)} 项。",
    ]
    lines += _some("承诺了，总结没有提到", [_flat(line["promise"]["said"]) for line in silent])
    missed = [
        f"{_flat(line['promise']['said'], 40)} → {_flat(line['report']['said'], 40)}："
        f"{line['sentence']}"
        for line in pairs
        if line["met"] != "yes"
    ]
    return lines + _some("报告了，没有做到或拿不准", missed)


def _some(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    shown = [f"{title}的："] + [f"  {line}" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        shown.append(f"  另有 {len(lines) - _SHOWN} 项，见 JSON。")
    return shown


def _flat(text: str, most: int = 60) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"
