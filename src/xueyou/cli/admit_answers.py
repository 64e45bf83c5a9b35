"""Owns `xueyou admit explain`, `admit compare` and `admit appeal`: questions to a finished run."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xueyou.cli.admit import refuse
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, NO_SOLUTION, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import claim_all, claim_out, write_errors, write_out, write_output
from xueyou.formats.canonical_csv import lines_csv
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.answers.appealing import APPEALS, CHANGES, PLACES, Appealed, appeal
from xueyou.rulebook.answers.comparing import HEAD, Comparison
from xueyou.rulebook.answers.comparing import compare as compare_lists
from xueyou.rulebook.answers.corrections import read_corrections
from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import PersonExplained, as_json
from xueyou.rulebook.answers.old_lists import read_old_list
from xueyou.rulebook.answers.sealed import BundleBroken, Sealed, open_sealed
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.model import Rulebook


def explain(options: argparse.Namespace, console: Console) -> int:
    """Tell one applicant what became of each of his choices."""
    json_file = _json_file(options)
    claim_all((json_file,), force=options.force)
    try:
        sealed = _opened(options, console)
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.folder / "inputs")
    explainer = _explainer(sealed)
    number = explainer.find(options.applicant)
    if number is None:
        raise Stop(USAGE, f"报名表里没有编号“{options.applicant}”。请核对；前面的零不能少。")
    told = explainer.explain(number)
    write_errors(options.errors, [])
    _tell(as_json(told, sealed.rulebook), _lines(told, sealed.rulebook), options, console)
    return DONE


def compare(options: argparse.Namespace, console: Console) -> int:
    """Hold a run against last year's list; exit 1 where a difference has no clause."""
    json_file = _json_file(options)
    require_file(options.old)
    claim_all((options.out, json_file), force=options.force)
    try:
        old = read_old_list(options.old)
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.old.parent)
    try:
        sealed = _opened(options, console)
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.folder / "inputs")
    found = compare_lists(old, _explainer(sealed))
    rows = [difference.row() for difference in found.differences]
    write_output(options.out, lines_csv(HEAD, rows))
    write_errors(options.errors, [])
    said = {
        "schema": "admission-comparison/1",
        "same": found.same,
        "differences": len(found.differences),
        "unexplained": found.unexplained,
        "repeated": found.repeated,
        "passed_over": found.passed_over,
    }
    _tell(said, _compared(found, options.out), options, console)
    return FALSE if found.unexplained else DONE


def run_appeal(options: argparse.Namespace, console: Console) -> int:
    """Run again with corrected facts; exit 5 where an owed place may not lawfully be added."""
    json_file = _json_file(options)
    require_file(options.change)
    claim_all((json_file,), force=options.force)
    claim_out(options.out, force=options.force)
    try:
        sealed = _opened(options, console)
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.folder / "inputs")
    try:
        corrections = read_corrections(options.change, sealed.rulebook, sealed.inputs)
        found = appeal(sealed, corrections, threads=options.threads)
    except InputRefused as refused:
        return refuse(refused, options, console, folder=options.change.parent)
    except NoSolution as none:
        raise Stop(NO_SOLUTION, f"按更正后的事实重算，没有结果：{none.zh}") from None
    said = _appealed(found)
    files = {
        "changes.csv": lines_csv(CHANGES, [change.row() for change in found.changes]),
        "counterfactual.csv": lines_csv(CHANGES, [c.row() for c in found.counterfactual]),
        "places.csv": lines_csv(PLACES, [need.row() for need in found.places]),
        "appeals.csv": lines_csv(APPEALS, found.appeals),
        "appeal.json": _json(said),
    }
    write_out(options.out, files)
    write_errors(options.errors, [])
    _tell(said, _appeal_lines(found, _explainer(sealed)), options, console)
    return DONE if found.allowed else NO_SOLUTION


def _opened(options: argparse.Namespace, console: Console) -> Sealed:
    console.step("load", 0, 1)
    try:
        sealed = open_sealed(options.folder, threads=options.threads)
    except BundleBroken as broken:
        raise Stop(FALSE if options.folder.is_dir() else USAGE, broken.zh) from None
    except NoSolution as none:
        raise Stop(FALSE, f"这个文件夹里的数据重算没有结果：{none.zh}") from None
    console.step("load", 1, 1)
    return sealed


def _explainer(sealed: Sealed) -> Explainer:
    return Explainer(sealed.rulebook, sealed.inputs, sealed.outcome, sealed.tickets)


def _lines(told: PersonExplained, rulebook: Rulebook) -> list[str]:
    lines = [f"{told.applicant}：{told.zh}{told.can}"]
    if told.group:
        lines.append(f"一起申请的有：{'、'.join(told.group)}。")
    # What may be done stands in the headline of who has no place; others read it once.
    said = {""} if told.place is not None else {choice.can for choice in told.choices}
    for number, choice in enumerate(told.choices, 1):
        grounds = choice.said.grounds.said(rulebook)
        can = "" if choice.can in said else choice.can
        said.add(choice.can)
        lines.append(f"{number}. {choice.head}{choice.zh}{can}（{grounds}）")
    return lines


def _compared(found: Comparison, out: Path) -> list[str]:
    lines = [f"结果相同 {found.same} 人，不同 {len(found.differences)} 人，逐人写在 {out}。"]
    if found.unexplained:
        lines.append(f"其中 {found.unexplained} 人说不出依据，请逐个核对。")
    if found.repeated or found.passed_over:
        lines.append(
            f"旧名单里重复的有 {found.repeated} 行；"
            f"标题、小计、说明等 {found.passed_over} 行没有用。"
        )
    return lines


def _appealed(found: Appealed) -> dict[str, Any]:
    return {
        "schema": "admission-appeal/1",
        "allowed": found.allowed,
        "added": sum(need.added for need in found.places if need.allowed),
        "appeals": [
            {"applicant": applicant, "result": result, "zh": zh}
            for applicant, result, zh in found.appeals
        ],
        "places": [dict(zip(PLACES, need.row(), strict=True)) for need in found.places],
    }


_RESULT_ZH = {
    "cured": "应当补录，用增加的名额，不动别人",
    "no_room": "应当补录，但班额已满，不能再增加名额",
    "no_change": "更正后结果不变",
    "kept": "已有的录取不变",
}


def _appeal_lines(found: Appealed, explainer: Explainer) -> list[str]:
    lines = [f"{who}：{_RESULT_ZH[result]}。{zh}" for who, result, zh in found.appeals]
    for need in found.places:
        if need.gained == 0:
            continue
        limit = "规则没有写班额" if need.class_limit is None else f"班额最多 {need.class_limit} 人"
        where = explainer.option(need.batch, need.option)
        lines.append(
            f"{where}：空 {need.vacant} 个，要增加 {need.added} 个；"
            f"加后共 {need.heads_after} 人，{limit}。{'可以增加' if need.allowed else '不能增加'}。"
        )
    return lines


def _json_file(options: argparse.Namespace) -> Path | None:
    return Path(options.json) if options.json not in (None, "-") else None


def _tell(
    said: dict[str, Any], lines: Sequence[str], options: argparse.Namespace, console: Console
) -> None:
    json_file = _json_file(options)
    if json_file is not None:
        write_output(json_file, _json(said))
    if options.json == "-":
        console.result(_json(said).decode())
    elif json_file is None or not options.quiet:
        console.result("\n".join(lines))


def _json(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
