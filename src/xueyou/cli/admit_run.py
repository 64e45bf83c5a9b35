"""Owns `xueyou admit run` and `admit check`: a folder of inputs to places and their proof."""

import argparse
import json
from pathlib import Path
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, FORBIDDEN, NO_SOLUTION, USAGE, Stop
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_output
from xueyou.cli.version import code_digest
from xueyou.rulebook.allocation.run import Asked, DrawNeeded, DrawRefused, Ran, asked_in
from xueyou.rulebook.allocation.run import run as run_folder
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.tables.inputs import RULES

_SEED_DIGITS = 64


def run(options: argparse.Namespace, console: Console) -> int:
    """Give all places and write OUT; see docs/interfaces.md for what it holds."""
    _require_folder(options.folder)
    seed = _seed(options.seed)
    if options.draw is not None and seed is not None:
        raise Stop(USAGE, "--draw 和 --seed 只能给一个：正式结果用摇号，演练用种子。")
    if options.draw is not None and not options.draw.is_dir():
        raise Stop(USAGE, f"没有这个文件夹：{options.draw}。--draw 要给 draw reveal 写出的文件夹。")
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    claim_out(options.out, force=options.force)
    try:
        ran = run_folder(
            options.folder,
            options.out,
            code=code_digest(),
            draw=options.draw,
            seed=seed,
            force=options.force,
            threads=options.threads,
            progress=console.step,
        )
    except InputRefused as refused:
        return _refuse(refused, options, console)
    except DrawNeeded:
        raise Stop(
            FORBIDDEN,
            "这份规则要摇号：正式结果要用 --draw 给出摇号的文件夹（xueyou draw reveal 写出的）。"
            "只是演练，可以用 --seed 给 64 位十六进制数，结果会注明是演练。没有写出任何结果。",
        ) from None
    except DrawRefused as refused_draw:
        raise Stop(FALSE, refused_draw.zh) from None
    except NoSolution as none:
        return _no_solution(none, json_file, options, console)
    write_errors(options.errors, [])
    said = {**ran.certificate, **_digests(ran)}
    _tell(said, _lines(ran, options.out), json_file, options, console)
    return DONE


def check(options: argparse.Namespace, console: Console) -> int:
    """Read rules and tables, say all faults at once, or the code of the inputs."""
    _require_folder(options.folder)
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    try:
        asked = asked_in(options.folder, progress=console.step)
    except InputRefused as refused:
        return _refuse(refused, options, console)
    write_errors(options.errors, [])
    said = _checked(asked)
    lines = [
        f"《{asked.rulebook.title}》和四张表都能用。",
        f"申请人 {said['applicants']}，志愿 {said['choices']}，选项 {said['options']}，"
        f"批次 {len(said['batches'])}。",
        "这份规则要摇号。" if said["draws"] else "这份规则不用摇号。",
        f"录入承诺码（规则、四张表和程序）：{said['inputs']}",
        *([f"演练用的种子（--seed）：{said['rehearsal_seed']}"] if said["draws"] else []),
    ]
    _tell(said, lines, json_file, options, console)
    return DONE


def _checked(asked: Asked) -> dict[str, Any]:
    inputs = asked.inputs
    return {
        "schema": "admission-check/1",
        "title": asked.rulebook.title,
        "applicants": inputs.count,
        "choices": sum(len(batch.choice_rank) for batch in inputs.batches),
        "options": len(inputs.options),
        "batches": [
            {
                "id": rules.id,
                "choices": len(given.choice_rank),
                "places": int(given.places[given.offered].sum()),
            }
            for rules, given in zip(asked.rulebook.batches, inputs.batches, strict=True)
        ],
        "draws": asked.rulebook.draws,
        "inputs": asked.commitment(code=code_digest()),
        "rehearsal_seed": asked.rehearsal_seed().hex(),
    }


def _require_folder(folder: Path) -> None:
    if folder.is_file():
        raise Stop(
            USAGE,
            f"{folder} 是一个文件。请给它所在的文件夹（{folder.parent}）："
            f"{RULES} 和四张表放在同一个文件夹里。",
        )
    if not folder.is_dir():
        raise Stop(USAGE, f"没有这个文件夹：{folder}。请核对名字。")
    if not (folder / RULES).is_file():
        raise Stop(USAGE, f"{folder} 里没有 {RULES}。请把规则和四张表放在同一个文件夹里。")


def _seed(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        if len(text) == _SEED_DIGITS:
            return bytes.fromhex(text)
    except ValueError:
        pass
    raise Stop(USAGE, "--seed 要给 64 位十六进制数。")


def _refuse(refused: InputRefused, options: argparse.Namespace, console: Console) -> int:
    # Imported here: it brings what prints sheets, which a run that succeeds has no need of.
    from xueyou.cli.admit import refuse

    return refuse(refused, options, console, folder=options.folder)


def _no_solution(
    none: NoSolution, json_file: Path | None, options: argparse.Namespace, console: Console
) -> int:
    said = {
        "schema": "admission-no-solution/1",
        "code": none.code,
        "zh": none.zh,
        "cycle": [
            [[batch, need, option, line] for (batch, need, option), line in sorted(one.items())]
            for one in none.cycle
        ],
    }
    write_errors(options.errors, [])
    if json_file is not None:
        write_output(json_file, _json(said))
    elif options.json == "-":
        console.result(_json(said).decode())
    console.error(none.zh)
    return NO_SOLUTION


def _digests(ran: Ran) -> dict[str, Any]:
    return {
        "inputs": ran.digests.inputs,
        "commitment": ran.digests.commitment,
        "problem": ran.digests.problem,
        "seed": None if ran.seed is None else ran.seed.hex(),
        "rehearsal": ran.rehearsal,
    }


def _lines(ran: Ran, out: Path) -> list[str]:
    counts = ran.certificate["counts"]
    lines = [
        f"《{ran.certificate['title']}》：申请人 {counts['applicants']}，"
        f"录取 {counts['placed']}，未录取 {counts['unplaced']}。"
    ]
    for batch in ran.certificate["batches"]:
        over = f"，因同分或同组多录 {batch['over_places']}" if batch["over_places"] else ""
        lines.append(
            f"  批次 {batch['id']}：名额 {batch['places']}，录取 {batch['placed']}，"
            f"余 {batch['left']}{over}。"
        )
    lines.append(f"录入承诺码：{ran.digests.inputs}")
    if ran.rehearsal:
        lines.append(f"结果承诺码：{ran.digests.commitment}")
        lines.append(
            f"这是演练，不是正式结果。种子：{ran.seed.hex()}"
            if ran.seed is not None
            else "这是演练，不是正式结果：摇号时拨过时钟。"
        )
        lines.append(
            f"结果在 {out}，都不能公布：种子是公开的，谁都能对出每个人是谁。"
            if ran.seed is not None
            else f"结果在 {out}，都不能公布。"
        )
        return lines
    lines.append(f"结果承诺码（请另处公布，核对时用 --commitment）：{ran.digests.commitment}")
    lines.append(f"结果在 {out}，不能外传；可以公布的只有 {out / 'public'}。")
    return lines


def _tell(
    said: dict[str, Any],
    lines: list[str],
    json_file: Path | None,
    options: argparse.Namespace,
    console: Console,
) -> None:
    if json_file is not None:
        write_output(json_file, _json(said))
    if options.json == "-":
        console.result(_json(said).decode())
    elif json_file is None or not options.quiet:
        console.result("\n".join(lines))


def _json(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
