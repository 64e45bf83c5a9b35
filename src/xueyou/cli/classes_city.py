"""Owns `xueyou classes FOLDER`: grades of many schools, some at a time, each whole or not at all.

Lists and reports of all schools come first, workbooks and papers after. A school's folder appears
at once and whole, so that a run that was killed goes on with `--resume` where it stood.
"""

import argparse
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from xueyou.cli.classes import as_json, assignment, classes_workbook, divided, read
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FORBIDDEN, NO_SOLUTION, OUR_FAULT, REFUSED, USAGE, Stop
from xueyou.cli.outputs import claim_out, write_output
from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.official.typesetting import NotSet
from xueyou.formats.table_pages import as_html
from xueyou.formats.writing import write_folder, write_whole
from xueyou.rulebook.classes.folders import assigned
from xueyou.rulebook.classes.reporting import conflict
from xueyou.rulebook.classes.running import NoList
from xueyou.rulebook.classes.wording import report_page
from xueyou.rulebook.language.faults import InputRefused

TABLE = "schools.csv"
_SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class School:
    """How one school's run ended."""

    name: str
    code: int
    pupils: int
    classes: int
    said: str


def city(options: argparse.Namespace, seed: bytes | None, console: Console) -> int:
    """Divide a grade of each school of a folder; the exit code is the worst of theirs."""
    rosters = sorted(p for p in options.roster.iterdir() if p.suffix.lower() in _SUFFIXES)
    names = [path.stem for path in rosters]
    if not rosters:
        raise Stop(USAGE, f"{options.roster} 里没有 .xlsx 或 .csv 的名单。")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Stop(USAGE, f"{twice[0]} 有两份名单。文件名要各不相同，一所学校一份。")
    out = options.out or options.roster.with_name(f"{options.roster.name}-分班")
    if not (options.resume and out.is_dir()):
        claim_out(out, force=False)
        out.mkdir()
    threads = min(options.threads or os.cpu_count() or 1, len(rosters))
    found = _all(rosters, threads, console, "分班", lambda p: _school(p, out, options, seed))
    rows = [(s.name, s.pupils or "", s.classes or "", s.code, s.said) for s in found]
    write_output(out / TABLE, lines_csv(("school", "pupils", "classes", "exit", "said"), rows))
    done = [path for path, school in zip(rosters, found, strict=True) if school.code == DONE]
    papers = _all(done, threads, console, "打印件", lambda p: _papers(p, out, options))
    for school in (*found, *papers):
        if school.code != DONE:
            console.error(f"{school.name}：{school.said}")
    console.result(
        f"{len(rosters)} 所学校，分好 {len(done)} 所，共 {sum(s.pupils for s in found)} 名学生。"
        f"\n各校的结果在 {out}，一览在 {out / TABLE}。里面有学生的名单，不能外传。"
    )
    return max(school.code for school in found)


def _school(path: Path, out: Path, options: argparse.Namespace, seed: bytes | None) -> School:
    """Write the list and report of one school, unless they are there."""
    folder = out / path.stem
    if (folder / "report.json").is_file():
        return _kept(path.stem, folder)
    try:
        roster, listed = divided(path, options, seed)
    except InputRefused as refused:
        code = FORBIDDEN if refused.forbidden else REFUSED
        said = f"{refused.faults[0].zh}（共 {len(refused.faults)} 处要改）"
        return School(path.stem, code, 0, 0, said)
    except NoList as none:
        if none.conflict is None:
            return School(
                path.stem, NO_SOLUTION, 0, 0, "要求太多，没能排出来，也没能证明排不出来。"
            )
        said = conflict(none.compiled, none.conflict)["zh"]
        return School(path.stem, NO_SOLUTION, 0, 0, said)
    write_folder(
        folder,
        {"assignment.csv": assignment(roster, listed), "report.json": as_json(listed.report)},
    )
    return _kept(path.stem, folder)


def _kept(name: str, folder: Path) -> School:
    report = json.loads((folder / "report.json").read_bytes())
    missed = "、".join(report["missed"])
    said = f"没有达到容许差：{missed}" if missed else ""
    return School(name, DONE, report["pupils"], report["classes"], said)


def _papers(path: Path, out: Path, options: argparse.Namespace) -> School:
    """Write workbook and papers of one school beside its list, unless they are there."""
    from xueyou.formats.official.table_pages import table_page_pdf

    folder = out / path.stem
    page = report_page(json.loads((folder / "report.json").read_bytes()), path.stem)
    if not (folder / "classes.xlsx").is_file():
        _, roster = read(path, options)
        given = assigned((folder / "assignment.csv").read_bytes())
        book = classes_workbook(roster, [given[pupil] for pupil in roster.ids])
        write_whole(folder / "classes.xlsx", book)
    if not (folder / "report.html").is_file():
        write_whole(folder / "report.html", as_html(page))
    if not (folder / "report.pdf").is_file():
        try:
            write_whole(folder / "report.pdf", table_page_pdf(page))
        except NotSet:
            return School(path.stem, OUR_FAULT, 0, 0, "report.pdf 没有排出来，其余的都写好了。")
    return School(path.stem, DONE, 0, 0, "")


Work = Callable[[Path], School]


def _all(
    paths: Sequence[Path], threads: int, console: Console, stage: str, work: Work
) -> list[School]:
    """Do the work of each path, in so many processes where the system can fork."""
    found: dict[str, School] = {}
    alone = threads < 2 or "fork" not in multiprocessing.get_all_start_methods()
    for school in map(work, paths) if alone else _from_processes(paths, threads, work):
        found[school.name] = school
        console.step(stage, len(found), len(paths))
    return [found[path.stem] for path in paths]


def _from_processes(paths: Sequence[Path], threads: int, work: Work) -> Iterable[School]:
    """Yield schools as they are done. A process ends by itself when its parent is gone."""
    context = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    processes = []
    for number in range(min(threads, len(paths))):
        here, there = context.Pipe(duplex=False)
        process = context.Process(
            target=_serve, args=(paths[number::threads], work, there, [here, *ends]), daemon=True
        )
        process.start()
        there.close()
        ends.append(here)
        processes.append(process)
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                yield end.recv()
            except EOFError:
                ends.remove(end)
    for process in processes:
        process.join()
        if process.exitcode:
            raise RuntimeError(f"a process ended with {process.exitcode}")


def _serve(
    paths: Sequence[Path], work: Work, out: Connection, others: Sequence[Connection]
) -> None:
    for other in others:  # else they would stay open after the parent is gone
        other.close()
    with suppress(BrokenPipeError):
        for path in paths:
            out.send(work(path))
