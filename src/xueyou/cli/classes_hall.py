"""Owns `xueyou classes COPY.zip --published …`: the lot in a hall, on a laptop without a net."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xueyou.cli.classes import as_json, assignment, classes_workbook, refuse_options
from xueyou.cli.console import Console
from xueyou.cli.exits import DONE, FALSE, FORBIDDEN, NO_SOLUTION, REFUSED, USAGE, Stop
from xueyou.cli.inputs import require_file
from xueyou.cli.moment import now
from xueyou.cli.outputs import claim_out, write_out
from xueyou.cli.version import code_digest
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.class_rosters import ID_HEADS, NAME_HEADS, read_class_roster
from xueyou.formats.official import gate_list
from xueyou.formats.official.typesetting import NotSet
from xueyou.formats.proof import draws
from xueyou.formats.proof.source_forms import FormNotKept
from xueyou.formats.table_pages import as_html
from xueyou.formats.tables import TableRefused
from xueyou.rulebook.classes.copies import CopyBroken, CopyChanged, Slip, opened_copy
from xueyou.rulebook.classes.folders import ROSTER, run_folder
from xueyou.rulebook.classes.model import Roster
from xueyou.rulebook.classes.running import Listed, NoList
from xueyou.rulebook.classes.wording import report_page
from xueyou.rulebook.language.faults import InputRefused

LIST = "list"
SLIP_FILE = "回执.json"
_ELSEWHERE = ("classes", "sizes", "scores", "score_source", "rules", "method", "iterations")
_NOR = ("search_ms", "seed", "after", "most", "threads", "json", "resume")


def hall(options: argparse.Namespace, console: Console) -> int:
    """Draw a sealed copy with what was called out; docs/interfaces.md says into what."""
    _require_alone(options)
    for path in (options.roster, *options.witness, *([options.names] if options.names else [])):
        require_file(path)
    out = options.out or options.roster.with_name(f"{options.roster.stem}-分班")
    claim_out(out, force=options.force)
    files, commit = _opened(options.roster)
    reveal = _revealed(options, commit)
    names = None if options.names is None else _names(options.names, files[ROSTER])
    console.say(f"承诺的摘要 {reveal['commit']}：请和公开页上的对一对。")
    with TemporaryDirectory(prefix="xueyou-classes-") as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            roster, listed = run_folder(
                Path(folder),
                seed=bytes.fromhex(reveal["seed"]),
                program=code_digest(),
                step=lambda done, total: console.step("搜索", done, total),
            )
        except InputRefused as refused:
            raise Stop(REFUSED, f"{refused.faults[0].zh}什么都没有写出。") from None
        except NoList:
            raise Stop(
                NO_SOLUTION, "封存的要求排不出名单。什么都没有写出；请作废这次分班，改要求再封存。"
            ) from None
    result = assignment(roster, listed)
    slip = Slip(
        reveal["commit"], reveal["published"], tuple(reveal["witnesses"]), sha256_hex(result)
    )
    page = report_page(listed.report, options.roster.stem)
    written = {
        "assignment.csv": result,
        "report.json": as_json(listed.report),
        "report.html": as_html(page),
        "classes.xlsx": classes_workbook(roster, listed.classes),
        "reveal.json": as_json(reveal),
    }
    if json.loads(commit)["rehearsal"] or not reveal["rehearsal"]:
        written[SLIP_FILE] = slip.as_json()
    if names is not None:
        written |= _gate(roster, listed, names, slip, console)
    write_out(out, written)
    console.result("\n".join(_lines(roster, reveal, slip, out)))
    return DONE


def _require_alone(options: argparse.Namespace) -> None:
    refuse_options(options, (*_ELSEWHERE, *_NOR), "封存的一份里都写好了，{} 用不上，请去掉。")
    if options.published is None:
        raise Stop(USAGE, "还要给 --published：当场报出的号码，照抄一行。")


def _opened(path: Path) -> tuple[dict[str, bytes], bytes]:
    try:
        files, commit = opened_copy(path.read_bytes(), LIST)
    except CopyChanged as changed:
        raise Stop(FALSE, changed.zh) from None
    except CopyBroken as broken:
        raise Stop(REFUSED, broken.zh) from None
    if json.loads(commit).get("code") != code_digest():
        raise Stop(
            FORBIDDEN,
            "这台电脑上的程序和承诺时的不是同一版，排出来会不一样，没有抽。请装承诺时的那一版。",
        )
    return files, commit


def _revealed(options: argparse.Namespace, commit: bytes) -> dict[str, Any]:
    at, moved = now()
    try:
        found = draws.revelation(
            commit,
            used=0,
            because="",
            published=options.published,
            witnesses=[_line(path) for path in options.witness],
            now=at,
            rehearsal=moved,
        )
    except FormNotKept as unfit:
        raise Stop(REFUSED, unfit.zh) from None
    except draws.DrawBroken as wrong:
        raise Stop(FALSE, str(wrong)) from None
    except draws.DrawForbidden as wrong:
        raise Stop(FORBIDDEN, str(wrong)) from None
    revealed: dict[str, Any] = json.loads(found)
    return revealed


def _line(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise Stop(REFUSED, f"{path} 里应当正好有一行，现在有 {len(lines)} 行。")
    return lines[0]


def _names(path: Path, roster: bytes) -> dict[str, str]:
    """Return the name of each code of the copy from the sheet that the school keeps."""
    try:
        sheet = read_class_roster(path)
    except TableRefused as refused:
        raise Stop(REFUSED, f"{path}：{refused.faults[0].zh}") from None
    code, name = (_first(sheet.heads, heads) for heads in (ID_HEADS, NAME_HEADS))
    if code is None or name is None:
        raise Stop(REFUSED, f"{path} 里要有编号和姓名两列。什么都没有写出。")
    found = {cells[code]: cells[name] for _, cells in sheet.rows}
    codes = [line.split(",")[0] for line in roster.decode().splitlines()[1:]]
    if lost := [one for one in codes if not found.get(one)]:
        raise Stop(
            REFUSED, f"{path} 里没有编号 {lost[0]} 的姓名，什么都没有写出。请换学校自己的表。"
        )
    return found


def _first(heads: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((heads.index(one) for one in wanted if one in heads), None)


def _gate(
    roster: Roster, listed: Listed, names: Mapping[str, str], slip: Slip, console: Console
) -> dict[str, bytes]:
    """Return the list for the gate with the sheet that the witnesses sign."""
    pupils: dict[int, list[str]] = {c: [] for c in sorted(set(listed.classes))}
    for code, given in zip(roster.ids, listed.classes, strict=True):
        pupils[given].append(names[code])
    content = {
        "schema": gate_list.SCHEMA,
        "title": "分班名单",
        "classes": [(f"{c}班", sorted(some)) for c, some in pupils.items()],  # codes have an order
        "facts": [
            ("学生和班", f"{len(roster.ids)}名学生，{len(pupils)}个班"),
            ("承诺的摘要", gate_list.grouped(slip.commitment_sha256)),
            ("当场报的号码", slip.published),
            ("种子", gate_list.grouped(str(listed.report["seed"]))),
            ("抽出的名单", gate_list.grouped(slip.result_sha256)),
        ],
        "signers": gate_list.SIGNERS,
    }
    try:
        return {"分班名单.pdf": gate_list.gate_list_pdf(content)}
    except NotSet:
        console.error(
            "分班名单.pdf 没有排出来，其余的结果都写好了。请再运行一次；还不行，请告诉教育局。"
        )
        return {}


def _lines(roster: Roster, reveal: Mapping[str, Any], slip: Slip, out: Path) -> list[str]:
    lines = [
        f"{len(roster.ids)} 名学生的班排好了。种子 {reveal['seed']}。",
        f"名单的摘要 {slip.result_sha256}：请当场念出来，见证人各记一份。",
        f"请在承诺过的时间里上传 {out / SLIP_FILE}：平台重算一遍，一样才算数。",
    ]
    if reveal["rehearsal"]:
        lines[-1] = "时钟是拨过的：这只是演练，正式的抽签不写回执。"
    return [*lines, f"结果在 {out}，里面有学生的名单，不能外传。"]
