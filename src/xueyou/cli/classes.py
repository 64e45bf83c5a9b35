"""Owns `xueyou classes`: the roster of a grade to lists of classes and their report."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xueyou.cli.admit import refuse
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, NO_SOLUTION, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_out, write_output
from xueyou.cli.version import code_digest
from xueyou.formats.class_rosters import scores_named
from xueyou.formats.official.typesetting import NotSet
from xueyou.formats.table_pages import as_html
from xueyou.formats.workbook import Column, Sheet, Value, workbook
from xueyou.rulebook.classes.folders import assignment_csv
from xueyou.rulebook.classes.model import ClassRules, Roster
from xueyou.rulebook.classes.reporting import conflict
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.rules import read_class_rules
from xueyou.rulebook.classes.running import Listed, NoList, Wanted
from xueyou.rulebook.classes.running import run as run_classes
from xueyou.rulebook.classes.wording import report_page
from xueyou.rulebook.language.faults import InputRefused

_SEED_DIGITS = 64


def classes(options: argparse.Namespace, console: Console) -> int:
    """Divide a grade, or one of each school of a folder; docs/interfaces.md says into what."""
    if options.rules is not None:
        require_file(options.rules)
    seed = _seed(options.seed)
    if (other := _elsewhere(options, seed, console)) is not None:
        return other
    require_file(options.roster)
    if options.resume:
        raise Stop(USAGE, "--resume 只用于各校名单的文件夹：一份名单重算一遍就是了。")
    out = options.out or options.roster.with_name(f"{options.roster.stem}-分班")
    json_file = Path(options.json) if options.json not in (None, "-") else None
    claim_all((json_file,), force=options.force)
    claim_out(out, force=options.force)
    try:
        roster, listed = divided(
            options.roster, options, seed, lambda done, total: console.step("搜索", done, total)
        )
    except InputRefused as refused:
        elsewhere = {} if options.rules is None else {options.rules.name: options.rules.parent}
        folder = options.roster.parent
        return refuse(refused, options, console, folder=folder, elsewhere=elsewhere)
    except NoList as none:
        return _no_list(none, out, json_file, options, console)
    write_errors(options.errors, [])
    write_out(out, _files(roster, listed, options.roster.stem, console))
    said = as_json(listed.report)
    if json_file is not None:
        write_output(json_file, said)
    if options.json == "-":
        console.result(said.decode())
    elif json_file is None or not options.quiet:
        console.result("\n".join(_lines(listed.report, out)))
    return DONE


def _elsewhere(options: argparse.Namespace, seed: bytes | None, console: Console) -> int | None:
    """Do what is asked where it is no single roster to divide; None where it is."""
    if options.roster.suffix.lower() == ".zip":
        from xueyou.cli.classes_hall import hall

        return hall(options, console)
    if options.published is not None or options.witness or options.names is not None:
        raise Stop(USAGE, "--published、--witness、--names 只用于封存的一份（.zip）。")
    if options.after is not None:
        from xueyou.cli.classes_late import late

        return late(options, seed, console)
    if options.most is not None:
        raise Stop(USAGE, "--most 和 --after 一起用：给后来的学生安排班。")
    if options.roster.is_dir():
        from xueyou.cli.classes_city import city

        return city(options, seed, console)
    return None


def divided(
    path: Path,
    options: argparse.Namespace,
    seed: bytes | None,
    step: Callable[[int, int], None] | None = None,
) -> tuple[Roster, Listed]:
    """Return a roster and its list. Raises InputRefused, NoList."""
    rules, roster = read(path, options)
    wanted = _wanted(options, rules, seed)
    return roster, run_classes(roster, rules, wanted, program=code_digest(), step=step)


def read(path: Path, options: argparse.Namespace) -> tuple[ClassRules, Roster]:
    """Return rules and roster as the options name them. Raises InputRefused."""
    rules = ClassRules() if options.rules is None else read_class_rules(options.rules)
    scores = None if options.scores is None else scores_named(options.scores)
    return rules, read_roster(path, rules, scores)


def refuse_options(options: argparse.Namespace, names: Sequence[str], why: str) -> None:
    """Stop where an option is given that says nothing here; `why` has {} for their names."""
    given = [name for name in names if getattr(options, name) not in (None, False)]
    if given:
        words = "、".join("--" + name.replace("_", "-") for name in given)
        raise Stop(USAGE, why.format(words))


def _seed(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        if len(text) == _SEED_DIGITS:
            return bytes.fromhex(text)
    except ValueError:
        pass
    raise Stop(USAGE, "--seed 要给 64 位十六进制数。")


def _wanted(options: argparse.Namespace, rules: ClassRules, seed: bytes | None) -> Wanted:
    return Wanted(
        classes=options.classes,
        sizes=options.sizes,
        method=options.method or rules.method,
        seed=seed,
        iterations=options.iterations,
        search_ms=options.search_ms,
        score_source=options.score_source,
    )


def _no_list(
    none: NoList, out: Path, json_file: Path | None, options: argparse.Namespace, console: Console
) -> int:
    write_errors(options.errors, [])
    if none.conflict is None:
        raise Stop(
            NO_SOLUTION,
            "同班、分开、固定、分散的要求太多、牵连太深，在规定的步数里既没有排出来，"
            "也没能证明排不出来。请去掉几项再试。什么都没有写出。",
        )
    said = conflict(none.compiled, none.conflict)
    write_out(out, {"conflict.json": as_json(said)})
    if json_file is not None:
        write_output(json_file, as_json(said))
    if options.json == "-":
        console.result(as_json(said).decode())
    console.error(said["zh"])
    for member in said["members"]:
        console.error(f"  {member['zh']}")
    console.error(
        f"名单没有分。涉及的编号写在 {out / 'conflict.json'}。"
        "请去掉或改掉其中一项，再分一次；别处如果还有矛盾，会接着说。"
    )
    return NO_SOLUTION


def _files(roster: Roster, listed: Listed, name: str, console: Console) -> dict[str, bytes]:
    page = report_page(listed.report, name)
    files = {
        "assignment.csv": assignment(roster, listed),
        "report.json": as_json(listed.report),
        "classes.xlsx": classes_workbook(roster, listed.classes),
        "report.html": as_html(page),
    }
    from xueyou.formats.official.table_pages import table_page_pdf

    try:
        files["report.pdf"] = table_page_pdf(page)
    except NotSet:
        console.error("report.pdf 没有排出来，其余的结果都写好了。请先用 report.html 打印。")
    return files


def assignment(roster: Roster, listed: Listed) -> bytes:
    """Return assignment.csv."""
    return assignment_csv(roster.ids, listed.classes)


def classes_workbook(roster: Roster, classes: Sequence[int]) -> bytes:
    """Return the lists as an office hands them on: all, then each class on a sheet of its own."""
    heads = ("班级", "编号", "姓名", *(kind.name for kind in roster.kinds))
    columns = [Column(head, 16 if head == "编号" else 12) for head in heads]
    order = sorted(range(len(roster.ids)), key=lambda at: (classes[at], roster.ids[at]))
    rows: list[tuple[Value, ...]] = [
        (
            classes[at],
            roster.ids[at],
            roster.names[at],
            *(kind.values[at] for kind in roster.kinds),
        )
        for at in order
    ]
    sheets = [Sheet("名单", columns, rows)]
    for c in sorted(set(classes)):
        sheets.append(Sheet(f"{c}班", columns, [row for row in rows if row[0] == c]))
    return workbook(sheets)


def _lines(report: dict[str, Any], out: Path) -> list[str]:
    page = report_page(report, "")
    lines = list(page.head)
    for one in report["features"]:
        if one["kind"] == "number":
            lines.append(
                f"  {one['name']}：平均分极差 {one['range_mean']:.2f}"
                f"（下限 {one['bound']:.2f}），标准差极差 {one['range_sd']:.2f}"
            )
        else:
            lines.append(f"  {one['name']}：人数极差 {one['range_count']}（下限 {one['bound']}）")
    if report["scores"]["used"] and report["scores"]["source"] is None:
        lines.append("没有说明分数从哪里来：正式分班要写 --score-source。入学考试的分数不能用。")
    lines += report["notes"]
    lines.append(
        f"种子 {report['seed']}，搜索 {report['iterations']} 步，{report['search_ms']} 毫秒。"
    )
    if report["rehearsal"]:
        lines.append("这是演练：种子由名单算出。正式分班请用公开抽出的种子（--seed）。")
    lines.append(f"结果在 {out}，里面有学生的名单，不能外传。")
    return lines


def as_json(value: Any) -> bytes:
    """Return a value as a JSON file."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
