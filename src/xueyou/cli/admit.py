"""Owns `xueyou admit schema`, `admit sheet` and `schema NAME`: the language of rules, told."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FORBIDDEN, REFUSED, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.outputs import ErrorRow, claim_all, write_errors, write_output
from xueyou.formats.clause_sheet import as_docx, as_page, as_text
from xueyou.rulebook.answers.variants import variants_schema
from xueyou.rulebook.classes.rules import class_rules_schema
from xueyou.rulebook.language.faults import Fault, InputRefused, RulebookRefused
from xueyou.rulebook.language.model import STAGES
from xueyou.rulebook.language.reading import read_rulebook
from xueyou.rulebook.language.schema import frame_schema, rules_schema
from xueyou.rulebook.language.sheet import sheet as sheet_of
from xueyou.rulebook.language.sheet import standing
from xueyou.rulebook.language.shipped import SHIPPED, shipped

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "rules": rules_schema,
    "frame": frame_schema,
    "variants": variants_schema,
    "classes": class_rules_schema,
}
SHEET = "rules-sheet/1"
LIST = "rules-list/1"
_MOST_SAID = 20
_MOST_ROWS = 5


def schema(options: argparse.Namespace, console: Console) -> int:
    """Print the JSON Schema of rules.yaml."""
    return _print_schema(rules_schema(), options, console)


def named_schema(options: argparse.Namespace, console: Console) -> int:
    """Print the JSON Schema of one YAML input, by its name."""
    if options.name not in SCHEMAS:
        known = "、".join(sorted(SCHEMAS))
        raise Stop(USAGE, f"没有名为“{options.name}”的格式。可以写：{known}。")
    return _print_schema(SCHEMAS[options.name](), options, console)


def sheet(options: argparse.Namespace, console: Console) -> int:
    """Print the Chinese sheet of a rulebook; exit 3 (6 for forbidden facts) when it is refused."""
    if options.list:
        return _list(options, console)
    options.rules = _rules_file(options.rules)
    data = Path(options.json) if options.json not in (None, "-") else None
    claim_all((options.html, options.docx, data), force=options.force)
    try:
        made = sheet_of(read_rulebook(options.rules))
    except RulebookRefused as refused:
        return refuse(refused, options, console, folder=options.rules.parent)
    as_json = json.dumps({"schema": SHEET, **asdict(made)}, ensure_ascii=False, indent=1) + "\n"
    for path, content in (
        (options.html, as_page(made) if options.html else b""),
        (options.docx, as_docx(made) if options.docx else b""),
        (data, as_json.encode()),
    ):
        if path is not None:
            write_output(path, content)
            console.say(f"规则说明写进了 {path}。")
    if options.json == "-":
        console.result(as_json)
    elif not (options.html or options.docx or data):
        console.result(as_text(made))
    write_errors(options.errors, [])
    return DONE


def _rules_file(asked: Path | None) -> Path:
    """Return the file asked for, or the shipped rulebook of that name."""
    if asked is None:
        raise Stop(
            USAGE,
            "请给出规则文件，例如 xueyou admit sheet rules.yaml；"
            "随附的规则用 xueyou admit sheet --list 列出。",
        )
    path = shipped().get(asked.as_posix(), asked) if not asked.exists() else asked
    if path == asked and not asked.exists() and not asked.suffix:
        raise Stop(
            USAGE,
            f"没有规则文件 {asked}，随附的规则里也没有这个名称。"
            "xueyou admit sheet --list 列出随附的规则。",
        )
    require_file(path)
    return path


def _list(options: argparse.Namespace, console: Console) -> int:
    rows: list[dict[str, Any]] = []
    lines = ["随附的规则，名称、题目、哪里的、核到什么程度："]
    for name, path in shipped().items():
        rulebook = read_rulebook(path)
        found = standing(rulebook)
        of = f"{rulebook.year}年{STAGES[rulebook.stage]}"
        lines.append(
            f"{name}  {rulebook.title}  {rulebook.place}（{rulebook.code}）  {of}  {found.said}"
        )
        rows.append(
            {
                "name": name,
                "title": rulebook.title,
                "jurisdiction": {"code": rulebook.code, "name": rulebook.place},
                "year": rulebook.year,
                "stage": rulebook.stage,
                "status": found.status,
                "said": found.said,
                "file": str(path),
            }
        )
    lines += [
        "逐条看一份：xueyou admit sheet 名称。",
        f"文件在 {SHIPPED}：复制一份，逐条对着当年的文件核过，再用。",
    ]
    as_json = json.dumps({"schema": LIST, "rulebooks": rows}, ensure_ascii=False, indent=1) + "\n"
    if options.json not in (None, "-"):
        claim_all((Path(options.json),), force=options.force)
        write_output(Path(options.json), as_json.encode())
    console.result(as_json if options.json == "-" else "\n".join(lines))
    return DONE


def refuse(
    refused: InputRefused,
    options: argparse.Namespace,
    console: Console,
    *,
    folder: Path,
    elsewhere: Mapping[str, Path] = MappingProxyType({}),
) -> int:
    """Say why inputs are refused, write --errors, and return the exit code.

    Files lie in `folder`; those that `elsewhere` names in the folder it says.
    """
    write_errors(options.errors, map(_row, refused.faults))
    alike = _alike(refused.faults)
    for faults in alike[:_MOST_SAID]:
        path = elsewhere.get(faults[0].file, folder) / faults[0].file
        console.error(f"{path}{_place(faults)}：{faults[0].zh}")
    more = sum(map(len, alike[_MOST_SAID:]))
    if more:
        console.error(f"另有 {more} 处，用 --errors 文件名 可以全部列出。")
    console.error(f"共 {len(refused.faults)} 处要改。什么都没有写出，原有的文件没有变动。")
    return FORBIDDEN if refused.forbidden else REFUSED


def _row(fault: Fault) -> ErrorRow:
    place = (fault.file, fault.sheet, fault.row, fault.column)
    return ErrorRow(*place, fault.code, fault.value, fault.zh, fault.en)


def _alike(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Return faults of one column that say the same together, in order."""
    found: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        key = (fault.file, fault.sheet, _column(fault), fault.zh)
        found.setdefault(key, []).append(fault)
    return list(found.values())


def _column(fault: Fault) -> str:
    """Say the column as a spreadsheet names it; that of a YAML file is a number and not said."""
    letters = fault.column or ""
    return f"{letters} 列" if letters.isalpha() else ""


def _place(alike: Sequence[Fault]) -> str:
    """Say where faults are: the sheet, the rows, the column's letter."""
    sheet = f"（工作表“{alike[0].sheet}”）" if alike[0].sheet else ""
    rows = [str(fault.row) for fault in alike if fault.row]
    column = _column(alike[0])
    if len(rows) < 2:
        row = f" 第 {rows[0]} 行" if rows else ""
        return f"{sheet}{row} {column}".rstrip()
    shown = "、".join(rows[:_MOST_ROWS])
    more = f"等 {len(rows)} 行" if len(rows) > _MOST_ROWS else ""
    return f"{sheet} {column}第 {shown} 行{more}"


def _print_schema(found: dict[str, Any], options: argparse.Namespace, console: Console) -> int:
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if options.json in (None, "-"):
        console.result(text)
    else:
        target = Path(options.json)
        claim_all((target,), force=options.force)
        write_output(target, text.encode())
    return DONE
