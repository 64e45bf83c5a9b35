"""Owns `xueyou classes ROSTER --after A.csv`: who comes late gets a class, nobody is moved."""

import argparse
from pathlib import Path

from xueyou.cli.admit import refuse
from xueyou.cli.classes import as_json, classes_workbook, read, refuse_options
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, NO_SOLUTION, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_out, write_output
from xueyou.rulebook.classes.arriving import Arrived, arrived, read_earlier
from xueyou.rulebook.classes.folders import assignment_csv
from xueyou.rulebook.language.faults import InputRefused

_OF_A_WHOLE_RUN = ("classes", "sizes", "method", "search_ms", "iterations", "threads", "resume")


def late(options: argparse.Namespace, seed: bytes | None, console: Console) -> int:
    """Give a class to everybody on the roster who has none; docs/interfaces.md says into what."""
    refuse_options(options, _OF_A_WHOLE_RUN, "有了 --after 就不重新分班，{} 用不上，请去掉。")
    require_file(options.roster)
    require_file(options.after)
    out = options.out or options.roster.with_name(f"{options.roster.stem}-补分")
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    claim_out(out, force=options.force)
    try:
        rules, roster = read(options.roster, options)
        earlier = read_earlier(options.after)
        found = arrived(roster, rules, earlier, most=options.most, seed=seed)
    except InputRefused as refused:
        elsewhere = {options.after.name: options.after.parent}
        if options.rules is not None:
            elsewhere[options.rules.name] = options.rules.parent
        return refuse(refused, options, console, folder=options.roster.parent, elsewhere=elsewhere)
    write_errors(options.errors, [])
    if found.homeless:
        raise Stop(NO_SOLUTION, _nowhere(found))
    files = {
        "assignment.csv": assignment_csv(roster.ids, found.classes),
        "arrivals.json": as_json(found.report),
        "classes.xlsx": classes_workbook(roster, found.classes),
    }
    write_out(out, files)
    if json_file is not None:
        write_output(json_file, files["arrivals.json"])
    if options.json == "-":
        console.result(files["arrivals.json"].decode())
    elif json_file is None or not options.quiet:
        console.result("\n".join(_lines(found, out)))
    return DONE


def _nowhere(found: Arrived) -> str:
    left = next(one for one in found.report["arrivals"] if one["class"] is None)
    why = "；".join(f"{one['class']} 班{one['zh']}" for one in left["shut"])
    return (
        f"{found.homeless} 名学生没有一个班能进，例如 {left['id']}：{why}。什么都没有写出，"
        "原来的名单没有动。请核对每班至多的人数（--most）和分班要求，再来一次。"
    )


def _lines(found: Arrived, out: Path) -> list[str]:
    said = found.report
    lines = [f"{len(said['arrivals'])} 名学生各抽了一个班，原来有班的一个没有动。"]
    for one in said["arrivals"]:
        among = "、".join(f"{c}班" for c in one["drawn_among"])
        lines.append(f"  {one['id']}：在 {among} 里抽到 {one['class']} 班")
    if said["gone"]:
        lines.append(f"原来的名单里有 {len(said['gone'])} 人这次不在名单上，没有写进结果。")
    lines.append(f"种子 {said['seed']}。")
    if said["rehearsal"]:
        lines.append("这是演练：种子由名单算出。正式安排请用公开抽出的种子（--seed）。")
    lines.append(f"结果在 {out}，里面有学生的名单，不能外传。")
    return lines
