"""Owns `xueyou admit refill`: somebody withdraws, and the next are called."""

import argparse
import json
from pathlib import Path

from xueyou.cli.admit import refuse
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, FORBIDDEN, NO_SOLUTION, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_output
from xueyou.cli.version import code_digest
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers.refill_folder import NoRefill, RefillWritten, write_refill
from xueyou.rulebook.answers.sealed import BundleBroken
from xueyou.rulebook.language.faults import InputRefused


def run_refill(options: argparse.Namespace, console: Console) -> int:
    """Strike who withdrew, call who waits, write D2; exit 6 where the rules call nobody."""
    json_file = Path(options.json) if options.json not in (None, "-") else None
    require_file(options.withdrawn)
    claim_all((json_file,), force=options.force)
    claim_out(options.out, force=options.force)
    if options.folder.resolve() in (options.out.resolve(), *options.out.resolve().parents):
        raise Stop(USAGE, f"{options.out} 在原来的结果里面。原来的结果要原样留着，请换个地方。")
    console.step("refill", 0, 1)
    try:
        done = write_refill(
            options.folder,
            options.withdrawn,
            options.out,
            code=code_digest(),
            threads=options.threads,
        )
    except BundleBroken as broken:
        raise Stop(FALSE if options.folder.is_dir() else USAGE, broken.zh) from None
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.withdrawn.parent)
    except NoRefill:
        raise Stop(
            FORBIDDEN,
            "这份规则没有写递补（没有一个批次写 refill: next）："
            "有人放弃的名额空着，不能叫后面的人。没有写出任何结果。",
        ) from None
    except NoSolution as none:
        raise Stop(NO_SOLUTION, none.zh) from None
    console.step("refill", 1, 1)
    write_errors(options.errors, [])
    said = json.dumps({**done.certificate, "refill": done.code}, ensure_ascii=False, indent=1)
    if json_file is not None:
        write_output(json_file, f"{said}\n".encode())
    if options.json == "-":
        console.result(f"{said}\n")
    elif json_file is None or not options.quiet:
        console.result("\n".join(_lines(done, options.out)))
    return DONE


def _lines(done: RefillWritten, out: Path) -> list[str]:
    said, counts = done.certificate, done.certificate["counts"]
    lines = [
        f"《{said['title']}》第 {said['rounds']} 次递补：让出名额 {counts['withdrew']} 人，"
        f"新录取 {counts['called']} 人，升到前面志愿 {counts['moved_up']} 人，"
        "逐人写在 changes.csv。",
        f"现在录取 {counts['placed']} 人，没有名额的 {counts['unplaced']} 人；"
        f"各次放弃过的共 {counts['withdrawn']} 人。",
    ]
    lines += [
        f"  批次 {batch['id']}：名额 {batch['places']}，录取 {batch['placed']}，余 {batch['left']}"
        f"{'' if batch['refill'] == 'next' else '，按规则不递补'}。"
        for batch in said["batches"]
    ]
    if said["rehearsal"]:
        lines.append(f"递补承诺码：{done.code}")
        lines.append(f"原来的结果是演练，这也是。结果在 {out}，都不能公布。")
        return lines
    lines.append(f"递补承诺码（请另处公布，核对时用 --commitment）：{done.code}")
    lines.append(f"结果在 {out}，不能外传；可以公布的只有 {out / 'public'}。")
    return lines
